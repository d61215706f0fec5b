/**
 * Command line and small JSON files of a replay, checked before anything runs.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { parseDecimal, priceScale } from "@/lib/market/price";
import type { Instrument } from "@/lib/market/types";
import { PROFILES, type ProfileName, resolveRules, type SeriesRules } from "@/lib/signal/config";
import { InputError } from "./input-error";

export const USAGE =
  "npm run replay -- --ticks FILE --signals FILE --instrument FILE --out FILE|- [--profile spec|indicator] [--config FILE] [--candles FILE]";

export interface ReplayOptions {
  readonly ticks: string;
  readonly signals: string;
  readonly out: string;
  readonly candles: string | null;
  readonly instrument: Instrument;
  readonly rules: SeriesRules;
}

const decimalText = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => (parseDecimal(text)?.mantissa ?? 0n) > 0n, 'expected a decimal number above 0 such as "0.25"');

const instrumentSchema = z.object({
  root: z.string().min(1),
  ticker: z.string().min(1),
  tick_size: decimalText,
  point_value: decimalText,
  tradingview: z.array(z.string()).default([]),
});

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new InputError(
      file,
      null,
      `expected a readable file: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(file, null, `expected JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readInstrument(file: string): Promise<Instrument> {
  const parsed = instrumentSchema.safeParse(await readJson(file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "instrument"}: ${message}`);
    throw new InputError(file, null, problems.join("; "));
  }
  const { root, ticker, tick_size, point_value, tradingview } = parsed.data;
  return { root, ticker, tickSize: tick_size, pointValue: point_value, tradingview };
}

function isProfile(name: string): name is ProfileName {
  return PROFILES.some((profile) => profile === name);
}

function parseCommandLine(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: { ticks: text, signals: text, instrument: text, out: text, profile: text, config: text, candles: text },
    }).values;
  } catch (error) {
    throw new InputError(
      "command line",
      null,
      `${error instanceof Error ? error.message : String(error)}. Usage: ${USAGE}`,
    );
  }
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === "")
    throw new InputError("command line", null, `expected --${name} FILE. Usage: ${USAGE}`);
  return value;
}

/** Reads the command line, the instrument and the configuration. @throws InputError */
export async function readOptions(args: readonly string[]): Promise<ReplayOptions> {
  const given = parseCommandLine(args);
  const { profile = "spec" } = given;
  const ticks = required("ticks", given.ticks);
  const signals = required("signals", given.signals);
  const instrumentFile = required("instrument", given.instrument);
  const out = required("out", given.out);
  if (out === "-" && given.candles === "-") {
    throw new InputError("command line", null, "--candles: expected a file, because --out - takes stdout");
  }
  if (!isProfile(profile)) {
    throw new InputError(
      "command line",
      null,
      `--profile: expected ${PROFILES.join(" or ")}, got ${JSON.stringify(profile)}`,
    );
  }
  const instrument = await readInstrument(instrumentFile);
  const overrides = given.config === undefined ? {} : await readJson(given.config);
  const resolved = resolveRules(profile, overrides, priceScale(instrument.tickSize));
  if (!resolved.ok) {
    throw new InputError(given.config ?? `profile ${profile} on ${instrument.root}`, null, resolved.errors.join("; "));
  }
  return { ticks, signals, out, candles: given.candles ?? null, instrument, rules: resolved.rules };
}
