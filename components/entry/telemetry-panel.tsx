/** The indicator's own numbers against ours: a second opinion with its tolerance, never an input. */
import type { Evidence, TelemetryEvidence } from "@/components/entry/evidence";
import { Panel } from "@/components/ui/panel";
import { unknown } from "@/lib/format/number";
import { etTimeMs } from "@/lib/format/time";
import { type Difference, TOLERANCES } from "@/lib/signal/reconcile";

const fields: Readonly<Record<Difference["field"], { readonly name: string; readonly tolerance: string }>> = {
  direction: { name: "direction", tolerance: "must be equal" },
  entry: { name: "entry", tolerance: `within ${TOLERANCES.entryPoints} points` },
  stop: { name: "stop", tolerance: `within ${TOLERANCES.stopPoints} points, same profile only` },
  beMfe: { name: "MFE, BE leg", tolerance: `less than ${TOLERANCES.mfeR / 10_000}R apart` },
  noBeMfe: { name: "MFE, No-BE leg", tolerance: `less than ${TOLERANCES.mfeR / 10_000}R apart` },
  signal: { name: "signal", tolerance: "known to us" },
  trade: { name: "trade", tolerance: "a trade of ours" },
};

const verdicts = {
  ok: { glyph: "✓", word: "agrees", colour: "text-feed-live" },
  review: { glyph: "!", word: "look at it", colour: "text-warn" },
  critical: { glyph: "✕", word: "contradicts", colour: "text-danger" },
} as const;

/** Messages drawn; the newest count, the others are said to exist. */
const shownMax = 12;

export function TelemetryPanel({ evidence }: { readonly evidence: Evidence }) {
  const { rows, total } = evidence.telemetry;
  const shown = rows.slice(-shownMax).reverse();
  return (
    <Panel
      title="Indicator against us"
      aside={
        <span className="text-12 text-text-2">
          {total > shown.length ? `newest ${shown.length} of ${total}` : total === 0 ? "" : total}
        </span>
      }
      className="print:hidden"
    >
      {total === 0 && (
        <p className="px-3 py-2 text-12 text-text-2">
          The indicator has sent no numbers of this signal. That changes nothing: our own trades decide.
        </p>
      )}
      {shown.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full text-12">
            <thead>
              <tr className="border-b border-line text-left text-11 text-text-2">
                {["Time, ET", "Message", "Value", "Theirs", "Ours", "Verdict"].map((title) => (
                  <th
                    key={title}
                    scope="col"
                    className={`px-3 py-1 font-normal ${title === "Theirs" || title === "Ours" ? "text-right" : ""}`}
                  >
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.flatMap((message) =>
                linesOf(message).map((line, index) => (
                  <Line key={`${message.id} ${line?.field ?? ""}`} message={message} line={line} first={index === 0} />
                )),
              )}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

/** One line per compared value; one without a line of its own when nothing could be compared. */
function linesOf({ diff }: TelemetryEvidence): readonly (Difference | null)[] {
  return diff === null || diff.length === 0 ? [null] : diff;
}

function Line({
  message,
  line,
  first,
}: {
  readonly message: TelemetryEvidence;
  readonly line: Difference | null;
  readonly first: boolean;
}) {
  const verdict = line === null ? null : verdicts[line.severity];
  return (
    <tr className="h-(--row) border-b border-line">
      <td className="num px-3 text-text-2">{first ? etTimeMs(message.at) : ""}</td>
      <td className="px-3">{first ? message.event.toLowerCase().replaceAll("_", " ") : ""}</td>
      <td className="px-3" title={line === null ? undefined : fields[line.field].tolerance}>
        {line === null ? (
          <span className="text-text-2">{message.severity === null ? "not compared yet" : "nothing to compare"}</span>
        ) : (
          fields[line.field].name
        )}
      </td>
      <td className="num px-3 text-right">{line?.theirs ?? unknown}</td>
      <td className="num px-3 text-right">{line?.ours ?? unknown}</td>
      <td className={`px-3 whitespace-nowrap ${verdict?.colour ?? ""}`}>
        {verdict !== null && (
          <>
            <span aria-hidden>{verdict.glyph}</span> {verdict.word}
            <span className="sr-only">, {line === null ? "" : fields[line.field].tolerance}</span>
          </>
        )}
      </td>
    </tr>
  );
}
