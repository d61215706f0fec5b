"use client";
/** One cell of the list per column: text from the stored row, for running trades from the live store. */
import { memo, type ReactNode } from "react";
import { LookMark, reviewLooks, statusLooks } from "@/components/lab/marks";
import { useMfe, useSignal } from "@/components/live/hooks";
import { Day } from "@/components/signals/day";
import { reasonText } from "@/components/signals/outcome";
import { shortR } from "@/components/signals/story";
import { DirectionMark } from "@/components/trades/direction";
import { Digits } from "@/components/ui/digits";
import { readableR, unknown } from "@/lib/format/number";
import { etDay, etMinute, etTime, utcStamp } from "@/lib/format/time";
import type { LabRow } from "@/lib/lab/columns";

/** Colour of a signed R: up, down, none at zero. */
function rColour(text: string): string {
  const value = Number(text);
  return value > 0 ? "text-up" : value < 0 ? "text-down" : "text-text-1";
}

export function Missing({ why }: { readonly why: string }) {
  return (
    <span className="text-text-3" title={why}>
      {unknown}
    </span>
  );
}

/** R as the rows have it (four decimals), two shown. */
export function RText({
  text,
  why,
  plain = false,
}: {
  readonly text: string | null;
  readonly why: string;
  readonly plain?: boolean;
}) {
  if (text === null) return <Missing why={why} />;
  return (
    <span className={plain ? "text-text-1" : rColour(text)} title={`${text}R`}>
      {shortR(text)}
    </span>
  );
}

export function Price({ text, why }: { readonly text: string | null; readonly why: string }) {
  return text === null ? <Missing why={why} /> : <Digits text={text} />;
}

export function Instant({ at, why }: { readonly at: number | null; readonly why: string }) {
  if (at === null) return <Missing why={why} />;
  return (
    <span title={`${etDay(at)} ${etTime(at)} ET · ${utcStamp(at)}`}>
      <span className="text-text-3">
        <Day at={at} />
      </span>{" "}
      {etMinute(at)}
    </span>
  );
}

/** Why a row has no trade, in a few words. */
export function whyNoTrade(row: LabRow): string {
  switch (row.status) {
    case "PENDING":
      return "Waiting for its confirmation.";
    case "CONFIRMED":
      return "Waiting for the first tick after its confirmation.";
    case "CANCELLED":
      return "Cancelled before it was confirmed.";
    case "REJECTED":
    case "VOID":
      return `Not traded: ${reasonText(row.reason)}.`;
    case "ACTIVE":
    case "CLOSED":
      return "Not known.";
  }
}

/** Status with what it means just now: the reason of a refusal, the present of a running trade. */
export const StatusCell = memo(function StatusCell({ row }: { readonly row: LabRow }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <LookMark look={statusLooks[row.status]} />
      <StatusDetail row={row} />
      {row.deletedAt !== null && <span className="text-11 text-danger">deleted</span>}
    </span>
  );
});

function StatusDetail({ row }: { readonly row: LabRow }): ReactNode {
  if (row.status === "ACTIVE") return <LiveNow id={row.id} />;
  const text = detailOf(row);
  return text === null ? null : (
    <span className="truncate text-text-2" title={text}>
      {text}
    </span>
  );
}

/** What stands behind the word of a finished or waiting row; null when the word says all. */
export function detailOf(row: LabRow): string | null {
  switch (row.status) {
    case "REJECTED":
    case "VOID":
      return reasonText(row.reason);
    case "CANCELLED":
      return row.reason === "contract_retired" ? reasonText(row.reason) : "opposite signal";
    case "CLOSED":
      return row.exitReason === null ? null : exitText(row.exitReason);
    case "PENDING":
      return "for confirmation";
    case "CONFIRMED":
      return "enters with the next tick";
    case "ACTIVE":
      return null;
  }
}

const exits: Readonly<Record<string, string>> = {
  STOP_LOSS: "stopped",
  ROLL: "rolled",
  MANUAL: "by hand",
};

export function exitText(reason: string): string {
  return exits[reason] ?? reason.toLowerCase().replaceAll("_", " ");
}

/** Where a running trade stands at this frame. */
const LiveNow = memo(function LiveNow({ id }: { readonly id: string }) {
  const view = useSignal(id);
  const reading = useMfe(id);
  const trade = view?.record.trade ?? null;
  if (view === null || trade === null) return null;
  const sign = view.record.direction === "bullish" ? 1 : -1;
  const now = sign * ((reading?.last ?? trade.lastPrice) - trade.entryPrice);
  return (
    <span className="num text-text-2">
      now <span className={rColour((now / trade.risk).toFixed(2))}>{readableR(now, trade.risk)}</span>
      {trade.beLeg === "TRIGGERED" && (
        <span className="ms-1.5 font-sans text-11 text-accent" title="Break-even armed">
          BE
        </span>
      )}
    </span>
  );
});

/** Extreme of a running trade from the newest reading; else the stored one. */
export const Extreme = memo(function Extreme({
  row,
  leg,
}: {
  readonly row: LabRow;
  readonly leg: "beMfe" | "noBeMfe" | "mae";
}) {
  const reading = useMfe(row.id);
  const risk = row.riskTicks;
  if (row.status === "ACTIVE" && !row.corrected && reading !== null && risk !== null) {
    return <span className={leg === "mae" ? "text-text-2" : "text-text-1"}>{readableR(reading[leg], risk)}</span>;
  }
  return <RText text={row[leg]} why={whyNoTrade(row)} plain />;
});

export function Review({ row }: { readonly row: LabRow }) {
  return (
    <span className="inline-flex items-center gap-1">
      <LookMark look={reviewLooks[row.reviewStatus]} bare={row.reviewStatus === "unreviewed"} />
      {row.corrected && <Sign glyph="✎" word="corrected by a person" />}
      {row.noted && <Sign glyph="¶" word="has notes" />}
    </span>
  );
}

function Sign({ glyph, word }: { readonly glyph: string; readonly word: string }) {
  return (
    <span className="text-text-2" title={word}>
      <span aria-hidden>{glyph}</span>
      <span className="sr-only">{word}</span>
    </span>
  );
}

/** Words in a row, the rest counted. */
export function Words({ words, why }: { readonly words: readonly string[]; readonly why: string }) {
  if (words.length === 0) return <Missing why={why} />;
  return (
    <span className="block truncate text-text-2" title={words.join(", ")}>
      {words.join(", ")}
    </span>
  );
}

export function Direction({ row }: { readonly row: LabRow }) {
  return <DirectionMark direction={row.direction} />;
}
