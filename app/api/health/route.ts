/** GET /api/health: is the database reachable, is the worker, and what does the worker say of itself. Always 200: a report, not a probe. */

import { z } from "zod";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { pool } from "@/lib/db/client";
import { env } from "@/lib/env";
import { jsonOk, parseQuery } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

/** Longest wait for the worker's answer, ms. */
const workerMsMax = 1500;

export interface PartHealth {
  readonly ok: boolean;
  /** One sentence. */
  readonly message: string;
  readonly ms: number;
  readonly report: unknown;
}

async function timed(check: () => Promise<{ ok: boolean; message: string; report: unknown }>): Promise<PartHealth> {
  const startedAt = systemClock.now();
  const result = await check().catch((cause: unknown) => ({
    ok: false,
    message: cause instanceof Error ? cause.message : String(cause),
    report: null,
  }));
  return { ...result, ms: systemClock.now() - startedAt };
}

async function checkWorker() {
  const response = await fetch(`${env().WORKER_URL}/readyz`, {
    signal: AbortSignal.timeout(workerMsMax),
    cache: "no-store",
  });
  const report: unknown = await response.json();
  return { ok: response.ok, message: response.ok ? "ready" : `answered ${response.status}`, report };
}

async function checkDatabase() {
  const { rows } = await pool().query<{ version: string }>("SELECT current_setting('server_version') AS version");
  return { ok: true, message: `Postgres ${rows[0]?.version ?? "of unknown version"}`, report: null };
}

export const GET = withRole("GET /api/health", async (request) => {
  const checked = parseQuery(z.strictObject({}), request.url);
  if (!checked.ok) return checked.response;
  const [worker, database] = await Promise.all([timed(checkWorker), timed(checkDatabase)]);
  return jsonOk({ at: systemClock.now(), worker, database });
});
