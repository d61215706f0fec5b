/**
 * A market of one contract with many open trades, for the browser's benchmark: prices wander round a mean, every tick runs
 * through the engine's own tick algorithm, and what it does goes out through the real hub. A trade that is stopped out is
 * replaced, so the number of open ones stays and finished ones keep coming.
 */
import type { SignalRecord } from "@/lib/engine/types";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { MINUTE_MS } from "@/lib/market/zone";
import type { CandleReading, ContractView, MfeReading, SignalView, TickerReading } from "@/lib/stream/events";
import { tradeRecord } from "@/lib/trade/record";
import { applyTick, isOpen, openTrade, priceAt, type Trade } from "@/lib/trade/trade";
import { record } from "@/scripts/testing/records";
import type { Hub } from "@/worker/hub/hub";

/** Where prices wander round, and how strongly they are drawn back to it. */
const mean = 100_000;
const pull = 0.0004;
const stepMax = 6;
/** Risk of the trades, ticks: far enough that few are stopped in a minute. */
const riskMin = 160;
const riskSpan = 800;

interface Followed {
  readonly id: string;
  readonly signal: SignalRecord;
  trade: Trade;
}

export class MarketPlayer {
  private price: Ticks = mean;
  private made = 0;
  private candle: CandleReading | null = null;
  private readonly open = new Map<string, Followed>();
  private readonly hub: Hub;
  private readonly contract: ContractView;
  private readonly random: () => number;

  constructor(hub: Hub, contract: ContractView, random: () => number) {
    this.hub = hub;
    this.contract = contract;
    this.random = random;
    hub.publish([{ type: "contracts", contracts: [contract] }]);
  }

  /** Opens trades until there are `count`. */
  fill(count: number, now: EpochMs): void {
    while (this.open.size < count) this.openOne(now);
  }

  /** One trade print: price, candle and every trade move; what changed is published. */
  tick(now: EpochMs): void {
    this.price += Math.round((mean - this.price) * pull + (this.random() * 2 - 1) * stepMax);
    const wanted = this.open.size;
    const readings: MfeReading[] = [];
    for (const followed of [...this.open.values()]) {
      const changes = applyTick(followed.trade, this.price, now);
      if (changes.length > 0) this.publish(followed, changes.at(-1)?.type ?? "CHANGED");
      if (isOpen(followed.trade)) readings.push(reading(followed));
      else this.open.delete(followed.id);
    }
    this.hub.reading({ type: "ticker", tickers: [this.ticker(now)] });
    this.hub.reading({ type: "candle", candles: [this.moveCandle(now)] });
    this.hub.reading({ type: "mfe", trades: readings });
    this.fill(wanted, now);
  }

  private openOne(now: EpochMs): void {
    this.made += 1;
    const direction = this.random() < 0.5 ? "bullish" : "bearish";
    const risk = riskMin + Math.floor(this.random() * riskSpan);
    const rule = { triggerNumerator: 1, triggerDenominator: 1, offsetTicks: 0 };
    const trade = openTrade(direction, { at: now, price: this.price, ref: this.made }, risk, rule);
    const signal = record(0, {
      tradeId: `BENCH_${this.made}`,
      direction,
      status: "ACTIVE",
      signalCandleAt: now - (now % MINUTE_MS) - MINUTE_MS,
      receivedAt: now,
      stopLoss: priceAt(trade, -risk),
      checks: [],
      flags: [],
    });
    const followed = { id: `${this.contract.ticker}.${signal.tradeId}`, signal, trade };
    this.open.set(followed.id, followed);
    this.publish(followed, "ENTRY");
  }

  private publish(followed: Followed, event: string): void {
    const status = isOpen(followed.trade) ? "ACTIVE" : "CLOSED";
    const signal: SignalView = {
      id: followed.id,
      contractId: this.contract.id,
      root: this.contract.root,
      ticker: this.contract.ticker,
      source: "simulated",
      record: { ...followed.signal, status, trade: tradeRecord(followed.trade) },
    };
    this.hub.publish([{ type: "signal", signal, event }]);
  }

  private ticker(now: EpochMs): TickerReading {
    const { price } = this;
    return {
      ...{ contractId: this.contract.id, last: price, arrow: price % 2 === 0 ? 1 : -1, lastSize: 1, lastAt: now },
      ...{ bid: price - 1, bidSize: 4, ask: price + 1, askSize: 6, quoteAt: now, tradeDate: null },
      ...{ open: mean, high: mean + 900, low: mean - 900, volume: 1, trades: 1, reference: mean },
      ...{ referenceKind: "settlement", feedLatencyMs: 1, source: "simulated" },
    };
  }

  private moveCandle(now: EpochMs): CandleReading {
    const openAt = now - (now % MINUTE_MS);
    const { price } = this;
    const before = this.candle;
    if (before === null || before.openAt !== openAt) {
      if (before !== null) this.hub.publish([{ type: "candle.closed", candle: before, corrected: false }]);
      const fresh = { open: price, high: price, low: price, close: price, volume: 1, trades: 1, complete: true };
      this.candle = { contractId: this.contract.id, openAt, ...fresh };
      return this.candle;
    }
    this.candle = {
      ...before,
      high: Math.max(before.high, price),
      low: Math.min(before.low, price),
      close: price,
      volume: before.volume + 1,
      trades: before.trades + 1,
    };
    return this.candle;
  }
}

function reading({ id, trade }: Followed): MfeReading {
  const { highest, lowest, beMfe, noBeMfe, mae } = tradeRecord(trade);
  return { id, last: trade.lastPrice, lastAt: trade.lastAt, highest, lowest, beMfe, noBeMfe, mae };
}
