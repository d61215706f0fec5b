"use client";
/** The chart of the decision in React: one chart object, redrawn when the evidence changes; on paper a still picture in light colours. */
import { useEffect, useMemo, useRef } from "react";
import { DecisionChart } from "@/components/entry/decision-chart";
import { decisionMarks } from "@/components/entry/decision-marks";
import type { Evidence } from "@/components/entry/evidence";
import { onPaper, paperColumn } from "@/components/entry/paper";
import { useCorrected } from "@/components/review/use-review";
import { minuteOf } from "@/lib/market/candle";
import { priceScale } from "@/lib/market/price";

/** Height of the drawing on paper, px before scaling. */
const paperHeight = 260;

export function DecisionCanvas({ evidence }: { readonly evidence: Evidence }) {
  const container = useRef<HTMLDivElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const chart = useRef<DecisionChart | null>(null);
  const corrected = useCorrected(evidence.id)?.record ?? null;
  const scale = useMemo(() => priceScale(evidence.tickSize), [evidence.tickSize]);

  useEffect(() => {
    if (container.current === null) return;
    const made = new DecisionChart(container.current, scale);
    chart.current = made;
    const stop = onPaper(
      () => {
        const picture = made.picture(paperColumn, paperHeight);
        picture.style.width = "100%";
        picture.style.height = "auto";
        paper.current?.replaceChildren(picture);
      },
      () => paper.current?.replaceChildren(),
    );
    return () => {
      stop();
      chart.current = null;
      made.destroy();
    };
  }, [scale]);

  useEffect(() => {
    const { record, candles } = evidence;
    const { confirmationCandle, stopAnchorAt, signalCandleAt, trade, cancelledAt } = record;
    const from = Math.min(signalCandleAt, stopAnchorAt ?? signalCandleAt);
    const entry = trade === null ? null : minuteOf(trade.entryAt);
    const until = entry ?? confirmationCandle?.openAt ?? cancelledAt ?? candles.at(-1)?.openAt ?? signalCandleAt;
    chart.current?.show(candles, decisionMarks(evidence, corrected), { from, until });
  }, [evidence, corrected]);

  return (
    <>
      <div ref={container} className="h-80 print:hidden" data-testid="decision-chart" />
      <div ref={paper} className="hidden print:block" aria-hidden />
    </>
  );
}
