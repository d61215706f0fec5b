import { Suspense } from "react";
import { Desk } from "@/components/desk/desk";
import { requireRole } from "@/lib/auth/page-guard";

/** The Desk. What is chosen lives in the address, which only the browser knows: hence the boundary. */
export default async function DeskPage() {
  await requireRole("/");
  return (
    <Suspense>
      <Desk />
    </Suspense>
  );
}
