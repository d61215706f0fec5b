"use client";
/** Paste a body and read what it would do: format, symbol, checks, contract. Nothing is stored. */
import { useId, useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { etStamp } from "@/lib/format/time";

interface Explained {
  readonly parsed:
    | {
        readonly kind: "signal";
        readonly format: string;
        readonly direction: string;
        readonly candleAt: number;
        readonly symbol: string | null;
      }
    | { readonly kind: "telemetry"; readonly format: string; readonly event: string; readonly tradeId: string | null }
    | { readonly kind: "bad"; readonly message: string };
  readonly verdict: {
    readonly outcome: string;
    readonly code: string;
    readonly message: string;
    readonly root: string | null;
    readonly tradeId: string | null;
    readonly forEngine: boolean;
  };
  readonly contract: string | null;
  readonly known: boolean;
}

export function PayloadTester() {
  const id = useId();
  const [explained, setExplained] = useState<Explained | null>(null);
  const { busy, failure, onSubmit } = useForm<Explained>({
    path: "/api/admin/webhooks/explain",
    onDone: (body) => setExplained(body),
  });
  return (
    <div className="flex flex-col gap-3 p-3">
      <form onSubmit={onSubmit} className="flex flex-col items-start gap-2">
        <label htmlFor={id} className="text-12 text-text-2">
          Body of an alert
        </label>
        <textarea
          id={id}
          name="body"
          rows={4}
          required
          spellCheck={false}
          className="num w-full max-w-3xl rounded-4 border border-line bg-surface-0 p-2 text-12"
        />
        <Button type="submit" disabled={busy}>
          Explain
        </Button>
        <FormProblem failure={failure} />
      </form>
      {explained !== null && (
        <div role="status" aria-label="What it would do" className="text-13">
          <ol className="list-decimal ps-5">
            {sentencesOf(explained).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

function sentencesOf({ parsed, verdict, contract, known }: Explained): string[] {
  if (parsed.kind === "bad")
    return [`It cannot be read: ${parsed.message}`, "It would be kept raw and answered with 400."];
  const { root, tradeId, code, message, forEngine } = verdict;
  const read =
    parsed.kind === "telemetry"
      ? `It reads as ${parsed.event} in format ${parsed.format}: the indicator's own numbers.`
      : `It reads as a ${parsed.direction} signal in format ${parsed.format} for the candle of ${etStamp(parsed.candleAt)}, symbol ${parsed.symbol ?? "not named"}.`;
  const meant =
    root === null
      ? "Its symbol leads to no instrument."
      : `It belongs to ${root}, in front is ${contract ?? "no contract"}.`;
  const id =
    tradeId === null
      ? []
      : [
          known
            ? `Signal ${tradeId} is known: it would be a duplicate and change nothing.`
            : `Its id would be ${tradeId}.`,
        ];
  const engine = forEngine ? "The engine would judge it on the tape." : "The engine would not see it.";
  return [read, meant, ...id, `Checks without a tape: ${code}. ${message}`, engine, "Nothing has been stored."];
}
