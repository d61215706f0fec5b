import { Suspense } from "react";
import { Desk } from "@/components/desk/desk";

/** The Desk. What is chosen lives in the address, which only the browser knows: hence the boundary. */
export default function DeskPage() {
  return (
    <Suspense>
      <Desk />
    </Suspense>
  );
}
