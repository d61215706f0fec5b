"use client";
/** Candles of a contract: history by react-query, kept fresh by the stream. The strip and the chart share one request. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { joinCandles, spliceTimeframe } from "@/components/desk/bars";
import { fetchJson } from "@/components/live/fetch-json";
import { useClosedCandles } from "@/components/live/hooks";
import { type PriceScale, parsePrice, priceScale } from "@/lib/market/price";
import type { Candle, EpochMs, Ticks, Timeframe } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";

/** One candle of GET /api/candles: decimal text. */
interface CandleJson {
  readonly openAt: EpochMs;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: number;
  readonly trades: number;
  readonly complete: boolean;
}

interface CandlesJson {
  readonly tickSize: string;
  readonly candles: readonly CandleJson[];
}

/** The stream keeps four hours of closed minutes; history is fetched again well before they run out, ms. */
const refetchMs = 60 * 60_000;

function ticksOf(text: string, scale: PriceScale): Ticks {
  const parsed = parsePrice(text, scale);
  if (!parsed.ok) throw new Error(`candle price ${text}: ${parsed.reason}`);
  return parsed.ticks;
}

/** Candles of [from, until); without a range the newest ones. */
export function candlesQuery(
  ticker: string,
  timeframe: Timeframe,
  range: { readonly from: EpochMs; readonly until: EpochMs } | null = null,
) {
  return queryOptions({
    queryKey: range === null ? ["candles", ticker, timeframe] : ["candles", ticker, timeframe, range],
    queryFn: async ({ signal }): Promise<readonly Candle[]> => {
      const span = range === null ? "" : `&from=${range.from}&to=${range.until}`;
      const path = `/api/candles?symbol=${encodeURIComponent(ticker)}&timeframe=${timeframe}${span}`;
      const { tickSize, candles } = await fetchJson<CandlesJson>(path, signal);
      const scale = priceScale(tickSize);
      return candles.map((candle) => ({
        ...candle,
        open: ticksOf(candle.open, scale),
        high: ticksOf(candle.high, scale),
        low: ticksOf(candle.low, scale),
        close: ticksOf(candle.close, scale),
      }));
    },
    staleTime: refetchMs,
    refetchInterval: refetchMs,
  });
}

/** Closed minutes of `contract`, oldest first; undefined while the history has not come. The newest may still be open. */
export function useMinutes(contract: ContractView): readonly Candle[] | undefined {
  const { data } = useQuery(candlesQuery(contract.ticker, "1m"));
  const closed = useClosedCandles(contract.id);
  return useMemo(() => (data === undefined ? undefined : joinCandles(data, closed)), [data, closed]);
}

/** Candles of `timeframe` without the stream's open minute, and the state of their loading. */
export function useCandles(contract: ContractView, timeframe: Timeframe) {
  const minutes = useMinutes(contract);
  const history = useQuery(candlesQuery(contract.ticker, timeframe));
  const candles = useMemo(
    () =>
      minutes === undefined || history.data === undefined
        ? undefined
        : spliceTimeframe(history.data, minutes, timeframe),
    [minutes, history.data, timeframe],
  );
  return { candles, minutes, error: history.error, retry: history.refetch };
}
