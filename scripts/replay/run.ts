/**
 * Runs the live engine over recorded ticks and alerts; the clock is the data's (replay format).
 */
import { SeriesEngine } from "@/lib/engine/series-engine";
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import { parseAlert } from "@/lib/signal/alert";
import type { ReplayOptions } from "./options";
import { readAlerts } from "./signal-file";
import { fileBytes, TickParser } from "./tick-file";

/** Accepted ticks kept for late alerts: all of any recorded month. */
const REPLAY_TICKS_MAX = 200_000_000;
/** Candles kept: all minutes of nineteen years. */
const REPLAY_CANDLES_MAX = 10_000_000;
const PROGRESS_ROWS = 1_000_000;

/** Replays the files of the options and returns the engine at the end of the input. */
export async function runReplay(options: ReplayOptions, progress: (line: string) => void): Promise<SeriesEngine> {
  const alerts = await readAlerts(options.signals);
  const engine = new SeriesEngine({
    instrument: options.instrument,
    rules: options.rules,
    calendar: cmeEquityCalendar,
    tapeTicksMax: REPLAY_TICKS_MAX,
    candlesMax: REPLAY_CANDLES_MAX,
  });
  let nextAlert = 0;
  let nextAlertAt = alerts[0]?.receivedAt ?? Number.POSITIVE_INFINITY;

  function deliverBefore(at: number): void {
    while (nextAlertAt < at) {
      const alert = alerts[nextAlert];
      if (alert === undefined) return;
      engine.deliver({ receivedAt: alert.receivedAt, deliveryId: nextAlert, alert: parseAlert(alert.body) });
      nextAlert += 1;
      nextAlertAt = alerts[nextAlert]?.receivedAt ?? Number.POSITIVE_INFINITY;
    }
  }

  let reported = 0;
  const parser = new TickParser(options.ticks, engine.config.scale, (at, price, size, sequence, row) => {
    if (nextAlertAt < at) deliverBefore(at);
    engine.tick(at, price, size, sequence, row);
  });
  for await (const chunk of fileBytes(options.ticks)) {
    parser.write(chunk);
    // Facts are for stores and screens; a replay only reads the records at the end.
    engine.drain();
    if (engine.counters.read - reported >= PROGRESS_ROWS) {
      reported = engine.counters.read;
      progress(`replay: ${reported} ticks, ${nextAlert} of ${alerts.length} alerts`);
    }
  }
  parser.end();
  deliverBefore(Number.POSITIVE_INFINITY);
  engine.finish();
  engine.drain();
  return engine;
}
