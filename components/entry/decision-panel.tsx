"use client";
/** The candles that decided: drawn, and the same as a table; with the walk to the stop under it. */
import dynamic from "next/dynamic";
import {
  candleNames,
  candleNotes,
  candleRole,
  drawingSentence,
  noCandleReason,
  verdictText,
} from "@/components/entry/decision-marks";
import type { Evidence } from "@/components/entry/evidence";
import { Empty } from "@/components/ui/empty";
import { Panel } from "@/components/ui/panel";
import { etDay, etMinute } from "@/lib/format/time";

/** The chart library comes after the page. */
const DecisionCanvas = dynamic(
  () => import("@/components/entry/decision-canvas").then((module) => module.DecisionCanvas),
  { ssr: false, loading: () => <div className="skeleton m-3 h-74" /> },
);

export function DecisionPanel({ evidence }: { readonly evidence: Evidence }) {
  const { candles, record } = evidence;
  return (
    <Panel title="The candles that decided" aside={<Legend />}>
      {candles.length === 0 ? (
        <Empty title="No candle of ours is stored around this minute">{noCandleReason(record)}</Empty>
      ) : (
        <>
          <p className="sr-only">{drawingSentence(evidence)}</p>
          <DecisionCanvas evidence={evidence} />
          <Confirmation evidence={evidence} />
          <CandleTable evidence={evidence} />
        </>
      )}
    </Panel>
  );
}

function Legend() {
  return (
    <span className="hidden text-11 text-text-2 @min-[640px]:inline print:hidden">
      <b className="font-semibold text-text-1">s</b> signal · <b className="font-semibold text-text-1">c</b>{" "}
      confirmation · <b className="font-semibold text-text-1">e</b> entry · hatched: trades missing · dotted: backfilled
    </span>
  );
}

/** Candle by candle against the level, in one line each; long waits are folded. */
function Confirmation({ evidence }: { readonly evidence: Evidence }) {
  const { confirmation, record } = evidence;
  if (confirmation.level === null || confirmation.asked === 0) return null;
  const side = record.direction === "bullish" ? "above" : "below";
  const shown = confirmation.tested.slice(-6);
  const hidden = confirmation.asked - shown.length;
  return (
    <div className="border-t border-line px-3 py-2 text-12">
      <p className="text-text-2">
        A candle confirms when it closes {side} <span className="num text-text-1">{confirmation.level}</span>
        {hidden > 0 && `; ${hidden} earlier ${hidden === 1 ? "candle" : "candles"} did not`}.
      </p>
      <ol className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5">
        {shown.map((test) => (
          <li key={test.openAt} className={test.verdict === "confirms" ? "text-text-1" : "text-text-2"}>
            <span className="num">{etMinute(test.openAt)}</span> close <span className="num">{test.close}</span>{" "}
            <span className={test.verdict === "confirms" ? "font-medium text-feed-live" : ""}>
              {verdictText(test.verdict, test.beyondPoints, confirmation.level)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const columns = ["Open", "High", "Low", "Close"] as const;

function CandleTable({ evidence }: { readonly evidence: Evidence }) {
  const names = candleNames(evidence);
  return (
    <details className="border-t border-line print:hidden">
      <summary className="touch cursor-pointer px-3 py-2 text-12 text-text-2">The same as a table</summary>
      <table className="w-full text-12">
        <caption className="sr-only">Own candles around the decision, one minute each, named by their open</caption>
        <thead>
          <tr className="border-b border-line text-11 text-text-2">
            <th scope="col" className="px-3 py-1 text-left font-normal">
              Minute, ET
            </th>
            {columns.map((title) => (
              <th key={title} scope="col" className="px-2 py-1 text-right font-normal">
                {title}
              </th>
            ))}
            <th scope="col" className="px-3 py-1 text-left font-normal">
              Part in the decision
            </th>
          </tr>
        </thead>
        <tbody>
          {evidence.candles.map((candle, index) => {
            const day = etDay(candle.openAt);
            const notes = [candleRole(evidence, candle.openAt), candleNotes(candle)].filter(Boolean).join(" · ");
            return (
              <tr
                key={candle.openAt}
                className={`border-b border-line ${names.has(candle.openAt) ? "bg-surface-1" : ""}`}
              >
                <th scope="row" className="num px-3 text-left font-normal">
                  {names.get(candle.openAt) !== undefined && (
                    <b className="me-2 font-semibold">{names.get(candle.openAt)}</b>
                  )}
                  {(index === 0 || day !== etDay(evidence.candles[index - 1]?.openAt ?? 0)) && `${day} `}
                  {etMinute(candle.openAt)}
                </th>
                <td className="num px-2 text-right">{candle.open}</td>
                <td className="num px-2 text-right">{candle.high}</td>
                <td className="num px-2 text-right">{candle.low}</td>
                <td className="num px-2 text-right">{candle.close}</td>
                <td className="px-3 text-text-2">{notes}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
