"use client";
/** The decision as a timeline: when the candle closed and the alert came, then each check with what it saw, in order. */
import { checkOrder, checkSentence, checkTitle, inputText } from "@/components/entry/check-words";
import { latencyText } from "@/components/entry/entry-head";
import type { Evidence } from "@/components/entry/evidence";
import { Empty } from "@/components/ui/empty";
import { Panel } from "@/components/ui/panel";
import type { Check } from "@/lib/engine/types";
import { etMinute, etTimeMs } from "@/lib/format/time";
import { candleEnd } from "@/lib/market/candle";
import type { EpochMs } from "@/lib/market/types";

const looks = {
  passed: { glyph: "✓", word: "passed", colour: "text-feed-live" },
  failed: { glyph: "✕", word: "failed", colour: "text-danger" },
  flagged: { glyph: "!", word: "flagged", colour: "text-warn" },
  unknown: { glyph: "?", word: "unknown", colour: "text-text-2" },
  skipped: { glyph: "–", word: "not required", colour: "text-text-2" },
} as const;

export function Timeline({ evidence }: { readonly evidence: Evidence }) {
  const { record, engineVersion, profile } = evidence;
  const { checks, signalCandleAt, receivedAt, latencyMs } = record;
  const failed = checks.some((check) => check.outcome === "failed");
  const asked = new Set(checks.map((check) => check.name));
  const rest = failed ? checkOrder.filter((name) => !asked.has(name)) : [];
  return (
    <Panel
      title="Decision"
      aside={
        <span className="text-11 text-text-2">
          profile {profile} · engine {engineVersion}
        </span>
      }
    >
      {checks.length === 0 && (
        <Empty title="No check was recorded">The signal was taken in before checks were stored.</Empty>
      )}
      <ol className="relative py-1" data-testid="decision">
        <Moment at={candleEnd(signalCandleAt)} title="Signal candle closed">
          Candle {etMinute(signalCandleAt)} ET; its bias is known from here on.
        </Moment>
        <Moment at={receivedAt} title="Alert received">
          {latencyText(latencyMs)} after the close, format {record.sourceFormat}.
        </Moment>
        {checks.map((check) => (
          <CheckItem key={`${check.name} ${check.at}`} check={check} evidence={evidence} />
        ))}
      </ol>
      {rest.length > 0 && (
        <p className="border-t border-line px-3 py-2 text-12 text-text-2">
          The first failure decides. Not asked any more: {rest.map((name) => checkTitle(name).toLowerCase()).join(", ")}
          .
        </p>
      )}
    </Panel>
  );
}

const row = "relative grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 px-3 py-1.5 text-12";

function Moment({
  at,
  title,
  children,
}: {
  readonly at: EpochMs;
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  return (
    <li className={row}>
      <span aria-hidden className="text-center text-text-3">
        ○
      </span>
      <div>
        <p className="flex items-baseline gap-2">
          <span className="font-medium">{title}</span>
          <span className="flex-1" />
          <time className="num text-11 text-text-2">{etTimeMs(at)}</time>
        </p>
        <p className="text-text-2">{children}</p>
      </div>
    </li>
  );
}

function CheckItem({ check, evidence }: { readonly check: Check; readonly evidence: Evidence }) {
  const look = looks[check.outcome];
  return (
    <li className={row}>
      <span className={`text-center font-semibold ${look.colour}`}>
        <span aria-hidden>{look.glyph}</span>
        <span className="sr-only">{look.word}</span>
      </span>
      <div className="min-w-0">
        <p className="flex items-baseline gap-2">
          <span className="font-medium">{checkTitle(check.name)}</span>
          {check.outcome !== "passed" && <span className={look.colour}>{look.word}</span>}
          <span className="flex-1" />
          <time className="num text-11 text-text-2">{etTimeMs(check.at)}</time>
        </p>
        <p className="text-text-1">{checkSentence(check, evidence.record)}</p>
        <details className="print:hidden">
          <summary className="w-fit cursor-pointer text-11 text-text-2 pointer-coarse:-my-2 pointer-coarse:py-3.5">
            {check.rule}
          </summary>
          <p className="num text-11 break-words whitespace-normal text-text-2">
            {Object.entries(check.inputs)
              .map(([name, value]) => `${name} ${inputText(name, value)}`)
              .join(" · ")}
          </p>
        </details>
      </div>
    </li>
  );
}
