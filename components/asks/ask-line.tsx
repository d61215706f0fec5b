/** How a request to the engine stands: waiting, done, or refused with the reason. */
import { nameOf } from "@/components/review/words";
import type { AskView } from "@/lib/engine/asks";
import { etTime } from "@/lib/format/time";

interface AskLineProps {
  readonly ask: AskView;
  /** What was asked, e.g. `close`. */
  readonly what: string;
}

export function AskLine({ ask, what }: AskLineProps) {
  const { state, by, reason, askedAt, answer } = ask;
  const tone = state === "refused" ? "text-danger" : state === "waiting" ? "text-warn" : "text-text-2";
  return (
    <span className={`text-12 wrap-anywhere ${tone}`} title={`Reason: ${reason}`} data-testid="ask" data-state={state}>
      {nameOf(by)} asked to {what} at <span className="num">{etTime(askedAt)}</span> ET
      {state === "waiting" ? ", waiting for the tape to reach that moment" : `: ${answer}`}
    </span>
  );
}
