"use client";
import { useMemo, useState } from "react";
import { useFeedStatus, useSignalIds } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { ActiveTrades } from "@/components/trades/active-trades";

/** All active trades over the full width. */
export function MfeBoard() {
  const ids = useSignalIds();
  const [selected, setSelected] = useState<string | null>(null);
  const active = useMemo(
    () => ids.filter((id) => liveStore().state.signals.get(id)?.record.status === "ACTIVE"),
    [ids],
  );
  // Before the first snapshot nothing is known: that is not the same as no trade being open.
  const loading = useFeedStatus() === null;
  return <ActiveTrades ids={loading ? null : active} selected={selected} onSelect={setSelected} />;
}
