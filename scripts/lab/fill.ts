/**
 * Fills a database with what the engine decided over made-up seasons: signals, trades, their events, and reviews of some.
 * Every row is marked simulated and lies in contracts of 2012 to 2015, far from any live date.
 */

import { pool } from "@/lib/db/client";
import { ensureContract, seedInstruments } from "@/lib/db/contracts";
import { insertEvents, upsertSignals } from "@/lib/db/signals";
import { inTransaction } from "@/lib/db/transaction";
import { ENGINE_VERSION } from "@/lib/engine/series-engine";
import { lastTradeDate, PRODUCTS, type Product, thirdFriday, vendorTicker } from "@/lib/market/contract";
import { priceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";
import { DAY_MS, fromWall, NEW_YORK, pad2 } from "@/lib/market/zone";
import { writeReviews } from "@/scripts/lab/reviews";
import { runSeason } from "@/scripts/lab/season";
import { defaultInstruments } from "@/worker/roster";
import { Rng } from "@/worker/simulator/rng";

export interface FillOrder {
  readonly signals: number;
  readonly trades: number;
  readonly seed: number;
  /** Told after each season. */
  readonly progress: (line: string) => void;
}

/** Where each product starts, in points: about where they are today, so that distances look familiar. */
const startPoints: Readonly<Record<string, number>> = { NQ: 21_000, ES: 6_000, YM: 42_000, RTY: 2_300 };
const firstYear = 2012;
const lastYear = 2015;
const quarterMonths = [3, 6, 9, 12];
/** A season ends this many days before the third Friday, when the desk rolls. */
const ROLL_DAYS = 8;
const SEASON_DAYS = 91;
/** Signals a season can give without the days looking alike. */
const SEASON_SIGNALS = 1_600;
/** Signals written in one transaction. */
const WRITE_SIGNALS_MAX = 1_000;

interface Season {
  readonly product: Product;
  readonly month: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** All seasons there are, earliest first. */
function allSeasons(): Season[] {
  const products = PRODUCTS.filter(({ root }) => root in startPoints);
  const seasons: Season[] = [];
  for (let year = firstYear; year <= lastYear; year += 1) {
    for (const month of quarterMonths.map((number) => `${year}-${pad2(number)}`)) {
      const endDay = thirdFriday(month) - ROLL_DAYS;
      const until = fromWall(NEW_YORK, endDay, 0);
      for (const product of products) seasons.push({ product, month, from: until - SEASON_DAYS * DAY_MS, until });
    }
  }
  return seasons;
}

/** Whether rows would mix with what a live feed has brought. */
export async function hasLiveRows(): Promise<boolean> {
  const { rows } = await pool().query<{ found: boolean }>(
    "SELECT EXISTS (SELECT 1 FROM signals WHERE source IN ('live', 'delayed')) AS found",
  );
  return rows[0]?.found === true;
}

/** Fills the database. Throws when the seasons cannot give as many. */
export async function fillLab({ signals, trades, seed, progress }: FillOrder): Promise<void> {
  await seedInstruments(defaultInstruments());
  const available = allSeasons();
  const count = Math.min(available.length, Math.max(4, Math.ceil(signals / SEASON_SIGNALS / 4) * 4));
  // The newest ones, so that a smaller fill is a shorter stretch of time and not a thinner one.
  const seasons = available.slice(-count);
  const rng = new Rng(seed);
  let left = { traded: trades, untraded: signals - trades };
  let ticks = 0;
  for (const [index, season] of seasons.entries()) {
    const share = (total: number) => Math.ceil(total / (seasons.length - index));
    const wanted = { traded: share(left.traded), untraded: share(left.untraded) };
    const made = await fillSeason(season, wanted, rng);
    left = { traded: left.traded - made.traded, untraded: left.untraded - made.untraded };
    ticks += made.ticks;
    const rest = left.traded + left.untraded;
    progress(`${season.product.root} ${season.month}: ${signals - rest} of ${signals} signals, ${ticks} ticks`);
  }
  if (left.traded + left.untraded > 0) {
    throw new Error(
      `expected ${signals} signals with ${trades} trades; ${left.traded} traded and ${left.untraded} other ones did not come`,
    );
  }
  progress(`${await writeReviews(rng)} reviews`);
  await pool().query("ANALYZE signals, trades, trade_events, reviews, review_versions, lab_entries");
}

async function fillSeason(
  { product, month, from, until }: Season,
  wanted: { readonly traded: number; readonly untraded: number },
  rng: Rng,
): Promise<{ traded: number; untraded: number; ticks: number }> {
  const { root, tickSize, pointValue } = product;
  const ticker = vendorTicker(root, month);
  const dated = { root, ticker, month, lastTradeDate: lastTradeDate(product.expiry, month) };
  const contract = await inTransaction((connection) => ensureContract(connection, dated));
  const scale = priceScale(tickSize);
  const swing = 0.9 + 0.2 * rng.uniform();
  const startPrice = Math.round(((startPoints[root] ?? 0) * swing) / Number(tickSize));
  const season = runSeason(
    {
      ...{ from, until, startPrice, ...wanted },
      instrument: { root, ticker, tickSize, pointValue, tradingview: [`${root}1!`] },
      series: {
        ...{ contractId: contract.id, root, ticker, scale, source: "simulated", profile: "spec" },
        engineVersion: ENGINE_VERSION,
      },
    },
    rng,
  );
  for (let first = 0; first < season.signals.length; first += WRITE_SIGNALS_MAX) {
    const part = season.signals.slice(first, first + WRITE_SIGNALS_MAX);
    const ids = new Set(part.map(({ fact }) => fact.record.tradeId));
    await inTransaction(async (connection) => {
      await upsertSignals(connection, part);
      await insertEvents(
        connection,
        season.events.filter(({ fact }) => ids.has(fact.tradeId)),
      );
    });
  }
  const traded = season.signals.filter(({ fact }) => fact.record.trade !== null).length;
  return { traded, untraded: season.signals.length - traded, ticks: season.ticks };
}
