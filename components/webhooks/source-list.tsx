"use client";
/** Sources of alerts: what they sent in the last day, silence said aloud, a new token shown once. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { send } from "@/components/people/send";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { TextField } from "@/components/ui/field";
import { age, etStamp } from "@/lib/format/time";

interface ShownSource {
  readonly id: number;
  readonly name: string;
  readonly simulated: boolean;
  readonly active: boolean;
  readonly previousUntil: number | null;
  readonly lastAt: number | null;
  readonly outcomes: Readonly<Record<string, number>>;
}

interface NewAddress {
  readonly name: string;
  readonly address: string;
}

/** A source silent for longer says so: the indicator sends a heartbeat far more often. */
const silentMs = 24 * 60 * 60_000;

export function SourceList({ sources, now }: { readonly sources: readonly ShownSource[]; readonly now: number }) {
  const [made, setMade] = useState<NewAddress | null>(null);
  return (
    <>
      {made !== null && <Address {...made} />}
      {sources.length === 0 && <Empty title="No source yet">Make one below; its address goes into the alert.</Empty>}
      <ul>
        {sources.map((source) => (
          <Row key={source.id} source={source} now={now} onMade={setMade} />
        ))}
      </ul>
      <NewSource onMade={setMade} />
    </>
  );
}

function Address({ name, address }: NewAddress) {
  return (
    <div role="status" className="m-3 flex flex-col gap-2 rounded-4 bg-surface-2 p-3 text-13">
      <p>Paste this address into the alerts of {name}. It is not shown again.</p>
      <code className="num break-all select-all" data-testid="webhook-address">
        {address}
      </code>
    </div>
  );
}

interface RowProps {
  readonly source: ShownSource;
  readonly now: number;
  readonly onMade: (made: NewAddress) => void;
}

function Row({ source, now, onMade }: RowProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const { id, name, active, lastAt, previousUntil, outcomes } = source;
  async function change(content: object): Promise<void> {
    const sent = await send<NewAddress>("POST", `/api/admin/webhooks/${id}`, content);
    setProblem(sent.ok ? null : sent.message);
    if (sent.ok && "rotate" in content) onMade(sent.body);
    router.refresh();
  }
  const counts = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const silent = active && (lastAt === null || now - lastAt > silentMs);
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-3 py-2 text-13" data-source={name}>
      <div className="min-w-56 flex-1 max-md:basis-full">
        <p className="font-medium">
          {name}
          {source.simulated && <span className="font-normal text-text-2"> · simulated, never counts as live</span>}
          {!active && <span className="font-normal text-text-2"> · closed</span>}
        </p>
        <p className="text-12 text-text-2">
          Last 24 h: {counts.join(", ") || "nothing"} · last {lastAt === null ? "never" : `${age(now - lastAt)} ago`}
          {active && previousUntil !== null && ` · the old token works until ${etStamp(previousUntil)}`}
        </p>
        {silent && <p className="text-12 text-warn">Silent: nothing has come for more than a day.</p>}
      </div>
      <Button onClick={() => void change({ rotate: true })} aria-label={`New token for ${name}`}>
        New token
      </Button>
      <Button
        look={active ? "danger" : "plain"}
        onClick={() => void change({ active: !active })}
        aria-label={`${active ? "Close" : "Open"} ${name}`}
      >
        {active ? "Close" : "Open"}
      </Button>
      <p role="alert" className="text-danger empty:hidden">
        {problem}
      </p>
    </li>
  );
}

function NewSource({ onMade }: { readonly onMade: (made: NewAddress) => void }) {
  const router = useRouter();
  const { busy, failure, onSubmit } = useForm<NewAddress>({
    path: "/api/admin/webhooks",
    onDone: (body, form) => {
      form.reset();
      onMade(body);
      router.refresh();
    },
  });
  return (
    <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-3 p-3">
      <TextField
        label="New source"
        name="name"
        required
        hint="Letters, digits, blanks or . _ -"
        problem={failure?.fields["name"]}
        className="w-56"
      />
      <Button type="submit" look="primary" disabled={busy} className="mt-5">
        Make the address
      </Button>
      <FormProblem failure={failure} />
    </form>
  );
}
