"use client";
/** Starts the stream once for the page, applies the settings and holds the query cache; the stream's gaps empty the cache. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useStreamEpoch } from "@/components/live/hooks";
import { startLive } from "@/components/live/live-store";
import { useAppliedSettings } from "@/components/settings/use-settings";

export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, staleTime: 30_000, retry: 2 } } }),
  );
  const epoch = useStreamEpoch();
  useAppliedSettings();
  useEffect(startLive, []);
  useEffect(() => {
    // The first snapshot that could not resume is the page's own start: nothing was fetched before it.
    if (epoch > 1) void client.invalidateQueries();
  }, [epoch, client]);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
