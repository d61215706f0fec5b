"use client";
/** What happens now, for a few seconds at the edge of the page; a click opens the trade. The log keeps it. */
import { X } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import type { AlertEntry } from "@/components/alerts/alert-kinds";
import { AlertIcon, AlertText, alertAddress } from "@/components/alerts/alert-look";
import { deskAlerts, readHistory, startAlerts } from "@/components/alerts/desk-alerts";
import { useAlerts } from "@/components/alerts/use-alerts";
import { useFeedStatus, useStreamEpoch } from "@/components/live/hooks";

/** A toast stays this long unless the pointer or the focus is on it, ms. */
const toastMs = 7000;
/** Time to the next try when the history could not be read, ms. */
const retryMs = 15_000;

export function AlertToasts() {
  const { toasts } = useAlerts();
  useEffect(startAlerts, []);
  useHistory();
  return (
    <ul
      aria-label="Alerts"
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-16 z-20 flex w-[min(320px,calc(100vw-24px))] flex-col gap-2 md:bottom-10"
    >
      {toasts.map((entry) => (
        <Toast key={entry.key} entry={entry} />
      ))}
    </ul>
  );
}

/** Read with the first snapshot, and after every one that could not resume: something may have been missed. */
function useHistory(): void {
  const epoch = useStreamEpoch();
  const known = useFeedStatus() !== null;
  const reason = known ? epoch : null;
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (reason === null) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | null = null;
    readHistory(abort.signal).catch(() => {
      if (!abort.signal.aborted) timer = setTimeout(() => setAttempt(attempt + 1), retryMs);
    });
    return () => {
      abort.abort();
      if (timer !== null) clearTimeout(timer);
    };
  }, [reason, attempt]);
}

function Toast({ entry }: { readonly entry: AlertEntry }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => deskAlerts().dismiss(entry.key), toastMs);
    return () => clearTimeout(timer);
  }, [entry.key, held]);
  const address = alertAddress(entry);
  const content = (
    <>
      <AlertIcon kind={entry.kind} />
      <AlertText entry={entry} />
    </>
  );
  return (
    <li
      className="panel-in pointer-events-auto flex items-start gap-1 rounded-8 border border-line bg-surface-2"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      data-testid={`toast-${entry.kind}`}
    >
      {address === null ? (
        <p className="flex min-w-0 flex-1 gap-2 p-2 pl-3">{content}</p>
      ) : (
        <Link
          href={address}
          scroll={false}
          onClick={() => deskAlerts().dismiss(entry.key)}
          className="flex min-w-0 flex-1 gap-2 rounded-8 p-2 pl-3 -outline-offset-2"
        >
          {content}
        </Link>
      )}
      <button
        type="button"
        onClick={() => deskAlerts().dismiss(entry.key)}
        className="touch flex size-8 items-center justify-center rounded-8 text-text-2 hover:text-text-1"
      >
        <X size={14} aria-hidden />
        <span className="sr-only">Put away: {entry.title}</span>
      </button>
    </li>
  );
}
