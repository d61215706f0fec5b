/** Data-quality marks of a signal, each with its meaning, and the gaps that touched it. */
import type { Evidence } from "@/components/entry/evidence";
import { qualityMarks } from "@/components/entry/flag-words";
import { Panel } from "@/components/ui/panel";
import { etDay, etTime } from "@/lib/format/time";

const causes = {
  disconnect: "the connection to the feed was lost",
  silence: "no trade came although the market was open",
  restart: "the worker was not running",
} as const;

export function FlagsPanel({ evidence }: { readonly evidence: Evidence }) {
  const marks = qualityMarks(evidence.record);
  return (
    <Panel
      title="Data quality"
      aside={<span className="text-12 text-text-2">{marks.length === 0 ? "nothing to note" : marks.length}</span>}
    >
      {marks.length === 0 && evidence.gaps.length === 0 && (
        <p className="px-3 py-2 text-12 text-text-2">
          Every candle and trade behind this decision is our own and complete as far as we know.
        </p>
      )}
      <ul>
        {marks.map((mark) => (
          <li key={mark.label} className="border-b border-line px-3 py-1.5 text-12">
            <p className={`font-medium ${mark.tone === "warn" ? "text-warn" : "text-text-1"}`}>
              <span aria-hidden>{mark.tone === "warn" ? "! " : "· "}</span>
              {mark.label}
            </p>
            <p className="text-text-2">{mark.meaning}</p>
          </li>
        ))}
        {evidence.gaps.map((gap) => (
          <li key={`${gap.fromAt} ${gap.cause}`} className="border-b border-line px-3 py-1.5 text-12">
            <p className="flex flex-wrap gap-x-2 font-medium">
              Gap
              <span className="num font-normal text-text-2">
                {etDay(gap.fromAt)} {etTime(gap.fromAt)} – {gap.toAt === null ? "now" : etTime(gap.toAt)} ET
              </span>
            </p>
            <p className="text-text-2">
              {causes[gap.cause]};{" "}
              {gap.healedAt === null
                ? "not filled"
                : `filled over REST with ${gap.rows} ${gap.rows === 1 ? "trade" : "trades"}`}
              {gap.note === null ? "." : `: ${gap.note}.`}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
