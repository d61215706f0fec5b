"use client";
/** Asks the worker for something and shows its answer line by line as it comes; a worker that does not answer is said. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { fetchJson } from "@/components/live/fetch-json";
import { useNow } from "@/components/live/use-now";
import { send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import { age } from "@/lib/format/time";

interface Command {
  readonly state: "new" | "running" | "done" | "failed";
  readonly steps: readonly { readonly name: string; readonly ok: boolean | null; readonly message: string }[];
}

interface WorkerCommandProps {
  readonly kind: "refresh-contracts" | "test-connection";
  readonly label: string;
  readonly look?: "primary" | "plain";
  /** What it asks and what it changes. */
  readonly children: ReactNode;
}

/** Time between two looks at an answer that is not complete, ms. */
const askMs = 500;
/** A worker that runs takes a command up within a second. */
const silentMs = 10_000;

export function WorkerCommand({ kind, label, look = "plain", children }: WorkerCommandProps) {
  const router = useRouter();
  const [id, setId] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [askedAt, setAskedAt] = useState(0);
  const now = useNow();
  const { data, error } = useQuery({
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
    if (!sent.ok) return;
    setAskedAt(now ?? 0);
    setId(sent.body.id);
  }
  const waiting = id !== null && !ended;
  const silent = waiting && data?.state !== "running" && now !== null && askedAt > 0 && now - askedAt > silentMs;
  return (
    <div className="flex flex-col items-start gap-2 p-3">
      <p className="max-w-prose text-13 text-text-2">{children}</p>
      <Button look={look} disabled={waiting && !silent} onClick={() => void ask()}>
        {label}
      </Button>
      <p role="alert" className="text-13 text-danger empty:hidden">
        {problem ?? (error === null ? null : `The answer cannot be read: ${error.message}`)}
      </p>
      <div role="status" aria-label={label} className="text-13">
        <ul>
          {data?.steps.map(({ name, ok, message }) => (
            <Step key={`${name}${message}`} ok={ok} message={message} />
          ))}
          {waiting && !silent && <li className="text-text-2">Waiting for the worker.</li>}
          {silent && (
            <li className="text-danger">
              The worker has not taken this up for {age(now - askedAt)}. See whether it runs under{" "}
              <Link href="/health" className="underline underline-offset-2">
                Health
              </Link>
              ; it answers when it is back.
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}

/** How a step went: a sign, a colour, and for those who hear it a word. */
const marks = {
  true: { sign: "✓", tone: "text-feed-live", word: "passed: " },
  false: { sign: "✗", tone: "text-danger", word: "failed: " },
  null: { sign: "–", tone: "text-text-3", word: "" },
} as const;

function Step({ ok, message }: { readonly ok: boolean | null; readonly message: string }) {
  const { sign, tone, word } = marks[`${ok}`];
  return (
    <li className={`flex gap-2 ${ok === false ? "text-danger" : ""}`}>
      <span aria-hidden className={`w-3 shrink-0 font-semibold ${tone}`}>
        {sign}
      </span>
      <span>
        <span className="sr-only">{word}</span>
        {message}
      </span>
    </li>
  );
}
