/**
 * GET /api/signals/<id>/evidence?around=N: what stands behind a signal, for its page: the candles around the decision, the
 * confirmation and the stop told candle by candle, N trades around each deciding trade, gaps, the indicator's numbers.
 * The alert as it came in is for analysts and admins, without its secrets.
 */
import { z } from "zod";
import { storedSignal } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import type { Role } from "@/lib/auth/roles";
import { systemClock } from "@/lib/clock";
import {
  type InstrumentEvidence,
  readCandlesAround,
  readDeliveriesOf,
  readGaps,
  readInstrumentOf,
  readSettingsAtEntry,
  readTelemetryOf,
  readTicksAround,
  readTokenHashes,
  TICKS_AROUND_MAX,
} from "@/lib/db/evidence";
import { readEvents, type StoredEvent, type StoredSignal } from "@/lib/db/signal-queries";
import { tokenHash } from "@/lib/db/webhooks";
import { resolveSettings } from "@/lib/engine/settings";
import {
  candlesJson,
  confirmationJson,
  decidingTicks,
  deliveryJson,
  ticksJson,
  walkJson,
} from "@/lib/http/evidence-json";
import { redactSecrets } from "@/lib/http/redact";
import { jsonError, jsonOk, parseQuery } from "@/lib/http/respond";
import { eventsJson } from "@/lib/http/signal-json";
import { sizeJson } from "@/lib/http/size-json";
import { decisionSpan, recordedRules, type WalkRules, walkOf } from "@/lib/lab/decision";
import type { Candle } from "@/lib/market/types";
import { type ConfigValues, PROFILES, resolveRules } from "@/lib/signal/config";

export const dynamic = "force-dynamic";

/** Trades before and after a deciding one when nothing is asked for. */
const aroundDefault = 8;

const query = z.strictObject({
  around: z
    .string()
    .regex(/^\d{1,2}$/, `expected a whole number from 1 to ${TICKS_AROUND_MAX}`)
    .transform(Number)
    .refine((value) => value >= 1 && value <= TICKS_AROUND_MAX, `expected 1 to ${TICKS_AROUND_MAX}`)
    .default(aroundDefault),
});

export const GET = withRole<{ id: string }>("GET /api/signals/[id]/evidence", async (request, { params, person }) => {
  const checked = parseQuery(query, request.url);
  if (!checked.ok) return checked.response;
  return storedSignal(params.id, async (signal) => {
    const instrument = await readInstrumentOf(signal.id);
    if (instrument === null) return jsonError(404, "NOT_FOUND", "There is no signal of this id.");
    const span = decisionSpan(signal.record, systemClock.now());
    const candles = await readCandlesAround(instrument.contractId, span, signal.scale);
    const events = await readEvents(signal.id);
    const [ticks, gaps, telemetry, alert, size] = await Promise.all([
      readDeciding(signal, instrument, events, checked.value.around),
      readGaps(instrument.contractId, candles[0]?.openAt ?? span.from, lastInstant(signal)),
      readTelemetryOf(signal.id),
      readAlert(signal, person.role),
      sizeOf(signal, instrument),
    ]);
    const { tickSize, pointValue, currency } = instrument;
    return jsonOk({
      ...{ id: signal.id, contract: signal.ticker, contractId: instrument.contractId, source: signal.source },
      ...{ profile: signal.profile, engineVersion: signal.engineVersion, tickSize, pointValue, currency },
      ...{ record: signal.record, events: eventsJson(events, signal.scale) },
      ...candlesJson(candles, signal.scale),
      confirmation: confirmationJson(signal, candles),
      stop: stopJson(signal, instrument, candles),
      ...{ size, ticks, gaps, telemetry, ...alert },
    });
  });
});

/** Until when a gap could have touched the signal: its end, or now while it is running. */
function lastInstant({ record }: StoredSignal): number {
  const { status, trade, cancelledAt, confirmedAt, receivedAt } = record;
  const running = status === "PENDING" || status === "CONFIRMED" || status === "ACTIVE";
  if (running) return systemClock.now();
  return trade?.closedAt ?? cancelledAt ?? confirmedAt ?? receivedAt;
}

/** By the rules the decision recorded; for a record of before they were kept, by those of its profile as they stand now. */
function stopJson(signal: StoredSignal, instrument: InstrumentEvidence, candles: readonly Candle[]) {
  const recorded = recordedRules(signal.record);
  const rules = recorded ?? presentRules(signal, instrument);
  if (rules === null) return null;
  const from = recorded === null ? "present" : "decision";
  const told = walkOf(signal.record, candles, rules);
  return walkJson(told, signal.record.direction, { ...rules, from }, signal.scale);
}

function presentRules(signal: StoredSignal, instrument: InstrumentEvidence): WalkRules | null {
  const values = presentValues(signal, instrument);
  if (values === null) return null;
  const { leftSearchCandles, symmetricDoublePivot } = values;
  return { leftSearchCandles, symmetricDoublePivot };
}

/** The settings of the signal's profile as they stand now; null where what is stored is none. */
function presentValues({ profile, scale }: StoredSignal, { config }: InstrumentEvidence): ConfigValues | null {
  const name = PROFILES.find((known) => known === profile);
  const resolved = name === undefined ? null : resolveRules(name, config, scale);
  return resolved?.ok === true ? resolved.rules.values : null;
}

/** By the settings journaled before the entry; where none were, by those of the profile as they stand now. */
async function sizeOf(signal: StoredSignal, instrument: InstrumentEvidence) {
  const { record, scale, source } = signal;
  const { trade } = record;
  if (trade === null) return null;
  const { contractId, root, pointValue } = instrument;
  const journaled = trade.entryRef === null ? null : await readSettingsAtEntry(contractId, trade.entryRef, source);
  const values =
    journaled === null ? presentValues(signal, instrument) : resolveSettings(journaled, scale).rules.values;
  if (values === null) return null;
  const from = journaled === null ? ("present" as const) : ("entry" as const);
  return { ...sizeJson(root, trade.risk, scale, pointValue, values), from };
}

async function readDeciding(
  signal: StoredSignal,
  { contractId }: InstrumentEvidence,
  events: readonly StoredEvent[],
  around: number,
) {
  return Promise.all(
    decidingTicks(events).map(async (decision) =>
      ticksJson(decision, await readTicksAround(contractId, decision.tick, around, signal.scale)),
    ),
  );
}

/** A trader gets no alert: its body is the sender's and may carry what opens a door. */
async function readAlert({ root, record }: StoredSignal, role: Role) {
  if (role === "trader") {
    return { deliveries: null, deliveriesWithheld: "The alert as it came in is shown to analysts and admins." };
  }
  const [deliveries, hashes] = await Promise.all([readDeliveriesOf(root, record.tradeId), readTokenHashes()]);
  const hide = (text: string): string => redactSecrets(text, (word) => hashes.has(tokenHash(word)));
  return { deliveries: deliveries.map((delivery) => deliveryJson(delivery, hide)), deliveriesWithheld: null };
}
