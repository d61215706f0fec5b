/**
 * Rolls by a person: planned, applied in one transaction with its audit entry, undone before they take effect.
 * A roll only says what a root means from an instant on: it renames nothing, moves no price and closes no trade
 * (methodology 10). Refusals are values with the field at fault.
 */
import { type Actor, actorName, audit } from "@/lib/db/audit";
import { epochMs, instant } from "@/lib/db/columns";
import { ensureContract, type NewContract } from "@/lib/db/contracts";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import { etStamp } from "@/lib/format/time";
import { PRODUCTS, lastTradeDate as ruleLastTradeDate, vendorTicker } from "@/lib/market/contract";
import { rollAt } from "@/lib/market/roll";
import { readRollRule, withVolumes } from "@/lib/market/roll-rule";
import { comingRolls, finalInstant, frontUntil, isExpired, listedRoot } from "@/lib/market/roll-schedule";
import { newYorkDate } from "@/lib/market/session";
import { normaliseSymbol } from "@/lib/market/symbol";
import type { EpochMs, TradeDate } from "@/lib/market/types";

/** "Now" is this much later: time for the worker to subscribe, so that no alert falls between two contracts. */
export const applyLeadMs = 2_000;
/** Furthest a roll can be set ahead. */
export const aheadMsMax = 400 * 24 * 60 * 60_000;
/** Contract months beyond the front one that are known without the vendor's list: two years of quarters. */
const monthsAhead = 8;

/** Who changes something, and from where. */
export interface Author {
  readonly actor: Actor;
  readonly ip?: string | null;
  readonly userAgent?: string | null;
}

/** What is asked for. */
export interface RollRequest {
  readonly root: string;
  /** Contract in any spelling, e.g. `NQH7`. */
  readonly contract: string;
  /** Null means now. */
  readonly at: EpochMs | null;
}

/** A change the rules refuse; `field` is where the form shows it. */
export interface Refusal {
  readonly ok: false;
  readonly field: string;
  readonly message: string;
}

interface StoredFront {
  readonly id: number;
  readonly contractId: number;
  readonly ticker: string;
  readonly month: string;
  readonly lastTradeDate: TradeDate;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs | null;
}

/** A roll that may be applied. */
export interface RollPlan {
  readonly ok: true;
  readonly root: string;
  /** The contract in front until then; null when the root has none. */
  readonly from: StoredFront | null;
  /** Id is null while the contract has no row. */
  readonly to: NewContract & { readonly id: number | null };
  readonly at: EpochMs;
  /** Until when the new one stays in front: its own roll by the rule, at the latest its end. */
  readonly until: EpochMs;
}

const refuse = (field: string, message: string): Refusal => ({ ok: false, field, message });

/** The database's clock. */
async function readNow(connection: Pick<Connection, "query">): Promise<EpochMs> {
  const { rows } = await connection.query<{ now: string }>(`SELECT ${epochMs("clock_timestamp()")} AS now`);
  return Number(rows[0]?.now);
}

async function readFronts(connection: Pick<Connection, "query">, root: string): Promise<StoredFront[]> {
  const { rows } = await connection.query<Omit<StoredFront, "validFrom" | "validTo"> & { from: string; to: string }>(
    `SELECT front.id, front.contract_id AS "contractId", ticker, month, last_trade_date AS "lastTradeDate",
        ${epochMs("valid_from")} AS from, ${epochMs("valid_to")} AS to
      FROM front_contracts AS front JOIN contracts ON contracts.id = front.contract_id
      WHERE front.root = $1 ORDER BY valid_from`,
    [root],
  );
  return rows.map(({ from, to, ...row }) => ({
    ...row,
    validFrom: Number(from),
    validTo: to === null ? null : Number(to),
  }));
}

/** The contract a text names for a root, stored or within the known months. */
async function readTarget(
  connection: Pick<Connection, "query">,
  root: string,
  text: string,
  now: EpochMs,
): Promise<RollPlan["to"] | Refusal> {
  const listed = listedRoot(root);
  const known = PRODUCTS.some((product) => product.root === root);
  const symbol = normaliseSymbol(text, { refDate: newYorkDate(now), roots: known ? PRODUCTS : [...PRODUCTS, listed] });
  if (!symbol.ok) return refuse("contract", symbol.message);
  if (symbol.kind !== "dated") return refuse("contract", `Expected a dated contract such as ${root}H7, got ${text}.`);
  if (symbol.root !== root) return refuse("contract", `Expected a contract of ${root}, got one of ${symbol.root}.`);
  const { month } = symbol;
  const ticker = vendorTicker(root, month);
  const { rows } = await connection.query<{ id: number; last: TradeDate; first: TradeDate | null }>(
    "SELECT id, last_trade_date AS last, first_trade_date AS first FROM contracts WHERE root = $1 AND month = $2",
    [root, month],
  );
  const [stored] = rows;
  const lastDate = stored?.last ?? ruleLastTradeDate(listed.expiry, month);
  if (isExpired(lastDate, now)) return refuse("contract", `${ticker} of ${month} stopped trading on ${lastDate}.`);
  const isListed = comingRolls(listed, newYorkDate(now).slice(0, 7), { kind: "monday" }, [], monthsAhead * 3).some(
    (roll) => roll.month === month || roll.toMonth === month,
  );
  if (stored === undefined && !(known && isListed && within(month, now))) {
    return refuse("contract", `${ticker} of ${month} is no contract known here. Ask the vendor for its list first.`);
  }
  if (stored !== undefined && stored.first !== null && stored.first > newYorkDate(now)) {
    return refuse("contract", `${ticker} begins to trade on ${stored.first}.`);
  }
  return { id: stored?.id ?? null, root, month, ticker, lastTradeDate: lastDate };
}

function within(month: string, now: EpochMs): boolean {
  const years = Number(month.slice(0, 4)) - Number(newYorkDate(now).slice(0, 4));
  return years * 12 + Number(month.slice(5)) - Number(newYorkDate(now).slice(5, 7)) <= (monthsAhead / 4) * 12;
}

/** Works out what a roll would do, or why it cannot be. Writes nothing. */
export async function planRoll(
  connection: Pick<Connection, "query">,
  request: RollRequest,
): Promise<RollPlan | Refusal> {
  const { root } = request;
  const now = await readNow(connection);
  const { rows } = await connection.query<{ rule: unknown; active: boolean }>(
    "SELECT roll_rule AS rule, active FROM instruments WHERE root = $1",
    [root],
  );
  const [instrument] = rows;
  if (instrument === undefined) return refuse("root", `${root} is no instrument of this desk.`);
  if (!instrument.active) return refuse("root", `${root} has no tape of its own here; its alerts run on another root.`);
  const at = request.at ?? now + applyLeadMs;
  if (at <= now) return refuse("at", "Expected an instant to come: a roll never restates the past.");
  if (at - now > aheadMsMax) return refuse("at", "Expected an instant within the next 400 days.");
  const to = await readTarget(connection, root, request.contract, now);
  if ("ok" in to) return to;
  if (isExpired(to.lastTradeDate, at)) {
    return refuse("at", `${to.ticker} stops trading on ${to.lastTradeDate}, before that instant.`);
  }
  const fronts = await readFronts(connection, root);
  const ahead = fronts.find((front) => front.validFrom > now);
  if (ahead !== undefined) {
    const when = etStamp(ahead.validFrom);
    return refuse("root", `${root} has a roll to ${ahead.ticker} from ${when} on already. Undo it first.`);
  }
  const from = fronts.at(-1) ?? null;
  if (from !== null && from.month === to.month && (from.validTo === null || from.validTo > now)) {
    return refuse("contract", `${to.ticker} is in front already.`);
  }
  if (from !== null && at > finalInstant(from.lastTradeDate) && at > (from.validTo ?? 0)) {
    return refuse("at", `${from.ticker} stops trading on ${from.lastTradeDate}; the roll must come before.`);
  }
  // Volumes are not known ahead of time: the volume rule says Monday at the latest.
  const ruled = rollAt(listedRoot(root), to.month, withVolumes(readRollRule(instrument.rule), []));
  return { ok: true, root, from, to, at, until: frontUntil(to.lastTradeDate, ruled, at) };
}

/** Applies a roll at its instant. Nothing is half saved: rows, book and audit entry are one transaction. */
export async function applyRoll(request: RollRequest, author: Author): Promise<(RollPlan & { id: number }) | Refusal> {
  return inTransaction(async (connection) => {
    await connection.query("SELECT 1 FROM instruments WHERE root = $1 FOR UPDATE", [request.root]);
    const plan = await planRoll(connection, request);
    if (!plan.ok) return plan;
    const { root, from, to, at, until } = plan;
    const contract = await ensureContract(connection, to);
    const now = await readNow(connection);
    const ended = from !== null && (from.validTo === null || from.validTo > now) ? from : null;
    if (ended !== null) {
      await connection.query(`UPDATE front_contracts SET valid_to = ${instant("$2")} WHERE id = $1`, [ended.id, at]);
    }
    const made = await connection.query<{ id: number }>(
      `INSERT INTO front_contracts (root, contract_id, valid_from, valid_to)
        VALUES ($1, $2, ${instant("$3")}, ${instant("$4")}) RETURNING id`,
      [root, contract.id, at, until],
    );
    const booked = await connection.query<{ id: number }>(
      `INSERT INTO rolls (root, from_contract_id, to_contract_id, at, kind, created_at, created_by, front_id,
          previous_front_id, previous_valid_to)
        VALUES ($1, $2, $3, ${instant("$4")}, 'person', ${instant("$5")}, $6, $7, $8, ${instant("$9")}) RETURNING id`,
      [
        ...[root, from?.contractId ?? null, contract.id, at, now, actorName(author.actor), made.rows[0]?.id],
        ...[ended?.id ?? null, ended?.validTo ?? null],
      ],
    );
    const before = from === null ? undefined : frontState(from.ticker, from.validTo);
    const after = { ...frontState(to.ticker, until), at: new Date(at).toISOString() };
    await audit(connection, {
      ...author,
      action: "roll.applied",
      target: `instrument:${root}`,
      ...(before === undefined ? {} : { before }),
      after,
    });
    return { ...plan, to: { ...to, id: contract.id }, id: booked.rows[0]?.id ?? 0 };
  });
}

/** Takes a roll back before it takes effect: everything is as if it had never been asked for. */
export async function undoRoll(id: number, author: Author): Promise<{ readonly ok: true } | Refusal> {
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{
      root: string;
      at: string;
      front_id: number;
      previous_front_id: number | null;
      previous_valid_to: string | null;
      undone: boolean;
      kind: string;
      ticker: string;
    }>(
      `SELECT rolls.root, ${epochMs("at")} AS at, front_id, previous_front_id, kind, ticker,
          ${epochMs("previous_valid_to")} AS previous_valid_to, undone_at IS NOT NULL AS undone
        FROM rolls JOIN instruments ON instruments.root = rolls.root JOIN contracts ON contracts.id = to_contract_id
        WHERE rolls.id = $1 FOR UPDATE OF rolls, instruments`,
      [id],
    );
    const [roll] = rows;
    if (roll === undefined) return refuse("roll", `Roll ${id} is not known.`);
    if (roll.undone) return refuse("roll", "This roll has been undone already.");
    const now = await readNow(connection);
    if (Number(roll.at) <= now) {
      return refuse("roll", "This roll has taken effect: history stays. Roll back to the earlier contract instead.");
    }
    await connection.query("DELETE FROM front_contracts WHERE id = $1", [roll.front_id]);
    if (roll.previous_front_id !== null) {
      const to = roll.previous_valid_to === null ? null : Number(roll.previous_valid_to);
      await connection.query(`UPDATE front_contracts SET valid_to = ${instant("$2")} WHERE id = $1`, [
        roll.previous_front_id,
        to,
      ]);
    }
    await connection.query(`UPDATE rolls SET undone_at = ${instant("$2")}, undone_by = $3 WHERE id = $1`, [
      id,
      now,
      actorName(author.actor),
    ]);
    const before = { contract: roll.ticker, at: new Date(Number(roll.at)).toISOString() };
    await audit(connection, { ...author, action: "roll.undone", target: `instrument:${roll.root}`, before });
    return { ok: true };
  });
}

function frontState(contract: string, until: EpochMs | null): Readonly<Record<string, string | null>> {
  return { contract, until: until === null ? null : new Date(until).toISOString() };
}
