"use client";
/** The signed-in person, for what the frame shows. What a person may do is decided by the server, not by this. */
import { createContext, type ReactNode, useContext } from "react";
import type { Role } from "@/lib/auth/roles";

export interface ShownPerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

const PersonContext = createContext<ShownPerson | null>(null);

export function PersonProvider({ person, children }: { readonly person: ShownPerson; readonly children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

/** Inside the frame there is always a person. */
export function usePerson(): ShownPerson {
  const person = useContext(PersonContext);
  if (person === null) throw new Error("usePerson: expected a PersonProvider above, found none");
  return person;
}
