/**
 * The mapping as people look at it: every root with its spellings, its front contracts over time, what is missing in
 * them, and the rolls to come. Reads only; the rules are lib/market's.
 */
import { pool } from "@/lib/db/client";
import { epochMs } from "@/lib/db/columns";
import { readDailyVolumes } from "@/lib/db/contracts";
import { readRollRule, type StoredRollRule } from "@/lib/market/roll-rule";
import { type ComingRoll, comingRolls, isExpired, listedRoot, reminderMs } from "@/lib/market/roll-schedule";
import { newYorkDate } from "@/lib/market/session";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import type { ProfileName } from "@/lib/signal/config";

/** Volumes older than this decide no roll any more. */
const volumeSpanMs = 30 * 24 * 60 * 60_000;
/** Rolls of the past shown per root. */
const rollsShownMax = 5;

/** A span in which a contract is in front. */
export interface FrontSpan {
  readonly ticker: string;
  readonly month: string;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}

/** A dated contract with what the vendor, the rule and an admin say of its end. */
export interface MappedContract {
  readonly id: number;
  readonly ticker: string;
  readonly month: string;
  readonly lastTradeDate: TradeDate;
  readonly vendorLastTradeDate: TradeDate | null;
  readonly vendorFetchedAt: EpochMs | null;
  readonly overrideLastTradeDate: TradeDate | null;
  readonly overrideReason: string | null;
  readonly expired: boolean;
}

/** A roll in the book. */
export interface BookedRoll {
  readonly id: number;
  readonly from: string | null;
  readonly to: string;
  readonly at: EpochMs;
  readonly by: string;
  readonly kind: "rule" | "person";
  readonly undone: boolean;
  /** It has not taken effect and can be undone. */
  readonly pending: boolean;
  /** The earlier contract, while it still trades: the way back after the roll has taken effect. */
  readonly wayBack: string | null;
}

export interface MappedRoot {
  readonly root: string;
  readonly name: string;
  readonly venue: string;
  readonly currency: string;
  readonly tickSize: string;
  readonly pointValue: string;
  readonly active: boolean;
  readonly profile: ProfileName;
  readonly config: Readonly<Record<string, unknown>>;
  readonly sessionTemplate: string;
  readonly rollRule: StoredRollRule;
  readonly aliases: readonly string[];
  readonly front: FrontSpan | null;
  readonly fronts: readonly FrontSpan[];
  /** Spans since the first front contract, up to now, in which the root meant nothing; the last one may be open. */
  readonly gaps: readonly { readonly from: EpochMs; readonly to: EpochMs | null }[];
  readonly contracts: readonly MappedContract[];
  readonly coming: readonly ComingRoll[];
  readonly rolls: readonly BookedRoll[];
}

/** Spans between front contracts in which a root means none, up to `now`; pure. */
export function gapsOf(fronts: readonly FrontSpan[], now: EpochMs): { from: EpochMs; to: EpochMs | null }[] {
  const gaps: { from: EpochMs; to: EpochMs | null }[] = [];
  fronts.forEach((front, index) => {
    const next = fronts[index + 1];
    if (front.to === null || front.to > now) return;
    if (next === undefined) gaps.push({ from: front.to, to: null });
    else if (next.from > front.to) gaps.push({ from: front.to, to: next.from });
  });
  return gaps;
}

interface InstrumentSql {
  root: string;
  name: string;
  venue: string;
  currency: string;
  tickSize: string;
  pointValue: string;
  active: boolean;
  profile: ProfileName;
  config: Record<string, unknown>;
  sessionTemplate: string;
  rule: unknown;
  aliases: string[];
}

/** Every root of the desk, those with a tape of their own first. */
export async function readMapping(now: EpochMs): Promise<MappedRoot[]> {
  const [{ rows }, fronts, contracts, rolls] = await Promise.all([
    pool().query<InstrumentSql>(
      `SELECT root, name, venue, currency, trim_scale(tick_size)::text AS "tickSize",
          trim_scale(point_value)::text AS "pointValue", active, profile, config,
          session_template AS "sessionTemplate", roll_rule AS rule, tradingview AS aliases
        FROM instruments ORDER BY active DESC, root`,
    ),
    readFrontSpans(),
    readContracts(now),
    readRolls(now),
  ]);
  const mapped: MappedRoot[] = [];
  for (const { rule, ...row } of rows) {
    const own = fronts.filter((front) => front.root === row.root);
    const front = own.find((span) => span.from <= now && (span.to === null || span.to > now)) ?? null;
    const rollRule = readRollRule(rule);
    const volumes = row.active ? await readDailyVolumes(row.root, now - volumeSpanMs) : [];
    const month = front?.month ?? newYorkDate(now).slice(0, 7);
    mapped.push({
      ...row,
      rollRule,
      front,
      fronts: own,
      gaps: gapsOf(own, now),
      contracts: contracts.filter((contract) => contract.root === row.root),
      coming: row.active && front !== null ? comingRolls(listedRoot(row.root), month, rollRule, volumes) : [],
      rolls: rolls.filter((roll) => roll.root === row.root).slice(0, rollsShownMax),
    });
  }
  return mapped;
}

async function readFrontSpans(): Promise<(FrontSpan & { root: string })[]> {
  const { rows } = await pool().query<{ root: string; ticker: string; month: string; from: string; to: string | null }>(
    `SELECT front.root, ticker, month, ${epochMs("valid_from")} AS from, ${epochMs("valid_to")} AS to
      FROM front_contracts AS front JOIN contracts ON contracts.id = front.contract_id ORDER BY valid_from`,
  );
  return rows.map((row) => ({ ...row, from: Number(row.from), to: row.to === null ? null : Number(row.to) }));
}

async function readContracts(now: EpochMs): Promise<(MappedContract & { root: string })[]> {
  const { rows } = await pool().query<
    Omit<MappedContract, "vendorFetchedAt" | "expired"> & { root: string; fetched: string | null }
  >(
    `SELECT id, root, ticker, month, last_trade_date AS "lastTradeDate", vendor_last_trade_date AS "vendorLastTradeDate",
        ${epochMs("vendor_fetched_at")} AS fetched, override_last_trade_date AS "overrideLastTradeDate",
        override_reason AS "overrideReason" FROM contracts ORDER BY root, month`,
  );
  return rows.map(({ fetched, ...row }) => ({
    ...row,
    vendorFetchedAt: fetched === null ? null : Number(fetched),
    expired: isExpired(row.lastTradeDate, now),
  }));
}

async function readRolls(now: EpochMs): Promise<(BookedRoll & { root: string })[]> {
  const { rows } = await pool().query<
    Omit<BookedRoll, "at" | "pending" | "wayBack"> & {
      root: string;
      at: string;
      last: TradeDate | null;
      latest: boolean;
    }
  >(
    `SELECT rolls.id, rolls.root, old.ticker AS from, new.ticker AS to, ${epochMs("at")} AS at, created_by AS by, kind,
        undone_at IS NOT NULL AS undone, old.last_trade_date AS last,
        NOT EXISTS (SELECT 1 FROM rolls AS later WHERE later.root = rolls.root AND later.id > rolls.id
          AND later.undone_at IS NULL) AS latest
      FROM rolls JOIN contracts AS new ON new.id = to_contract_id
      LEFT JOIN contracts AS old ON old.id = from_contract_id ORDER BY rolls.id DESC`,
  );
  return rows.map(({ last, latest, at, ...row }) => {
    const pending = Number(at) > now && !row.undone;
    const open = !pending && !row.undone && latest && row.from !== null && row.from !== row.to;
    const wayBack = open && last !== null && !isExpired(last, now) ? row.from : null;
    return { ...row, at: Number(at), pending, wayBack };
  });
}

/** A coming roll that the frame calls to mind. */
export interface RollReminder {
  readonly root: string;
  readonly ticker: string;
  readonly at: EpochMs;
}

/** Rolls of active roots within the next ten days, the soonest first. */
export async function readReminders(now: EpochMs): Promise<RollReminder[]> {
  const { rows } = await pool().query<{ root: string; ticker: string; at: string }>(
    `SELECT front.root, ticker, ${epochMs("valid_to")} AS at
      FROM front_contracts AS front JOIN contracts ON contracts.id = front.contract_id
      JOIN instruments ON instruments.root = front.root
      WHERE active AND valid_from <= to_timestamp($1::double precision / 1000)
        AND valid_to > to_timestamp($1::double precision / 1000)
        AND valid_to <= to_timestamp(($1::double precision + $2) / 1000) ORDER BY valid_to, front.root`,
    [now, reminderMs],
  );
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}
