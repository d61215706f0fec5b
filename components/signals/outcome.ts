/** What became of a signal, in a few plain words. Pure. */
import type { SignalRecord } from "@/lib/engine/types";
import { readableR } from "@/lib/format/number";

const reasons: Readonly<Record<string, string>> = {
  BAD_PAYLOAD: "unreadable",
  FUTURE_TIME: "time in the future",
  WRONG_SYMBOL: "unknown symbol",
  EXPIRED_CONTRACT: "expired contract",
  BIAS_MISMATCH: "bias disagrees",
  MARKET_CLOSED: "market closed",
  INVALID_SESSION: "outside the sessions",
  STALE: "price too far off",
  HTF_NOT_ALIGNED: "timeframes not aligned",
  NO_SIGNAL_CANDLE: "no signal candle",
  OUT_OF_ORDER: "out of order",
  IGNORED_SAME_DIRECTION: "same direction already waiting",
  INVALID_RISK: "stop on the wrong side",
  CONTRACT_RETIRED: "its contract ended",
  contract_retired: "its contract ended",
};

/** A stable code in words; unknown codes as they are, in small letters. */
export function reasonText(reason: string | null): string {
  if (reason === null) return "no reason given";
  return reasons[reason] ?? reason.toLowerCase().replaceAll("_", " ");
}

export function outcomeText(record: SignalRecord): string {
  const { status, trade } = record;
  switch (status) {
    case "PENDING":
      return "waiting";
    case "CONFIRMED":
      return "confirmed";
    case "ACTIVE":
      return trade === null ? "active" : `active, MFE ${readableR(trade.noBeMfe, trade.risk)}`;
    case "REJECTED":
      return `rejected: ${reasonText(record.reason)}`;
    case "CANCELLED":
      return record.reason === "contract_retired" ? "cancelled: its contract ended" : "cancelled by an opposing signal";
    case "VOID":
      return `void: ${reasonText(record.reason)}`;
    case "CLOSED":
      return trade === null ? "closed" : closedText(trade);
  }
}

function closedText(trade: NonNullable<SignalRecord["trade"]>): string {
  const best = `MFE ${readableR(trade.noBeMfe, trade.risk)}`;
  const be = trade.beLeg === "BREAK_EVEN" ? "BE 0R, " : "";
  if (trade.exitReason === "ROLL") return `rolled, ${best}`;
  if (trade.exitReason === "MANUAL") return `closed by hand, ${best}`;
  return `${be}stopped −1R, ${best}`;
}
