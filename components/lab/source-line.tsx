"use client";
/** Which data is shown: one source at a time, never mixed. Anything but the live market is said in words and colour. */
import { Segmented } from "@/components/ui/segmented";
import { sourceLabels } from "@/lib/lab/words";
import type { TickSource } from "@/lib/market/types";

const meanings: Readonly<Record<TickSource, string>> = {
  live: "",
  delayed: "Real trades, about ten minutes late. They never count in live statistics.",
  simulated: "A made-up market. Nothing here counts in live statistics.",
  replay: "A recorded day, played again. Nothing here counts in live statistics.",
  backfill: "Filled in afterwards from the vendor's history.",
};

/** The choices; `backfill` only when the address names it, because no signal is born from it. */
export function SourceSwitch({
  source,
  onChange,
}: {
  readonly source: TickSource;
  readonly onChange: (source: TickSource) => void;
}) {
  const options = Object.fromEntries([...sourceLabels].filter(([key]) => key !== "backfill" || source === "backfill"));
  return (
    <Segmented<TickSource>
      quiet
      legend="Source"
      name="source"
      options={options as Record<TickSource, string>}
      value={source}
      onChange={onChange}
    />
  );
}

export function SourceLine({ source }: { readonly source: TickSource }) {
  if (source === "live") return null;
  return (
    <p className="flex items-baseline gap-2 border-b border-line bg-feed-marked/15 px-3 py-1 text-12 text-text-1">
      <strong className="font-semibold tracking-wide text-feed-marked">{source.toUpperCase()}</strong>
      <span className="text-text-2">{meanings[source]}</span>
    </p>
  );
}
