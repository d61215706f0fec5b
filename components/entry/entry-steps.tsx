"use client";
/** To the entries before and after this one in the list it was opened from: its filter and order stand in the address. j and k. */
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { Command } from "@/components/frame/commands";
import { usePageCommands } from "@/components/frame/page-commands";
import { fetchJson } from "@/components/live/fetch-json";

interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
}

const section = "Entry";

export function EntrySteps({ id, source }: { readonly id: string; readonly source: string }) {
  const router = useRouter();
  const query = useSearchParams().toString();
  const { data } = useQuery({
    queryKey: ["neighbours", id, query],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams(query);
      // Without a list behind it the neighbours are those of the entry's own kind.
      if (!params.has("source")) params.set("source", source);
      params.set("id", id);
      return fetchJson<Neighbours>(`/api/lab/neighbours?${params}`, signal);
    },
  });
  const from = query === "" ? "" : `?${query}`;
  const pathOf = useMemo(
    () =>
      (to: string): string =>
        `/signal-lab/${encodeURIComponent(to)}${from}`,
    [from],
  );
  const commands = useMemo((): readonly Command[] => {
    const go = (to: string | null | undefined) => (): void => {
      if (to !== null && to !== undefined) router.push(pathOf(to));
    };
    return [
      { id: "entry-next", label: "Next entry", keys: "j", section, run: go(data?.next) },
      { id: "entry-previous", label: "Previous entry", keys: "k", section, run: go(data?.previous) },
      { id: "entry-list", label: "Back to the list", keys: "b", section, run: () => router.push(`/signal-lab${from}`) },
    ];
  }, [data, pathOf, router, from]);
  usePageCommands(commands);
  return (
    <nav aria-label="Entries of the list" className="flex items-center gap-1 print:hidden">
      <Step to={data?.previous ?? null} label="Previous entry (k)" pathOf={pathOf}>
        <ChevronUp size={16} aria-hidden />
      </Step>
      <Step to={data?.next ?? null} label="Next entry (j)" pathOf={pathOf}>
        <ChevronDown size={16} aria-hidden />
      </Step>
    </nav>
  );
}

interface StepProps {
  readonly to: string | null;
  readonly label: string;
  readonly pathOf: (id: string) => string;
  readonly children: React.ReactNode;
}

function Step({ to, label, pathOf, children }: StepProps) {
  const style = "touch inline-flex size-7 items-center justify-center rounded-4 bg-surface-2";
  if (to === null) {
    return (
      <span className={`${style} text-text-3`} aria-hidden>
        {children}
      </span>
    );
  }
  return (
    <Link href={pathOf(to)} aria-label={label} title={label} className={`${style} text-text-1 hover:bg-surface-3`}>
      {children}
    </Link>
  );
}
