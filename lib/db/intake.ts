/**
 * The way of an alert from raw body to stored delivery: who sent it, what it says, the stateless checks, one insert.
 * Used by the webhook route for what comes in and by whoever drains the disk inbox for what waited there.
 * Knows no HTTP. Everything throws when Postgres does not answer; the caller then keeps the body on disk.
 */
import { pool } from "@/lib/db/client";
import { rehearseDelivery, type StoredDelivery, storeDelivery } from "@/lib/db/deliveries";
import { hoursColumns, hoursJoin, storedHours } from "@/lib/db/market-hours";
import { inTransaction, isTransient } from "@/lib/db/transaction";
import { findCaller } from "@/lib/db/webhooks";
import { env } from "@/lib/env";
import type { DrainReport, Inbox, InboxRecord } from "@/lib/inbox";
import { calendarOf } from "@/lib/market/hours";
import { priceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";
import { parseAlert } from "@/lib/signal/alert";
import { type IntakeInstrument, type IntakeMarket, type Verdict, verdictOf } from "@/lib/signal/alert-verdict";
import { marketOverrides, resolveRules } from "@/lib/signal/config";
import type { ParsedDelivery } from "@/lib/signal/types";

/** How long the list of instruments is believed, ms. */
const INSTRUMENTS_MS_MAX = 5_000;
/** Advisory lock that lets one process drain at a time: "inbox" in ASCII. */
const DRAIN_LOCK = 452_857_488_760;

/** A body and where it came from; `receivedAt` is set only for alerts that waited on disk. */
export interface IncomingAlert extends Omit<InboxRecord, "receivedAt"> {
  readonly receivedAt: EpochMs | null;
}

/** Null source: the token is unknown and nothing was stored. */
export type Taken =
  | { readonly source: null }
  | { readonly source: { readonly name: string }; readonly delivery: StoredDelivery };

let instruments: { readonly readAt: EpochMs; readonly list: readonly IntakeInstrument[] } | undefined;

/**
 * Takes one alert.
 * An unknown token costs the same work as a known one, up to the insert, which is taken back.
 */
export async function takeAlert(alert: IncomingAlert): Promise<Taken> {
  const { source, now } = await findCaller(alert.tokenHash);
  const receivedAt = alert.receivedAt ?? now;
  const parsed = parseAlert(alert.body);
  // As the worker judges it: the simulated exchange never closes.
  const simulated = source?.simulated === true || env().FEED_SOURCE === "simulated";
  const verdict = verdictOf(parsed, receivedAt, await knownInstruments(now), marketOf(simulated));
  const { contentType, body, bodyHash, remote } = alert;
  const judged = { sourceId: source?.id ?? null, receivedAt, contentType, body, bodyHash, remote, parsed, verdict };
  if (source !== null) return { source, delivery: await storeDelivery(judged) };
  await rehearseDelivery(judged);
  return { source: null };
}

/** What a body would do, step by step. Nothing is stored and no id becomes known. */
export interface Explained {
  readonly parsed: ParsedDelivery;
  readonly verdict: Verdict;
  /** The contract in front at that instant, null when the root has none. */
  readonly contract: string | null;
  /** True when a signal of this id is known already: it would be a duplicate. */
  readonly known: boolean;
}

/** Judges a pasted body as if it came in now. Reads only. */
export async function explainAlert(body: string): Promise<Explained> {
  const { rows } = await pool().query<{ now: string }>(
    "SELECT round(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now",
  );
  const now = Number(rows[0]?.now);
  const parsed = parseAlert(body);
  const simulated = env().FEED_SOURCE === "simulated";
  const verdict = verdictOf(parsed, now, await readInstruments(), marketOf(simulated));
  const found = await pool().query<{ ticker: string | null; known: boolean }>(
    `SELECT (SELECT ticker FROM front_contracts AS front JOIN contracts ON contracts.id = front.contract_id
          WHERE front.root = $1 AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())) AS ticker,
        EXISTS (SELECT 1 FROM signal_ids WHERE root = $1 AND trade_id = $2) AS known`,
    [verdict.root, verdict.tradeId],
  );
  return { parsed, verdict, contract: found.rows[0]?.ticker ?? null, known: found.rows[0]?.known ?? false };
}

/**
 * Takes what waits on disk, oldest first. Alerts whose token turns out to be unknown are dropped and counted.
 * @returns null when another process is at it
 */
export async function drainInbox(inbox: Inbox): Promise<(DrainReport & { readonly refused: number }) | null> {
  if ((await inbox.size()) === 0) return { applied: 0, bad: [], refused: 0 };
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ held: boolean }>("SELECT pg_try_advisory_xact_lock($1::bigint) AS held", [
      DRAIN_LOCK,
    ]);
    if (rows[0]?.held !== true) return null;
    let refused = 0;
    const report = await inbox.drain(async (record) => {
      try {
        if ((await takeAlert(record)).source === null) refused += 1;
        return true;
      } catch (error) {
        // What Postgres refuses for what it is must not hold up the alerts behind it.
        if (isTransient(error)) throw error;
        return false;
      }
    });
    return { ...report, refused };
  });
}

async function knownInstruments(now: EpochMs): Promise<readonly IntakeInstrument[]> {
  const age = instruments === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - instruments.readAt);
  if (instruments === undefined || age > INSTRUMENTS_MS_MAX) {
    instruments = { readAt: now, list: await readInstruments() };
  }
  return instruments.list;
}

async function readInstruments(): Promise<IntakeInstrument[]> {
  const { rows } = await pool().query<{
    root: string;
    tick_size: string;
    tradingview: string[];
    profile: "spec" | "indicator";
    config: Readonly<Record<string, unknown>>;
    contracts: { ticker: string; month: string; lastTradeDate: string }[];
    template: unknown;
    days: unknown;
  }>({
    name: "intake-instruments",
    text: `SELECT root, trim_scale(tick_size)::text AS tick_size, tradingview, profile, config,
        coalesce((SELECT json_agg(json_build_object('ticker', ticker, 'month', month,
            'lastTradeDate', last_trade_date)) FROM contracts
          WHERE contracts.root = instruments.root), '[]') AS contracts, ${hoursColumns}
      FROM instruments ${hoursJoin} WHERE active ORDER BY root`,
  });
  return rows.map(({ root, tick_size, tradingview, profile, config, contracts, template, days }) => {
    const roots = [root, ...guests(root, tradingview)];
    const tickers = contracts.flatMap(({ ticker, month }) => {
      return roots.flatMap((guest) => spellings(guest, guest + ticker.slice(root.length), month));
    });
    const sessionFilter = (market: IntakeMarket): "enforce" | "off" => {
      const overrides = marketOverrides(market === "round the clock", config);
      const rules = resolveRules(profile, overrides, priceScale(tick_size));
      return rules.ok ? rules.rules.values.sessionFilter : "enforce";
    };
    const { isOpen } = calendarOf(storedHours(template, days));
    return { root, tradingview, tickers, roots, contracts, sessionFilter, isOpen };
  });
}

/** The market the worker judges by (worker/hours.ts, worker/desk.ts): a recorded day is played on the calendar of replays. */
function marketOf(simulated: boolean): IntakeMarket {
  if (simulated) return "round the clock";
  return env().FEED_SOURCE === "replay" ? "recorded" : "live";
}

/** Roots whose continuous spelling leads here, e.g. MNQ to NQ: their dated contracts do as well. */
function guests(root: string, tradingview: readonly string[]): string[] {
  const named = tradingview.flatMap((alias) => /(?:^|:)([A-Z][A-Z0-9]{0,4})1!$/i.exec(alias)?.[1]?.toUpperCase() ?? []);
  return [...new Set(named)].filter((guest) => guest !== root);
}

/** `NQZ6` with the years TradingView writes: `NQZ6`, `NQZ26`, `NQZ2026`. */
function spellings(root: string, ticker: string, month: string): string[] {
  const letter = ticker.slice(root.length, root.length + 1);
  const year = month.slice(0, 4);
  return [ticker, `${root}${letter}${year.slice(2)}`, `${root}${letter}${year}`];
}
