"use client";
import { RecentSignals } from "@/components/desk/recent-signals";
import { useSignalIds } from "@/components/live/hooks";

export function SignalList() {
  return <RecentSignals ids={useSignalIds()} />;
}
