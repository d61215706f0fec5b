"use client";
/** The way of the trade: chart, what its lines mean, and first touches as a table. Follows the stream while the trade is open. */
import { useMemo } from "react";
import type { Evidence } from "@/components/entry/evidence";
import { PathChart } from "@/components/entry/path-chart";
import { correctedLevels, type PathFigures, pathFigures } from "@/components/entry/path-figures";
import { useCloses, useExtremes } from "@/components/entry/queries";
import { useUnits } from "@/components/entry/units-context";
import { useMfe } from "@/components/live/hooks";
import { useCorrected } from "@/components/review/use-review";
import { Failure } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import type { TradeRecord } from "@/lib/engine/types";
import { readableDistance } from "@/lib/format/excursion";
import { etDay, etTimeMs } from "@/lib/format/time";
import { formatPrice, priceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";

export function PathPanel({ evidence }: { readonly evidence: Evidence }) {
  const { record, id, contract, tickSize, gaps } = evidence;
  const scale = useMemo(() => priceScale(tickSize), [tickSize]);
  const { trade } = record;
  const { extremes, error, retry } = useExtremes(id, scale, trade !== null);
  const closes = useCloses(contract, record, trade);
  const reading = useMfe(id);
  const { unit, of } = useUnits();
  const path = useMemo(
    () => (trade === null || extremes === undefined ? null : pathFigures(record, trade, extremes, reading)),
    [record, trade, extremes, reading],
  );
  const corrected = useCorrected(id)?.record ?? null;
  const best = path?.favourable.at(-1)?.value ?? 0;
  const levels = useMemo(
    () => (trade === null || corrected === null ? [] : correctedLevels(record, trade, corrected, best)),
    [record, trade, corrected, best],
  );
  if (trade === null) return null;
  return (
    <Panel title="Excursion" aside={<Legend legsDiffer={path?.legsDiffer ?? false} corrected={levels.length > 0} />}>
      {path !== null ? (
        <PathChart path={path} closes={closes} gaps={gaps} corrected={levels} unit={unit} of={of} />
      ) : error !== null ? (
        <Failure what="The path" error={error} onRetry={() => void retry()} />
      ) : (
        <div className="skeleton m-3 h-74" />
      )}
      {path !== null && <Touches evidence={evidence} trade={trade} path={path} />}
    </Panel>
  );
}

function Legend({ legsDiffer, corrected }: { readonly legsDiffer: boolean; readonly corrected: boolean }) {
  const items = [
    ["bg-up-mark", legsDiffer ? "MFE, No-BE leg" : "MFE, both legs"],
    ...(legsDiffer ? [["bg-accent", "MFE, BE leg"]] : []),
    ["bg-down-mark", "MAE"],
    ["bg-text-3", "price at minute closes"],
    ...(corrected ? [["bg-info", "levels as corrected"]] : []),
  ];
  return (
    <span className="hidden flex-wrap gap-x-4 text-11 text-text-2 @min-[640px]:flex print:gap-x-2">
      {items.map(([colour, name]) => (
        <span key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={`h-0.5 w-4 ${colour}`} />
          {name}
        </span>
      ))}
    </span>
  );
}

/** `4 min 12 s` after the entry. */
function since(entryAt: EpochMs, at: EpochMs): string {
  const seconds = Math.floor((at - entryAt) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

interface TouchesProps {
  readonly evidence: Evidence;
  readonly trade: TradeRecord;
  readonly path: PathFigures;
}

function Touches({ evidence, trade, path }: TouchesProps) {
  const { unit, of } = useUnits();
  const scale = priceScale(evidence.tickSize);
  const sign = evidence.record.direction === "bullish" ? 1 : -1;
  const price = (distance: number): string => formatPrice(trade.entryPrice + sign * distance, scale);
  const heated = path.marks.some(({ kind }) => kind === "target") && trade.heat !== undefined;
  const rows = [
    { what: "Entry", at: trade.entryAt, value: 0, heat: null },
    ...path.marks.map(({ label, at, value, kind }) => ({
      what: kind === "target" ? `${label} first touched` : label,
      at,
      value,
      // What had to be borne before; kept by the engine for whole R.
      heat: kind === "target" ? (trade.heat?.[Number(label.replace("R", "")) - 1] ?? null) : null,
    })),
  ];
  return (
    <table className="w-full border-t border-line text-12" data-testid="touches">
      <caption className="sr-only">What the trade reached, in order of time</caption>
      <thead>
        <tr className="border-b border-line text-11 text-text-2">
          <th scope="col" className="px-3 py-1 text-left font-normal">
            Reached
          </th>
          <th scope="col" className="px-3 py-1 text-right font-normal">
            Time, ET
          </th>
          <th scope="col" className="hidden px-3 py-1 text-right font-normal @min-[480px]:table-cell print:table-cell">
            After entry
          </th>
          <th scope="col" className="px-3 py-1 text-right font-normal">
            Price
          </th>
          <th scope="col" className="px-3 py-1 text-right font-normal">
            From entry
          </th>
          {heated && (
            <th
              scope="col"
              className="hidden px-3 py-1 text-right font-normal @min-[640px]:table-cell print:table-cell"
              title="Adverse excursion until then"
            >
              MAE until then
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ what, at, value, heat }) => (
          <tr key={what} className="h-(--row) border-b border-line">
            <th scope="row" className="px-3 text-left font-normal">
              {what}
            </th>
            <td className="num px-3 text-right">
              {etDay(at) !== etDay(trade.entryAt) && (
                <span className="max-sm:block max-sm:text-text-2">{etDay(at)} </span>
              )}
              {etTimeMs(at)}
            </td>
            <td className="num hidden px-3 text-right text-text-2 @min-[480px]:table-cell print:table-cell">
              {at === trade.entryAt ? "" : since(trade.entryAt, at)}
            </td>
            <td className="num px-3 text-right">{price(value)}</td>
            <td className="num px-3 text-right">{readableDistance(value, unit, of)}</td>
            {heated && (
              <td className="num hidden px-3 text-right text-text-2 @min-[640px]:table-cell print:table-cell">
                {heat === null ? "" : readableDistance(heat, unit, of)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
