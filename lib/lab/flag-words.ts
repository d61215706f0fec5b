/** The flags a signal can carry, in plain words: what each means and what it changes. Pure. */

export interface FlagMeaning {
  /** A few words for a chip. */
  readonly label: string;
  /** One or two sentences. */
  readonly meaning: string;
  readonly tone: "info" | "warn";
}

/** Flags of `SignalRecord.flags`; a test holds this list against the engine's own words. */
export const flagMeanings: Readonly<Record<string, FlagMeaning>> = {
  late: {
    label: "late alert",
    meaning:
      "The alert came more than 90 s after its candle had closed. It was judged on the stored candles and trades as if it had come in time, and undid nothing that had happened since.",
    tone: "warn",
  },
  late_confirmation: {
    label: "confirmed in hindsight",
    meaning:
      "The confirming candle had closed before the alert came in. Confirmation and entry are those of the stored tape; nobody could have acted on them then.",
    tone: "warn",
  },
  stale: {
    label: "price moved away",
    meaning:
      "At receipt the market stood further from the alert's price than the threshold allows. Unless the rules are set to reject, that is a mark only.",
    tone: "warn",
  },
  no_live_price: {
    label: "no live price at receipt",
    meaning:
      "No trade had printed in the 5 s before the alert came in, so the distance to the market could not be measured. Unknown, not zero.",
    tone: "info",
  },
  tracking_gap: {
    label: "trades missing",
    meaning:
      "Trades are missing from the tape while this signal was running, and REST did not bring them back. A touch of the stop, of break-even or of a target may have been missed; MFE and MAE are at least what is shown.",
    tone: "warn",
  },
  intrabar_ambiguous: {
    label: "order inside a minute unknown",
    meaning:
      "A minute known only as a bar spans both the stop and +1R, so which came first is not known. The stop was taken first, which is the worse of the two.",
    tone: "warn",
  },
  bar_level: {
    label: "measured on bars",
    meaning:
      "Part of the path is known only as minute bars. Extremes are right to the minute, the order inside a minute is not known.",
    tone: "warn",
  },
  entry_delayed: {
    label: "entry delayed",
    meaning:
      "The first trade after the confirmation came more than 60 s later. The entry is that trade, whenever it came.",
    tone: "info",
  },
  entry_after_break: {
    label: "entry after a break",
    meaning:
      "The market was closed between the confirmation and the entry (daily halt, weekend or holiday), so the entry may be gapped.",
    tone: "warn",
  },
  entry_outside_session: {
    label: "entry outside the sessions",
    meaning: "The entry fell between 16:00 and 20:00 New York. The trade keeps the session of its signal candle.",
    tone: "info",
  },
  missed_cancellation: {
    label: "opposing alert came too late",
    meaning:
      "An opposing alert of a candle before the confirmation came in after the grace of 5 s. In time it would have cancelled this signal; now the trade stays open, for review.",
    tone: "warn",
  },
  suspected_lost_alert: {
    label: "an alert may be lost",
    meaning:
      "A signal of the same direction was waiting already. The indicator always alternates, so an opposing alert between the two probably never arrived.",
    tone: "warn",
  },
  price_conflict: {
    label: "price in dispute",
    meaning:
      "Trades far from the last accepted price were waiting for judgement while this trade was open or about to open. Until they were accepted or dropped nothing moved it.",
    tone: "warn",
  },
  stop_by_tick: {
    label: "stopped by one tick",
    meaning:
      "Price turned exactly at the stop and came back to the entry without trading one tick further. A stop one tick wider would have held.",
    tone: "warn",
  },
  be_exit_by_tick: {
    label: "out at break-even by one tick",
    meaning:
      "Price turned exactly at the break-even stop and reached the trigger again without trading one tick further. A break-even stop one tick away would have held.",
    tone: "warn",
  },
};

/** The meaning of a flag; a flag nobody described is shown by its own name rather than hidden. */
export function flagMeaning(flag: string): FlagMeaning {
  const known = Object.hasOwn(flagMeanings, flag) ? flagMeanings[flag] : undefined;
  return known ?? { label: flag.replaceAll("_", " "), meaning: "This mark has no description yet.", tone: "info" };
}

/** Flags as the filter takes them, with their labels. */
export const flagLabels: ReadonlyMap<string, string> = new Map(
  Object.entries(flagMeanings).map(([flag, { label }]) => [flag, label]),
);
