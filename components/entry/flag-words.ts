/** Every data-quality mark of a signal in plain words: what it means and what it changes. Pure. */
import type { SignalRecord } from "@/lib/engine/types";
import { type FlagMeaning, flagMeaning } from "@/lib/lab/flag-words";

/** Every data-quality mark of a signal: its flags, then what stands in fields of its record. */
export function qualityMarks(record: SignalRecord): readonly FlagMeaning[] {
  return [...record.flags.map(flagMeaning), ...derivedMarks(record)];
}

/** Marks that stand in fields of the record rather than among its flags. */
function derivedMarks(record: SignalRecord): readonly FlagMeaning[] {
  const { stopInsideRange, confirmationDirectional, signalCandleSource, trade } = record;
  const marks: FlagMeaning[] = [];
  if (stopInsideRange === true) {
    marks.push({
      label: "stop inside the range",
      meaning:
        "The stop lies inside the range of the candles from signal to confirmation, not beyond it: the anchor the rules chose is not the range's extreme. The rules keep it.",
      tone: "info",
    });
  }
  if (confirmationDirectional === false) {
    marks.push({
      label: "confirmed against the body",
      meaning:
        "The confirming candle closed beyond the level although its own body points the other way. Only the close counts.",
      tone: "info",
    });
  }
  if (signalCandleSource === "payload") {
    marks.push({
      label: "signal candle from the alert",
      meaning: "We had no complete candle of our own for that minute, so high and low are those the alert brought.",
      tone: "warn",
    });
  }
  if (trade?.gapExit === true) {
    marks.push({
      label: "gapped through the stop",
      meaning:
        "The exit filled more than two ticks beyond the stop. The nominal result counts −1R, the realised one what was lost.",
      tone: "warn",
    });
  }
  return marks;
}
