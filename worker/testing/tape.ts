/**
 * A made-up recorded session for tests: a lively random walk and the alerts of an indicator that fires often, so that
 * signals are confirmed, cancelled, entered, stopped and broken even within hours. Everything follows from one seed.
 */

/** One recorded trade. Price as decimal text of a 0.25 grid. */
export interface TapeTrade {
  readonly at: number;
  readonly price: string;
  readonly size: number;
}

/** One alert as TradingView would have posted it. */
export interface TapeAlert {
  readonly receivedAt: number;
  readonly body: string;
}

export interface Session {
  readonly trades: readonly TapeTrade[];
  readonly alerts: readonly TapeAlert[];
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Wednesday 2026-11-18, 10:00 New York: a plain trading day. */
export const sessionStart = Date.UTC(2026, 10, 18, 15, 0, 0);
const minuteMs = 60_000;

/** A session of `minutes` with about `perMinute` trades a minute. */
export function makeSession(seed: number, minutes: number, perMinute: number): Session {
  const random = seeded(seed);
  const trades: TapeTrade[] = [];
  const alerts: TapeAlert[] = [];
  let ticks = 84_000;
  let drift = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    const openAt = sessionStart + minute * minuteMs;
    if (random() < 0.3) drift = (random() - 0.5) * 1.2;
    let at = openAt;
    for (let n = 0; n < perMinute; n += 1) {
      // Sometimes several trades in one millisecond, sometimes seconds of nothing.
      at += random() < 0.2 ? 0 : Math.floor((random() * 2 * minuteMs) / perMinute);
      if (at >= openAt + minuteMs) break;
      ticks += Math.round((random() - 0.5) * 5 + drift);
      trades.push({ at, price: (ticks / 4).toFixed(2), size: Math.floor(random() * 8) });
    }
    if (minute > 1 && random() < 0.45) {
      const bias = random() < 0.5 ? "Bullish" : "Bearish";
      const body = `SIGNAL:${bias}:${(ticks / 4).toFixed(2)}:75:5M:${bias}:FVG:${openAt}`;
      const receivedAt = openAt + minuteMs + Math.floor(random() * 4000);
      alerts.push({ receivedAt, body });
      if (random() < 0.2) alerts.push({ receivedAt: receivedAt + 7000, body });
    }
  }
  const last = trades.at(-1);
  const lastAt = last === undefined ? sessionStart : last.at;
  const inTime = alerts.filter((alert) => alert.receivedAt < lastAt - minuteMs);
  return { trades, alerts: inTime.sort((a, b) => a.receivedAt - b.receivedAt) };
}

/** The trades as the recorded file of the replay format. */
export function ticksCsv(session: Session): string {
  const rows = session.trades.map(({ at, price, size }, index) => `${at},${price},${size},${index + 1}`);
  return `timestamp_ms,price,size,sequence\n${rows.join("\n")}\n`;
}

/** The alerts as the signals file of the replay format. */
export function signalsJsonl(session: Session): string {
  return session.alerts
    .map(({ receivedAt, body }) => `${JSON.stringify({ received_at_ms: receivedAt, body })}\n`)
    .join("");
}

/** The instrument file of the replay format. */
export const instrumentJson = JSON.stringify({
  root: "NQ",
  ticker: "NQZ6",
  tick_size: "0.25",
  point_value: "20",
  tradingview: ["NQ1!"],
});

/** Small distances, so that much happens in little time. */
export const liveConfig = { stopBufferPoints: "2.5", staleThresholdPoints: "2" } as const;
