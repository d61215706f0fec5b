"use client";
/** The book of rolls: who rolled what when, undo while it has not taken effect, and the way back afterwards. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { etStamp } from "@/lib/format/time";

interface ShownRoll {
  readonly id: number;
  readonly root: string;
  readonly from: string | null;
  readonly to: string;
  readonly at: number;
  readonly by: string;
  readonly kind: "rule" | "person";
  readonly undone: boolean;
  readonly pending: boolean;
  readonly wayBack: string | null;
}

export function RollLog({ rolls }: { readonly rolls: readonly ShownRoll[] }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  async function undo(id: number): Promise<void> {
    const sent = await send("DELETE", `/api/admin/rolls/${id}`);
    setProblem(sent.ok ? null : sent.message);
    router.refresh();
  }
  if (rolls.length === 0)
    return <Empty title="No roll yet">The first one will be listed here, with who made it.</Empty>;
  return (
    <>
      <ul>
        {rolls.map((roll) => (
          <li
            key={roll.id}
            className="flex min-h-10 flex-wrap items-center gap-3 border-b border-line px-3 py-1 text-13"
          >
            <p className="min-w-0 flex-1">
              <span className="font-medium">
                {roll.root}: {roll.from ?? "none"} → {roll.to}
              </span>{" "}
              <span className="text-text-2">
                {etStamp(roll.at)} · {roll.kind === "rule" ? "by its rule" : roll.by}
                {roll.undone && " · undone"}
                {roll.pending && " · has not taken effect"}
              </span>
            </p>
            {roll.pending && roll.kind === "person" && (
              <Button onClick={() => void undo(roll.id)} aria-label={`Undo the roll of ${roll.root} to ${roll.to}`}>
                Undo
              </Button>
            )}
            {roll.wayBack !== null && roll.kind === "person" && (
              <a
                href={`?root=${roll.root}&to=${roll.wayBack}#roll`}
                className="touch inline-flex items-center underline underline-offset-2"
              >
                Way back to {roll.wayBack}
              </a>
            )}
          </li>
        ))}
      </ul>
      <p role="alert" className="px-3 py-2 text-13 text-danger empty:hidden">
        {problem}
      </p>
    </>
  );
}
