"use client";
import { useMemo, useState } from "react";
import { useSignalIds } from "@/components/live/hooks";
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
  return <ActiveTrades ids={active} selected={selected} onSelect={setSelected} />;
}
