/**
 * The one alert store of this page, wired to the stream: steps of signals as they are published, changes of the feed once they
 * have lasted, the stored history after every absence. Started by the frame's toasts.
 */
import { entryOfStep, type ToldStep } from "@/components/alerts/alert-kinds";
import { parseShown } from "@/components/alerts/alert-log";
import { alertSettings, isWanted } from "@/components/alerts/alert-settings";
import { type AlertStore, createAlertStore } from "@/components/alerts/alert-store";
import { createFeedWatch } from "@/components/alerts/feed-watch";
import { createNearStops } from "@/components/alerts/near-stops";
import { createSoundPlayer, type SoundPlayer } from "@/components/alerts/sounds";
import { feedView } from "@/components/live/feed-view";
import { fetchJson } from "@/components/live/fetch-json";
import { liveStore } from "@/components/live/live-store";
import { serverNow } from "@/components/live/use-now";
import { storedValue } from "@/components/settings/stored-value";
import { formatPrice, priceScale } from "@/lib/market/price";
import type { SignalView, StepView, StreamEvent } from "@/lib/stream/events";

/** Time between two looks at the feed, ms. */
const lookMs = 1000;

let player: SoundPlayer | null = null;
let store: AlertStore | null = null;
const shown = storedValue("excursion.shown", parseShown);

/** The page's store; on the server an empty one. */
export function deskAlerts(): AlertStore {
  store ??= createAlertStore({
    settings: alertSettings,
    shown,
    visible: () => !document.hidden,
    play: ({ kind }) => {
      const { muted, volume } = alertSettings.read();
      if (!muted) player?.play(kind, volume);
    },
  });
  return store;
}

/** Plays a kind's sound now, for the settings. */
export function testSound(kind: Parameters<SoundPlayer["test"]>[0]): void {
  player?.test(kind, alertSettings.read().volume);
}

/** A step as the log writes it; the price with the decimals of its contract. */
function toldStep(signal: SignalView, step: StepView): ToldStep {
  const contract = liveStore().state.contracts.find(({ id }) => id === signal.contractId);
  const price =
    step.price === null || contract === undefined ? null : formatPrice(step.price, priceScale(contract.tickSize));
  return { ...step, price, signalId: signal.id, ticker: signal.ticker, direction: signal.record.direction };
}

function tellStep(event: Extract<StreamEvent, { type: "signal" }>): void {
  if (event.step === undefined) return;
  const entry = entryOfStep(toldStep(event.signal, event.step));
  if (entry !== null) deskAlerts().happened(entry);
}

/** Tells of trades that come near their stop. Returns what takes an event and what takes changed settings. */
function watchStops(): { readonly onEvent: (event: StreamEvent) => void; readonly onSettings: () => void } {
  // Kept, because storage is not to be asked with every tick.
  let { nearStop } = alertSettings.read();
  let wanted = isWanted(alertSettings.read(), "near-stop");
  const stops = createNearStops({
    signal: (id) => liveStore().state.signals.get(id),
    contract: (id) => liveStore().state.contracts.find((contract) => contract.id === id),
  });
  return {
    onEvent(event) {
      if (event.type === "signal" && event.signal.record.status !== "ACTIVE") stops.forget(event.signal.id);
      if (event.type !== "mfe" || !wanted) return;
      for (const entry of stops.look(event.trades, nearStop)) deskAlerts().happened(entry);
    },
    onSettings() {
      const settings = alertSettings.read();
      const same = JSON.stringify(settings.nearStop) === JSON.stringify(nearStop);
      const asked = isWanted(settings, "near-stop");
      if (!same || asked !== wanted) stops.reset();
      nearStop = settings.nearStop;
      wanted = asked;
    },
  };
}

/**
 * Tells of a feed that stops and comes back. Looked at with every word of the feed, and once a second besides: a connection
 * that is lost sends none, and a page out of view gets no frames.
 * @returns the function that stops watching
 */
function watchFeed(): () => void {
  const watch = createFeedWatch();
  const look = (): void => {
    const { feed } = liveStore().state;
    const view = feedView(feed, liveStore().connection());
    const entry = watch.look(view, feed?.source ?? null, performance.now(), serverNow());
    if (entry !== null) deskAlerts().happened(entry);
  };
  const stops = [liveStore().subscribe("feed", look), liveStore().subscribe("connection", look)];
  const beat = setInterval(look, lookMs);
  return () => {
    for (const stop of stops) stop();
    clearInterval(beat);
  };
}

/** Reads the stored history of the source on screen; a failure is told by the next look, the live part goes on. */
export async function readHistory(signal: AbortSignal): Promise<void> {
  const source = liveStore().state.feed?.source ?? "live";
  const asked = source === "backfill" ? "live" : source;
  const { steps } = await fetchJson<{ readonly steps: readonly ToldStep[] }>(`/api/steps?source=${asked}`, signal);
  deskAlerts().history(steps);
}

/** Begins to watch; returns the function that ends it. */
export function startAlerts(): () => void {
  player = createSoundPlayer();
  const refresh = (): void => deskAlerts().refresh();
  const nearness = watchStops();
  const onEvent = (event: StreamEvent): void => {
    if (event.type === "signal") tellStep(event);
    nearness.onEvent(event);
  };
  const onSettings = (): void => {
    nearness.onSettings();
    refresh();
  };
  const stops = [
    ...[liveStore().onEvent(onEvent), watchFeed()],
    ...[shown.subscribe(refresh), alertSettings.subscribe(onSettings)],
  ];
  return () => {
    for (const stop of stops) stop();
    player?.close();
    player = null;
  };
}
