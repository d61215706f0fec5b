/**
 * `npm run bench -- alerts ADDRESS`: how soon a running app answers alerts, with its feed running. ADDRESS is a source's
 * whole webhook address. Known and unknown address and `/livez`, the baseline that stores nothing, are asked in turns.
 * Recorded deliveries are posted where they exist, else telemetry made here; neither opens a trade twice.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { gunzipSync } from "node:zlib";

const RECORDED = "../shared/data/alerts";
const MADE = 1_000;
/** Goal of the answer, ms. */
const GOAL_P99_MS = 100;

function bodies(): readonly string[] {
  if (!existsSync(RECORDED)) {
    return Array.from({ length: MADE }, (_, n) =>
      JSON.stringify({ event: "HEARTBEAT", symbol: "NQ1!", note: String(n) }),
    );
  }
  return readdirSync(RECORDED).flatMap((file) => {
    const text = gunzipSync(readFileSync(`${RECORDED}/${file}`)).toString("utf8");
    const cells = [...text.matchAll(/"\{(?:[^"]|"")*\}"/g)];
    return cells.map(([cell]) => cell.slice(1, -1).replaceAll('""', '"')).reverse();
  });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds until the whole answer is there, and its status. */
function ask(method: string, url: URL, body = ""): Promise<{ readonly ms: number; readonly status: number }> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent, headers: { "content-type": "text/plain" } }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve({ ms: performance.now() - startedAt, status: answer.statusCode ?? 0 }));
    });
    request.once("error", reject);
    request.end(body);
  });
}

function line(name: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1).padStart(8);
  return `${name.padEnd(24)}${at(0.5)}${at(0.95)}${at(0.99)}${at(0.9999)}`;
}

const [address = ""] = process.argv.slice(2);
if (!URL.canParse(address)) {
  console.error(
    `expected the webhook address of a source, e.g. http://127.0.0.1:3000/api/webhooks/tradingview/…; got "${address}"`,
  );
  process.exit(1);
}
const known = new URL(address);
const unknown = new URL(`${address.slice(0, address.lastIndexOf("/") + 1)}${"x".repeat(43)}`);
const live = new URL("/livez", address);

const times = { live: [] as number[], unknown: [] as number[], first: [] as number[], second: [] as number[] };
const statuses = new Map<number, number>();
const posted = bodies();
for (const pass of ["first", "second"] as const) {
  for (const body of posted) {
    times.live.push((await ask("GET", live)).ms);
    const answer = await ask("POST", known, body);
    times[pass].push(answer.ms);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    times.unknown.push((await ask("POST", unknown, body)).ms);
  }
}
agent.destroy();

console.log(
  `${posted.length} bodies, each twice; answers: ${[...statuses].map(([status, n]) => `${n} × ${status}`).join(", ")}`,
);
console.log(`${"ms".padEnd(24)}${["p50", "p95", "p99", "max"].map((name) => name.padStart(8)).join("")}`);
console.log(line("livez (baseline)", times.live));
console.log(line("unknown address", times.unknown));
console.log(line("known, first time", times.first));
console.log(line("known, second time", times.second));
const worst = Math.max(
  ...[times.first, times.second].map((list) => list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.99)] ?? 0),
);
console.log(`goal p99 < ${GOAL_P99_MS} ms: ${worst < GOAL_P99_MS ? "met" : "missed"}`);
