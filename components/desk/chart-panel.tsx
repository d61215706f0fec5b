"use client";
/** The chart with its head: contract, timeframe, countdown to the candle's close. Ticks go to the canvas, not through React. */
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Countdown } from "@/components/desk/countdown";
import { useCandles } from "@/components/desk/use-bars";
import { useChartExtras } from "@/components/desk/use-chart-extras";
import { useChartSignals } from "@/components/desk/use-chart-signals";
import { liveStore } from "@/components/live/live-store";
import { Segmented } from "@/components/ui/segmented";
import { formatPrice, priceScale } from "@/lib/market/price";
import type { Timeframe } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";

const timeframes = { "1m": "1m", "5m": "5m", "15m": "15m" } as const satisfies Readonly<Record<Timeframe, string>>;

/** The chart library comes after the page: prices and trades do not wait for it. */
const ChartCanvas = dynamic(() => import("@/components/desk/chart-canvas").then((module) => module.ChartCanvas), {
  ssr: false,
  loading: () => <div className="skeleton absolute inset-3" />,
});

interface ChartPanelProps {
  readonly contract: ContractView;
  readonly timeframe: Timeframe;
  readonly onTimeframe: (timeframe: Timeframe) => void;
  /** Id of the chosen signal or trade. */
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

export function ChartPanel({ contract, timeframe, onTimeframe, selected, onSelect }: ChartPanelProps) {
  const extras = useChartExtras(contract, timeframe);
  const { markers, levels } = useChartSignals(contract, timeframe, selected);
  const scale = useMemo(() => priceScale(contract.tickSize), [contract.tickSize]);
  const router = useRouter();
  /** What the page follows is chosen here; an older one has its own page. */
  const open = (id: string): void => {
    if (liveStore().state.signals.has(id)) onSelect(id);
    else router.push(`/signal-lab/${encodeURIComponent(id)}`);
  };
  const { candles, minutes, error, retry } = useCandles(contract, timeframe);
  return (
    <section aria-label={`Chart of ${contract.ticker}`} className="flex min-h-64 min-w-0 flex-1 flex-col">
      <div className="flex h-10 items-center gap-3 border-b border-line px-3">
        <h2 className="text-15 font-semibold">{contract.ticker}</h2>
        <span className="hidden truncate text-12 text-text-2 sm:inline">{contract.name}</span>
        <span className="flex-1" />
        <Countdown timeframe={timeframe} />
        <Segmented
          quiet
          legend="Timeframe"
          name="timeframe"
          options={timeframes}
          value={timeframe}
          onChange={onTimeframe}
        />
      </div>
      {levels.length > 0 && (
        <p className="sr-only" data-testid="chart-lines">
          Lines of the chosen signal:{" "}
          {levels.map(({ label, price }) => `${label} ${formatPrice(price, scale)}`).join(", ")}
        </p>
      )}
      <div className="relative min-h-0 flex-1">
        <ChartCanvas
          key={`${contract.id}-${timeframe}`}
          contract={contract}
          timeframe={timeframe}
          candles={candles}
          minutes={minutes}
          levels={levels}
          markers={markers}
          extras={extras}
          onSelect={open}
        />
        {candles?.length === 0 && (
          <p className="pointer-events-none absolute inset-0 z-[2] grid place-content-center px-6 text-center text-13 text-text-2">
            No candle of {contract.ticker} is stored yet. The first one appears with its first trade.
          </p>
        )}
        {error !== null && candles === undefined && (
          <div
            role="alert"
            className="absolute inset-0 z-[2] grid place-content-center gap-2 px-6 text-center text-13 text-text-2"
          >
            <p>The history could not be read: {error.message} Live prices above are not affected.</p>
            <p>
              <button
                type="button"
                onClick={() => void retry()}
                className="touch h-8 rounded-4 bg-surface-3 px-4 text-text-1"
              >
                Try again
              </button>
            </p>
          </div>
        )}
      </div>
    </section>
  );
}
