/**
 * What happened, for this page: the log, the toasts on screen, what was missed. Fed by the stream (and by the stored history
 * after an absence), shared with other tabs through storage. Lives outside React, like the live store.
 */
import { type AlertEntry, entryOfStep, type ToldStep } from "@/components/alerts/alert-kinds";
import { missedOf, withEntries, withShown } from "@/components/alerts/alert-log";
import { type AlertSettings, isWanted } from "@/components/alerts/alert-settings";
import type { StoredValue } from "@/components/settings/stored-value";

/** Toasts on screen at a time; the oldest leaves for a new one (the log has it). */
export const toastsMax = 4;

export interface AlertState {
  /** Newest first. */
  readonly entries: readonly AlertEntry[];
  readonly toasts: readonly AlertEntry[];
  /** Entries that happened while nobody looked. */
  readonly missed: readonly AlertEntry[];
}

export interface AlertDeps {
  readonly settings: Pick<StoredValue<AlertSettings>, "read">;
  /** Keys this browser has shown; null when it has never shown any. */
  readonly shown: StoredValue<readonly string[] | null>;
  /** True while somebody can see the page. */
  readonly visible: () => boolean;
  readonly play: (entry: AlertEntry) => void;
}

export interface AlertStore {
  state(): AlertState;
  subscribe(listener: () => void): () => void;
  /** Something happens now: toast and sound as the settings say. Said twice it happens once. */
  happened(entry: AlertEntry): void;
  /** The stored history, newest first: what is not in the log yet was missed. */
  history(steps: readonly ToldStep[]): void;
  dismiss(key: string): void;
  /** The log was opened: nothing is missed any more. */
  read(): void;
  /** Looks again after settings or another tab's reading changed. */
  refresh(): void;
}

export const emptyAlerts: AlertState = { entries: [], toasts: [], missed: [] };

export function createAlertStore({ settings, shown, visible, play }: AlertDeps): AlertStore {
  const listeners = new Set<() => void>();
  let state = emptyAlerts;

  function update(part: Partial<AlertState>): void {
    const next = { ...state, ...part };
    const wanted = (entry: AlertEntry): boolean => isWanted(settings.read(), entry.kind);
    const missed = missedOf(next.entries, shown.read() ?? [], wanted);
    const same = missed.length === state.missed.length && missed.every((entry, index) => entry === state.missed[index]);
    state = { ...next, missed: same ? state.missed : missed };
    for (const listener of listeners) listener();
  }

  function remember(keys: readonly string[]): void {
    const before = shown.read();
    const after = withShown(before ?? [], keys);
    if (before === null || after !== before) shown.write(after);
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    happened(entry) {
      const entries = withEntries(state.entries, [entry]);
      if (entries === state.entries) return;
      const kind = settings.read().kinds[entry.kind];
      if (kind.sound) play(entry);
      const seen = visible();
      if (seen) remember([entry.key]);
      const toasts = kind.toast && seen ? [...state.toasts, entry].slice(-toastsMax) : state.toasts;
      update({ entries, toasts });
    },
    history(steps) {
      const entries = steps.flatMap((step) => entryOfStep(step) ?? []);
      // A browser that comes for the first time has missed nothing.
      if (shown.read() === null) remember(entries.map((entry) => entry.key));
      update({ entries: withEntries(state.entries, entries) });
    },
    dismiss(key) {
      update({ toasts: state.toasts.filter((toast) => toast.key !== key) });
    },
    read() {
      remember(state.missed.map((entry) => entry.key));
      update({});
    },
    refresh: () => update({}),
  };
}
