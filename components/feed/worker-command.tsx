"use client";
/** Asks the worker for something and shows its answer line by line as it comes. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { fetchJson } from "@/components/live/fetch-json";
import { send } from "@/components/people/send";
import { Button } from "@/components/ui/button";

interface Command {
  readonly state: "new" | "running" | "done" | "failed";
  readonly steps: readonly { readonly name: string; readonly ok: boolean | null; readonly message: string }[];
}

interface WorkerCommandProps {
  readonly kind: "refresh-contracts" | "test-connection";
  readonly label: string;
}

/** Time between two looks at an answer that is not complete, ms. */
const askMs = 500;

export function WorkerCommand({ kind, label }: WorkerCommandProps) {
  const router = useRouter();
  const [id, setId] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { data } = useQuery({
    queryKey: ["command", id],
    queryFn: ({ signal }) => fetchJson<Command>(`/api/admin/commands/${id}`, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === "done" || state.data?.state === "failed" ? false : askMs),
  });
  const ended = data?.state === "done" || data?.state === "failed";
  useEffect(() => {
    if (ended) router.refresh();
  }, [ended, router]);
  async function ask(): Promise<void> {
    const sent = await send<{ id: number }>("POST", "/api/admin/commands", { kind });
    setProblem(sent.ok ? null : sent.message);
    if (sent.ok) setId(sent.body.id);
  }
  const marks = { true: "✓", false: "✗", null: "–" } as const;
  return (
    <div className="flex flex-col items-start gap-2 p-3">
      <Button look="primary" disabled={id !== null && !ended} onClick={() => void ask()}>
        {label}
      </Button>
      <p role="alert" className="text-13 text-danger empty:hidden">
        {problem}
      </p>
      <div role="status" aria-label={label} className="text-13">
        <ul>
          {data?.steps.map(({ name, ok, message }) => (
            <li key={`${name}${message}`} className={ok === false ? "text-danger" : ""}>
              <span aria-hidden>{marks[`${ok}`]}</span> {message}
            </li>
          ))}
          {id !== null && !ended && <li className="text-text-2">Waiting for the worker.</li>}
        </ul>
      </div>
    </div>
  );
}
