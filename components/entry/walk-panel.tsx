/** Why the stop stands where it stands: every scenario in its order with its yes or no, and the arithmetic at the end. */
import type { Evidence } from "@/components/entry/evidence";
import { scenarioName } from "@/components/entry/story";
import { rangeSentence, type WalkLine, walkLines } from "@/components/entry/walk-words";
import { Panel } from "@/components/ui/panel";
import { formatPrice, priceScale } from "@/lib/market/price";

const looks = {
  chosen: { glyph: "✓", word: "chosen", colour: "text-feed-live" },
  no: { glyph: "✕", word: "no", colour: "text-text-2" },
  "not-reached": { glyph: "–", word: "not asked", colour: "text-text-3" },
} as const;

export function WalkPanel({ evidence }: { readonly evidence: Evidence }) {
  const { stop, record, tickSize } = evidence;
  if (record.stopScenario === null) return null;
  const scale = priceScale(tickSize);
  const { stopAnchorPrice, bufferTicks, stopLoss, direction } = record;
  return (
    <Panel
      title={`Why scenario ${scenarioName(record.stopScenario)}`}
      aside={<span className="text-11 text-text-2">methodology 5.1 to 5.3</span>}
    >
      {stop === null ? (
        <p className="px-3 py-2 text-12 text-text-2">
          The candles of that time are not kept here, so the steps cannot be shown; the recorded stop stands.
        </p>
      ) : (
        <>
          {!stop.agrees && (
            <p className="border-b border-line px-3 py-2 text-12 text-warn">
              <span aria-hidden>! </span>What is stored today no longer leads to this stop: a candle was corrected or a
              rule changed since. The decision stands as recorded; the steps below are those of today.
            </p>
          )}
          <p className="px-3 py-2 text-12">{rangeSentence(stop, direction)}</p>
          <ol data-testid="walk">
            {walkLines(stop, direction).map((line) => (
              <Step key={line.scenario} line={line} />
            ))}
          </ol>
        </>
      )}
      {stopAnchorPrice !== null && bufferTicks !== null && stopLoss !== null && (
        <p className="num border-t border-line px-3 py-2 text-12 whitespace-normal">
          {formatPrice(stopAnchorPrice, scale)} {direction === "bullish" ? "−" : "+"} {formatPrice(bufferTicks, scale)}{" "}
          = <b className="font-semibold">{formatPrice(stopLoss, scale)}</b>
        </p>
      )}
      {stop !== null && (
        <p className="px-3 pb-2 text-11 text-text-2">
          Left search {stop.rules.leftSearchCandles} candles, equal pairs count from{" "}
          {stop.rules.symmetricDoublePivot ? "either candle" : "the newer candle only"}
          {stop.rules.from === "present" && " (rules as they are set now; the record does not name its own)"}.
        </p>
      )}
    </Panel>
  );
}

function Step({ line }: { readonly line: WalkLine }) {
  const look = looks[line.outcome];
  return (
    <li className="grid grid-cols-[20px_72px_minmax(0,1fr)] gap-x-2 border-t border-line px-3 py-1.5 text-12">
      <span className={`text-center font-semibold ${look.colour}`}>
        <span aria-hidden>{look.glyph}</span>
        <span className="sr-only">{look.word}</span>
      </span>
      <span className={line.outcome === "chosen" ? "font-semibold" : "text-text-2"}>{line.name}</span>
      <div className={line.outcome === "not-reached" ? "text-text-2" : ""}>
        <p>{line.sentence}</p>
        {line.details.length > 0 && (
          <ul className="mt-0.5 text-text-2">
            {line.details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
