/**
 * The immediate answer to a delivery: parse result plus checks 1 to 6 as far as they need no tape (methodology 3).
 * Pure. The engine remains the authority: whatever parses as a signal of a known instrument goes to it, also when the answer here
 * is a refusal, because an INVALID_SESSION signal still cancels a pending one (3.3).
 */
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import { lastTradeDate, PRODUCTS, productOf, vendorTicker } from "@/lib/market/contract";
import { isExpired, listedRoot } from "@/lib/market/roll-schedule";
import { newYorkDate, sessionOf } from "@/lib/market/session";
import { normaliseSymbol } from "@/lib/market/symbol";
import type { Contract, EpochMs, Instrument, TradeDate } from "@/lib/market/types";
import { MINUTE_MS } from "@/lib/market/zone";
import { contradicts } from "@/lib/signal/direction";
import { symbolFits } from "@/lib/signal/symbol-match";
import { tradeIdOf } from "@/lib/signal/trade-id";
import type { ParsedDelivery, ParsedSignal } from "@/lib/signal/types";

/** Furthest a candle may open after the receipt, ms; exactly this passes. */
export const FUTURE_MS_MAX = 60_000;

/** Root of an alert that names no symbol (check 2), if such an instrument is recorded. */
const DEFAULT_ROOT = "NQ";

/** What the intake must know of a recorded instrument. */
export interface IntakeInstrument extends Pick<Instrument, "root" | "tradingview"> {
  /** Every ticker that ever stood for a contract of it. */
  readonly tickers: readonly string[];
  /** Its dated contracts: month `YYYY-MM` and last trading day as it holds here (vendor's word, override or rule). */
  readonly contracts: readonly Pick<Contract, "month" | "lastTradeDate">[];
  /** Roots whose alerts run on its tape, its own first: a dated micro contract lives as long as the same month here. */
  readonly roots: readonly string[];
  /** Configuration key sessionFilter as it holds in a market: check 6 is skipped when off. */
  readonly sessionFilter: (market: IntakeMarket) => "enforce" | "off";
  /** Its market hours: template and vendor's days. */
  readonly isOpen: (at: EpochMs) => boolean;
}

/**
 * Which market judges: the instrument's hours; never closed (the simulated exchange); or a recorded day, played by the
 * calendar of replays on contracts that have expired since.
 */
export type IntakeMarket = "live" | "round the clock" | "recorded";

function marketOpen(market: IntakeMarket, instrument: IntakeInstrument, at: EpochMs): boolean {
  if (market === "round the clock") return true;
  return market === "recorded" ? cmeEquityCalendar.isOpen(at) : instrument.isOpen(at);
}

/** What becomes of a delivery at once. Whether its id was known already is decided by the database and overrides all of it. */
export interface Verdict {
  readonly outcome: "accepted" | "stored" | "rejected";
  /** `ACCEPTED`, `STORED` or the reject code of methodology 3. */
  readonly code: string;
  readonly message: string;
  /** Instrument it belongs to; null when it cannot be told. */
  readonly root: string | null;
  /** Derived id (2.3) of a signal that reached check 3; such an id becomes known. */
  readonly tradeId: string | null;
  /** True when the engine is to judge it. */
  readonly forEngine: boolean;
}

/** Instrument a symbol belongs to; a missing symbol means the default one, or the only one. Null = none. */
export function routeSymbol(symbol: string | null, instruments: readonly IntakeInstrument[]): IntakeInstrument | null {
  if (symbol === null) {
    const fallback = instruments.find((instrument) => instrument.root === DEFAULT_ROOT);
    return fallback ?? (instruments.length === 1 ? (instruments[0] ?? null) : null);
  }
  const fits = ({ root, tradingview, tickers }: IntakeInstrument): boolean =>
    symbolFits(symbol, {
      root,
      ticker: root,
      tradingview: [...tradingview, ...tickers],
      tickSize: "1",
      pointValue: "1",
    });
  return instruments.find(fits) ?? null;
}

/** A contract that does not trade any more, and the recorded root its alerts would run on (null: none). */
export interface ExpiredContract {
  readonly ticker: string;
  readonly month: string;
  readonly lastTradeDate: TradeDate;
  readonly root: string | null;
}

/**
 * The dated contract a symbol names, if it does not trade any more at `at` (methodology 10.2, massive-futures-api 5.2).
 * A stored contract ends when its row says so, one without a row on the last trading day of the rule.
 * @returns null when it trades, or when the symbol names no dated contract
 */
export function expiredContract(
  symbol: string | null,
  at: EpochMs,
  instruments: readonly IntakeInstrument[],
): ExpiredContract | null {
  if (symbol === null) return null;
  const own = instruments.filter(({ root }) => productOf(root) === undefined).map(({ root }) => listedRoot(root));
  const named = normaliseSymbol(symbol, { refDate: newYorkDate(at), roots: [...PRODUCTS, ...own] });
  if (!named.ok || named.kind !== "dated") return null;
  const { root, month } = named;
  const host = instruments.find((instrument) => instrument.roots.includes(root));
  const stored = host?.contracts.find((contract) => contract.month === month);
  const last = stored?.lastTradeDate ?? lastTradeDate(listedRoot(root).expiry, month);
  if (!isExpired(last, at)) return null;
  return { ticker: vendorTicker(root, month), month, lastTradeDate: last, root: host?.root ?? null };
}

/**
 * Judges a parsed delivery without a tape.
 * @param receivedAt receipt by the database's clock
 */
export function verdictOf(
  parsed: ParsedDelivery,
  receivedAt: EpochMs,
  instruments: readonly IntakeInstrument[],
  market: IntakeMarket,
): Verdict {
  const nowhere = { root: null, tradeId: null, forEngine: false };
  if (parsed.kind === "bad") return { ...nowhere, outcome: "rejected", code: parsed.code, message: parsed.message };
  const instrument = routeSymbol(parsed.symbol, instruments);
  if (parsed.kind === "telemetry") {
    const message = `${parsed.event} is kept for reconciliation; it moves nothing.`;
    return { ...nowhere, outcome: "stored", code: "STORED", message, root: instrument?.root ?? null };
  }
  const candleAt = Math.floor(parsed.candleAt / MINUTE_MS) * MINUTE_MS;
  if (candleAt - receivedAt > FUTURE_MS_MAX) {
    const message = `The signal candle opens ${candleAt - receivedAt} ms after the receipt; expected at most ${FUTURE_MS_MAX}.`;
    return { ...nowhere, outcome: "rejected", code: "FUTURE_TIME", message };
  }
  const expired = market === "recorded" ? null : expiredContract(parsed.symbol, receivedAt, instruments);
  if (expired !== null) {
    const { ticker, month, lastTradeDate: last } = expired;
    const message = `${ticker} of ${month} stopped trading on ${last}; expected a contract that trades.`;
    return { ...nowhere, outcome: "rejected", code: "EXPIRED_CONTRACT", message, root: expired.root };
  }
  if (instrument === null) {
    const expected = instruments.map((one) => one.root).join(", ") || "an instrument to be recorded first";
    return {
      ...nowhere,
      outcome: "rejected",
      code: "WRONG_SYMBOL",
      message: `No instrument has this symbol; expected ${expected}.`,
    };
  }
  const tradeId = tradeIdOf(candleAt, parsed.direction);
  const common = { root: instrument.root, tradeId, forEngine: true };
  const refusal = refusalOf(parsed, candleAt, instrument, market);
  if (refusal !== null) return { ...common, outcome: "rejected", ...refusal };
  return {
    ...common,
    outcome: "accepted",
    code: "ACCEPTED",
    message: `Signal ${tradeId} goes to the engine of ${instrument.root}.`,
  };
}

/** Checks 4 to 6. */
function refusalOf(
  signal: ParsedSignal,
  candleAt: EpochMs,
  instrument: IntakeInstrument,
  market: IntakeMarket,
): { code: string; message: string } | null {
  const { m1, trendRegime, fvgBias } = signal.biases;
  if (contradicts([m1, trendRegime, fvgBias], signal.direction))
    return { code: "BIAS_MISMATCH", message: `The message's own 1-minute bias contradicts ${signal.direction}.` };
  if (!marketOpen(market, instrument, candleAt)) {
    return { code: "MARKET_CLOSED", message: "The market is closed at the open of the signal candle." };
  }
  if (instrument.sessionFilter(market) === "enforce" && sessionOf(candleAt) === "INVALID") {
    return {
      code: "INVALID_SESSION",
      message: "The signal candle opens between 16:00 and 20:00 New York, outside every session.",
    };
  }
  return null;
}
