/**
 * Holds the indicator's telemetry against our signals and trades, some seconds after it came in, and says aloud what does not fit:
 * a missed alert, a contradicted direction, an indicator that fell silent. Writes verdicts and notices, never a number of ours.
 * Telemetry waits `settleMs`, so that an entry alert can arrive before or after the signal it belongs to.
 */
import { readActiveHours } from "@/lib/db/market-hours";
import { closeNoticesExcept, type KeyedNotice, openNotices } from "@/lib/db/notices";
import {
  findMeant,
  type MatchedSignal,
  readOpenTelemetry,
  readPhantoms,
  readSilentTrades,
  type TelemetryRow,
  type TelemetryVerdict,
  writeVerdicts,
} from "@/lib/db/telemetry";
import { inTransaction } from "@/lib/db/transaction";
import type { Log } from "@/lib/log";
import { calendarOf } from "@/lib/market/hours";
import type { EpochMs } from "@/lib/market/types";
import {
  compare,
  type Difference,
  meaningOfId,
  type OurSide,
  TELEMETRY_SILENT_MS,
  worst,
} from "@/lib/signal/reconcile";
import type { NoticeView } from "@/lib/stream/events";
import type { StopTimer, Timers } from "@/worker/timer";

/** Pause between two looks at the table. */
export const reconcilePeriodMs = 5_000;
/** Telemetry judged in one look; more waits for the next. */
export const reconcileRowsMax = 500;
/** How far back refused alerts are looked for, so that a restart misses none. */
const PHANTOM_MS_MAX = 86_400_000;
/** How long telemetry waits on a feed without delay; a delayed feed adds its delay. */
export const settleMsMin = 10_000;

export interface ReconcilerOptions {
  /** Age at which telemetry is judged, at least `settleMsMin` plus what our tape lags behind. */
  readonly settleMs: number;
  readonly now: () => EpochMs;
  readonly timers: Timers;
  readonly log: Log;
  /** Called with notices after they are stored. */
  readonly onNotices: (notices: readonly NoticeView[]) => void;
}

/** The running reconciliation. */
export class Reconciler {
  private readonly options: ReconcilerOptions;
  private stopTimer: StopTimer | null = null;
  private looking: Promise<void> | null = null;

  constructor(options: ReconcilerOptions) {
    this.options = options;
  }

  start(): void {
    this.stopTimer = this.options.timers.every(reconcilePeriodMs, () => {
      this.looking ??= this.look().finally(() => {
        this.looking = null;
      });
    });
  }

  async stop(): Promise<void> {
    this.stopTimer?.();
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      const now = this.options.now();
      const judged = await judgeTelemetry(now - this.options.settleMs);
      const notices = [...judged, ...(await findPhantoms(now)), ...(await findSilence(now))];
      if (notices.length > 0) this.options.onNotices(notices);
    } catch (error) {
      this.options.log.warn({ err: error }, "telemetry not reconciled, the next look tries again");
    }
  }
}

/** Judges telemetry received before an instant. @returns the notices it led to */
export async function judgeTelemetry(before: EpochMs): Promise<readonly NoticeView[]> {
  const rows = await readOpenTelemetry(before, reconcileRowsMax);
  const verdicts: TelemetryVerdict[] = [];
  const notices: KeyedNotice[] = [];
  for (const row of rows) {
    const meaning = meaningOfId(row.tradeId, row.at);
    const signal = meaning === null ? null : await findMeant(row.root, meaning, row.at);
    const diff = signal === null ? [unmatched(row)] : compare(row.event, row.item, ourSide(signal));
    verdicts.push({ id: row.id, signalId: signal?.id ?? null, diff, severity: worst(diff) });
    const notice = noticeOf(row, signal, diff);
    if (notice !== null) notices.push(notice);
  }
  if (verdicts.length === 0) return [];
  return inTransaction(async (connection) => {
    await writeVerdicts(connection, verdicts);
    return openNotices(connection, notices);
  });
}

/** Opens a notice per alert that contradicted its own bias; it was refused and cancelled nothing (methodology 3.4). */
export async function findPhantoms(now: EpochMs): Promise<readonly NoticeView[]> {
  const phantoms = await readPhantoms(now - PHANTOM_MS_MAX);
  const notices = phantoms.map(({ id, at }): KeyedNotice => {
    const message = `The alert ${id} contradicts the 1-minute bias it carries; it was refused and cancelled nothing.`;
    return { code: "PHANTOM_DIRECTION", at, severity: "warn", message, data: {}, key: id };
  });
  return inTransaction((connection) => openNotices(connection, notices));
}

/** Opens a notice per active trade whose telemetry fell silent while the market is open, and closes those that are over. */
export async function findSilence(now: EpochMs): Promise<readonly NoticeView[]> {
  const code = "TELEMETRY_SILENT";
  const heardSince = now - TELEMETRY_SILENT_MS;
  // Silence over a halt or a weekend is none: nothing is due while the market is closed.
  const calendars = [...(await readActiveHours()).values()].map(calendarOf);
  if (!calendars.some((calendar) => calendar.isOpen(now) && !calendar.closedBetween(heardSince, now))) return [];
  const silent = await readSilentTrades(heardSince);
  await closeNoticesExcept(
    code,
    silent.map((trade) => trade.id),
    now,
  );
  const notices = silent.map(({ id, heardAt }): KeyedNotice => {
    const minutes = Math.floor((now - heardAt) / 60_000);
    const message = `The indicator has said nothing of ${id} for ${minutes} minutes; our ticks go on deciding.`;
    return { code, at: now, severity: "warn", message, data: { heardAt }, key: id };
  });
  return inTransaction((connection) => openNotices(connection, notices));
}

function unmatched(row: TelemetryRow): Difference {
  return { field: "signal", ours: null, theirs: row.tradeId, severity: "review" };
}

function ourSide({ record, extremes, profile, scale }: MatchedSignal): OurSide {
  const { direction, status, stopLoss: stop, trade } = record;
  const side =
    trade === null || extremes === null
      ? null
      : { entry: trade.entryPrice, risk: trade.risk, beMfe: extremes.be, noBeMfe: extremes.noBe };
  return { direction, status, profile, scale, stop, trade: side };
}

function noticeOf(row: TelemetryRow, signal: MatchedSignal | null, diff: readonly Difference[]): KeyedNotice | null {
  const { at, root, tradeId, event } = row;
  const data = { root, tradeId, event, telemetry: row.id };
  const key = `${root}.${tradeId}`;
  if (signal === null) {
    if (event !== "ENTRY") return null;
    const message = `The indicator entered ${tradeId} on ${root}, but no signal of it came in: an alert was lost. No trade was opened.`;
    return { code: "MISSED_SIGNAL", at, severity: "warn", message, data, key };
  }
  if (diff.some((one) => one.field === "direction" && one.severity === "critical")) {
    const message = `The indicator calls ${tradeId} ${row.item.direction}, our signal ${signal.id} is ${signal.record.direction}.`;
    return { code: "PHANTOM_DIRECTION", at, severity: "critical", message, data, key };
  }
  return null;
}
