"use client";
/** Top of an entry: what it is and how it stands, the sentence, the ladder, the numbers that matter with the page's unit. */
import { type ReactNode, useMemo } from "react";
import { CorrectedNote } from "@/components/entry/corrected-note";
import type { Evidence } from "@/components/entry/evidence";
import { storyOf } from "@/components/entry/story";
import { Distance, OtherDistance, UnitSwitch } from "@/components/entry/units-context";
import { useMfe, useSignal } from "@/components/live/hooks";
import { useFeedView } from "@/components/live/use-feed-view";
import { DirectionMark } from "@/components/trades/direction";
import { ladderOf } from "@/components/trades/ladder/ladder-scale";
import { LiveLadder } from "@/components/trades/ladder/live-ladder";
import { RLadder } from "@/components/trades/ladder/r-ladder";
import { Digits } from "@/components/ui/digits";
import type { SignalRecord, SignalStatus } from "@/lib/engine/types";
import { readableRValue, unknown } from "@/lib/format/number";
import { etStamp, etTimeMs } from "@/lib/format/time";
import { sessionLabels, statusLabels } from "@/lib/lab/words";
import { formatPrice, nearestTicks, type PriceScale, priceScale } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";
import { legResults } from "@/lib/trade/leg-results";

interface EntryHeadProps {
  readonly evidence: Evidence;
  /** Links beside the title: previous, next, the other page of it. */
  readonly actions: ReactNode;
  /** h1 on a page of its own, h2 beside a list. */
  readonly level: 1 | 2;
}

const statusTones: Readonly<Record<SignalStatus, string>> = {
  PENDING: "text-warn",
  CONFIRMED: "text-info",
  ACTIVE: "text-accent",
  CLOSED: "text-text-1",
  REJECTED: "text-text-2",
  CANCELLED: "text-text-2",
  VOID: "text-text-2",
};

export function EntryHead({ evidence, actions, level }: EntryHeadProps) {
  const { record, contract, source, tickSize } = evidence;
  const scale = useMemo(() => priceScale(tickSize), [tickSize]);
  const Title = level === 1 ? "h1" : "h2";
  return (
    <header className="border-b border-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 pt-3">
        <Title className="flex flex-wrap items-baseline gap-x-2 text-18 font-semibold tracking-tight">
          <DirectionMark direction={record.direction} compact />
          {contract}
          <span className="num text-13 font-normal text-text-2">{etStamp(record.signalCandleAt)}</span>
        </Title>
        <span
          className={`rounded-4 border border-line px-2 text-12 font-semibold ${statusTones[record.status]}`}
          data-testid="entry-state"
        >
          {statusLabels.get(record.status)}
        </span>
        <SourceBadge source={source} />
        <span className="flex-1" />
        {actions}
      </div>
      <p className="max-w-[110ch] px-3 py-2 text-15 text-text-1" data-testid="entry-story">
        {storyOf(record, scale, storyFacts(evidence, scale))}
      </p>
      <CorrectedNote signalId={evidence.id} scale={scale} />
      {record.trade !== null && <Ladder evidence={evidence} scale={scale} />}
      <KeyNumbers evidence={evidence} scale={scale} />
    </header>
  );
}

/** What is not live says so beside every entry. */
function SourceBadge({ source }: Pick<Evidence, "source">) {
  if (source === "live") return <span className="text-12 text-text-2">live</span>;
  return (
    <span
      className="rounded-4 bg-surface-2 px-2 text-12 font-semibold text-feed-marked uppercase"
      title="Not from the live market; never counted as live."
    >
      {source}
    </span>
  );
}

function storyFacts({ confirmation, events }: Evidence, scale: PriceScale) {
  const last = confirmation.tested.at(-1);
  const voided = events.find((event) => event.type === "VOIDED");
  const ticks = (text: string | null | undefined): Ticks | null => (text == null ? null : nearestTicks(text, scale));
  return { asked: confirmation.asked, lastClose: ticks(last?.close), voidPrice: ticks(voided?.price) };
}

function Ladder({ evidence, scale }: { readonly evidence: Evidence; readonly scale: PriceScale }) {
  const { record, id } = evidence;
  const live = useSignal(id)?.record.status === "ACTIVE";
  const { trade, direction } = record;
  if (trade === null) return null;
  const sign = direction === "bullish" ? 1 : -1;
  return (
    <div className="overflow-x-clip px-6 pb-1">
      {live ? (
        <LiveLadder id={id} size="page" />
      ) : (
        <RLadder
          view={ladderOf(record, trade, null)}
          size="page"
          priceAt={(rung) => formatPrice(trade.entryPrice + sign * rung * trade.risk, scale)}
        />
      )}
    </div>
  );
}

interface NumberProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Under the value. */
  readonly note?: ReactNode;
  readonly title?: string;
  readonly tone?: string;
  /** Left out of the printed page, which is one sheet. */
  readonly screenOnly?: boolean;
}

function NumberTile({ label, children, note, title, tone = "text-text-1", screenOnly = false }: NumberProps) {
  return (
    <div
      className={`flex min-w-28 flex-1 flex-col bg-surface-0 px-3 py-2 print:min-w-20 print:px-2 ${screenOnly ? "print:hidden" : ""}`}
      title={title}
    >
      <dt className="text-11 text-text-2">{label}</dt>
      <dd className={`num text-15 ${tone}`}>{children}</dd>
      {note !== undefined && <dd className="text-11 text-text-2">{note}</dd>}
    </div>
  );
}

const tone = (ticks: Ticks): string => (ticks > 0 ? "text-up" : ticks < 0 ? "text-down" : "text-text-1");

function KeyNumbers({ evidence, scale }: { readonly evidence: Evidence; readonly scale: PriceScale }) {
  const { record } = evidence;
  const price = (ticks: Ticks | null): ReactNode =>
    ticks === null ? unknown : <Digits text={formatPrice(ticks, scale)} />;
  return (
    <section aria-label="Key numbers" className="border-t border-line">
      <div className="flex flex-wrap items-center gap-3 px-3 py-1.5">
        <span className="text-12 text-text-2">
          {sessionLabels.get(record.session)} · received {etTimeMs(record.receivedAt)} ET,{" "}
          {latencyText(record.latencyMs)} after its candle
        </span>
        <span className="flex-1" />
        <span className="print:hidden">
          <UnitSwitch />
        </span>
      </div>
      <dl className="flex flex-wrap gap-px border-t border-line bg-line">
        <NumberTile label="Signal price" note={deviationNote(record, scale)}>
          {price(record.signalPrice)}
        </NumberTile>
        <NumberTile label="Stop" note={record.stopLoss === null ? "known when confirmed" : "original stop"}>
          {price(record.stopLoss)}
        </NumberTile>
        {record.trade === null ? <NoTrade record={record} /> : <TradeNumbers evidence={evidence} scale={scale} />}
      </dl>
    </section>
  );
}

function NoTrade({ record }: { readonly record: SignalRecord }) {
  const over = record.status === "REJECTED" || record.status === "CANCELLED" || record.status === "VOID";
  return (
    <NumberTile label="Trade" note={over ? "it never became one" : "not entered yet"}>
      {unknown}
    </NumberTile>
  );
}

function TradeNumbers({ evidence, scale }: { readonly evidence: Evidence; readonly scale: PriceScale }) {
  const { record, id } = evidence;
  const reading = useMfe(id);
  const { current } = useFeedView();
  const { trade, direction } = record;
  if (trade === null) return null;
  const open = trade.closedAt === null;
  const live = open ? reading : null;
  const sign = direction === "bullish" ? 1 : -1;
  const now = sign * ((live?.last ?? trade.lastPrice) - trade.entryPrice);
  const noBe = live?.noBeMfe ?? trade.noBeMfe;
  const be = live?.beMfe ?? trade.beMfe;
  const results = legResults(trade, direction);
  return (
    <>
      <NumberTile label="Entry" note={etTimeMs(trade.entryAt)}>
        <Digits text={formatPrice(trade.entryPrice, scale)} />
      </NumberTile>
      <NumberTile label="Risk, 1R" note={`${trade.risk} ticks`}>
        {formatPrice(trade.risk, scale)}
      </NumberTile>
      <SizeTile evidence={evidence} />
      {open && (
        <NumberTile label="Now" tone={current ? tone(now) : "text-text-1"} note={current ? "running" : "last known"}>
          <Distance ticks={now} />
        </NumberTile>
      )}
      <NumberTile label="MFE, No-BE leg" note={<OtherDistance ticks={noBe} />}>
        <Distance ticks={noBe} />
      </NumberTile>
      <NumberTile label="MFE, BE leg" note={<OtherDistance ticks={be} />}>
        <Distance ticks={be} />
      </NumberTile>
      <NumberTile label="MAE" note={<OtherDistance ticks={live?.mae ?? trade.mae} />}>
        <Distance ticks={live?.mae ?? trade.mae} />
      </NumberTile>
      <ResultTile
        label="Result, No-BE"
        outcome={results.outcomeNoBe}
        realized={results.realizedNoBe}
        exit={trade.exitPrice}
        at={trade.closedAt}
        scale={scale}
      />
      <ResultTile
        label="Result, BE"
        outcome={results.outcomeBe}
        realized={results.realizedBe}
        exit={trade.beExitPrice}
        at={trade.beExitAt}
        scale={scale}
      />
    </>
  );
}

/** What the account's budget buys of it. Informative: the desk sends no orders. */
function SizeTile({ evidence: { size, currency } }: Pick<EntryHeadProps, "evidence">) {
  if (size === null) {
    return (
      <NumberTile
        label="Size"
        screenOnly
        note="settings unreadable"
        title="The instrument's settings could not be read."
      >
        {unknown}
      </NumberTile>
    );
  }
  const { contracts, actualRisk, budget, overBudget, micro, accountSize, riskPercent, minContracts, from } = size;
  const when = from === "entry" ? "in force at the entry" : "as they stand now; none were recorded at the entry";
  const source = `By the settings ${when}: ${riskPercent} % of ${accountSize} ${currency}, at least ${minContracts}. No order is ever sent.`;
  return (
    <NumberTile
      label="Size"
      screenOnly
      tone={overBudget ? "text-warn" : "text-text-1"}
      note={
        <>
          {actualRisk} {overBudget ? "over" : "of"} {budget} {currency}
          {micro !== null && ` · or ${micro.contracts} ${micro.root}`}
        </>
      }
      title={overBudget ? `The fewest contracts allowed cost more than the budget. ${source}` : source}
    >
      {contracts} {contracts === 1 ? "contract" : "contracts"}
    </NumberTile>
  );
}

interface ResultProps {
  readonly label: string;
  /** R text with four decimals; null while the leg is open. */
  readonly outcome: string | null;
  readonly realized: string | null;
  readonly exit: Ticks | null;
  readonly at: number | null;
  readonly scale: PriceScale;
}

function ResultTile({ label, outcome, realized, exit, at, scale }: ResultProps) {
  const text = (value: string): string => readableRValue(Number(value));
  if (outcome === null || exit === null || at === null) {
    return (
      <NumberTile label={label} note="leg still open" title="Known when the leg has exited.">
        {unknown}
      </NumberTile>
    );
  }
  const slipped = realized !== null && realized !== outcome;
  return (
    <NumberTile
      label={label}
      tone={tone(Number(outcome))}
      note={slipped ? `realised ${text(realized)}` : `out at ${formatPrice(exit, scale)}`}
    >
      {text(outcome)}
    </NumberTile>
  );
}

function deviationNote({ marketPriceAtReceipt, priceDeviation }: SignalRecord, scale: PriceScale): string {
  if (marketPriceAtReceipt === null || priceDeviation === null) return "market then: unknown";
  return `market then ${formatPrice(marketPriceAtReceipt, scale)}`;
}

/** `1.234 s`, and minutes from two on. */
export function latencyText(ms: number): string {
  if (ms < 0) return `${Math.abs(ms / 1000).toFixed(3)} s before the end`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(3)} s` : `${Math.round(ms / 60_000)} min`;
}
