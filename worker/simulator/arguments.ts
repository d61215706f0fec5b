/**
 * Command line of the simulated exchange. Either the synthetic market or a recorded file, never both.
 * Pure: text in, options or one clear sentence out.
 */
import { parseArgs } from "node:util";
import { CHANNELS, type Channel } from "@/worker/feed/types";

export const usage = `usage: npm run simulator -- [--port P] [--key KEY] [--deny T,Q] [--deny-history T,Q,AM]
  synthetic market: [--seed N] [--rate TRADES_PER_SECOND] [--history MINUTES] [--webhook URL] [--late MINUTES]
  recorded file:    --ticks FILE.csv[.gz] --instrument FILE.json [--speed N|max]`;

export interface CommonArguments {
  /** 0 takes any free port. */
  readonly port: number;
  readonly key: string | null;
  readonly denied: readonly Channel[];
  /** Channels that stream but have no history: REST refuses them. */
  readonly deniedHistory: readonly Channel[];
}

export interface SyntheticArguments extends CommonArguments {
  readonly source: "synthetic";
  readonly seed: number;
  readonly rate: number | null;
  readonly historyMinutes: number;
  readonly webhook: string | null;
  /** Minutes of the past whose signals are posted late, right after the start. */
  readonly lateMinutes: number;
}

export interface RecordedArguments extends CommonArguments {
  readonly source: "recorded";
  readonly ticks: string;
  readonly instrument: string;
  /** Recorded seconds per second; Infinity for `max`. */
  readonly speed: number;
}

export type Arguments = SyntheticArguments | RecordedArguments;

/** The arguments are wrong; the message says which and what was expected. */
export class BadArguments extends Error {}

export const argumentLimits = { rateMax: 50_000, historyMinutesMax: 1_440 } as const;
const PORT_DEFAULT = "3200";
const HISTORY_MINUTES_DEFAULT = "180";
/** Options that make sense for one source only. */
const SYNTHETIC_ONLY = ["seed", "rate", "history", "webhook", "late"] as const;

/** Reads the arguments after the program's name. Throws BadArguments. */
export function readArguments(args: readonly string[]): Arguments {
  const values = parse(args);
  const common: CommonArguments = {
    port: numberIn("--port", values.port ?? PORT_DEFAULT, 0, 65_535),
    key: values.key ?? null,
    denied: channelsOf("--deny", values.deny ?? ""),
    deniedHistory: channelsOf("--deny-history", values["deny-history"] ?? ""),
  };
  const { ticks, instrument } = values;
  if (ticks === undefined && instrument === undefined) {
    if (values.speed !== undefined) throw new BadArguments("--speed: expected together with --ticks and --instrument");
    return {
      ...common,
      source: "synthetic",
      seed: numberIn("--seed", values.seed ?? "1", 0, 4_294_967_295),
      rate: values.rate === undefined ? null : numberIn("--rate", values.rate, 1, argumentLimits.rateMax),
      historyMinutes: numberIn(
        "--history",
        values.history ?? HISTORY_MINUTES_DEFAULT,
        0,
        argumentLimits.historyMinutesMax,
      ),
      webhook: values.webhook === undefined ? null : addressOf(values.webhook),
      lateMinutes: numberIn("--late", values.late ?? "0", 0, argumentLimits.historyMinutesMax),
    };
  }
  if (ticks === undefined) throw new BadArguments("--ticks: expected a file beside --instrument");
  if (instrument === undefined) throw new BadArguments("--instrument: expected a file beside --ticks");
  const misplaced = SYNTHETIC_ONLY.find((name) => values[name] !== undefined);
  if (misplaced !== undefined)
    throw new BadArguments(`--${misplaced}: belongs to the synthetic market, not to --ticks`);
  return { ...common, source: "recorded", ticks, instrument, speed: speedOf(values.speed ?? "max") };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{
          port: text,
          key: text,
          deny: text,
          "deny-history": text,
          seed: text,
          rate: text,
          history: text,
          webhook: text,
        },
        ...{ late: text },
        ...{ ticks: text, instrument: text, speed: text },
      },
    }).values;
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : "unreadable arguments");
  }
}

function numberIn(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new BadArguments(`${name}: expected a whole number from ${min} to ${max}, got ${text}`);
}

function speedOf(text: string): number {
  if (text === "max") return Number.POSITIVE_INFINITY;
  const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new BadArguments(`--speed: expected max or a number above 0, got ${text}`);
}

function addressOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new BadArguments("--webhook: expected an address starting with http:// or https://");
}

function channelsOf(option: string, text: string): Channel[] {
  const names = text.split(",").filter((name) => name !== "");
  return names.map((name) => {
    const channel = CHANNELS.find((known) => known === name);
    if (channel === undefined)
      throw new BadArguments(`${option}: expected channels out of ${CHANNELS.join(", ")}, got ${name}`);
    return channel;
  });
}
