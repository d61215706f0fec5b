/**
 * `npm test`: installs what is missing (packages, browser), then style, types, unit and database tests, build and end-to-end tests.
 * Every step runs even when an earlier one failed; the last line is the sum, alone: `N passed, N failed`.
 * Style, types and build count as one check each, a test as one.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { checkNode, ensureGenerated, ensureInstalled, ensureWebBuilt, projectRoot } from "./prepare.mjs";

const total = { passed: 0, failed: 0 };
const failures = [];

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(name);
}

const packageBin = (specifier) => createRequire(import.meta.url).resolve(specifier);

/** Runs a node script of a package; true when it succeeded. */
function runs(script, args, env = {}) {
  const { status, error } = spawnSync(process.execPath, [script, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  if (error) console.error(error.message);
  return status === 0;
}

/** One check that passes or fails as a whole. */
async function check(name, body) {
  console.log(`\n── ${name}`);
  let ok = false;
  try {
    ok = (await body()) !== false;
  } catch (error) {
    console.error(error.message);
  }
  count(name, ok ? 1 : 0, ok ? 0 : 1);
  return ok;
}

/** A test runner that leaves a JSON report; `sum` reads the numbers out of it. A failure without a failed test counts as one. */
function suite(name, run, sum) {
  console.log(`\n── ${name}`);
  const reportDir = fs.mkdtempSync(path.join(os.tmpdir(), "excursion-report-"));
  const file = path.join(reportDir, "report.json");
  const ok = run(file);
  const { passed, failed } = fs.existsSync(file)
    ? sum(JSON.parse(fs.readFileSync(file, "utf8")))
    : { passed: 0, failed: 0 };
  fs.rmSync(reportDir, { recursive: true, force: true });
  count(name, passed, ok ? failed : Math.max(failed, 1));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const styleIsRight = () => runs(packageBin("@biomejs/biome/bin/biome"), ["check", "--error-on-warnings", "."]);

function typesAreRight() {
  const next = packageBin("next/dist/bin/next");
  return runs(next, ["typegen"]) && runs(packageBin("typescript/bin/tsc"), ["--noEmit"]);
}

function unitTests(report) {
  const vitest = path.join(path.dirname(packageBin("vitest/package.json")), "vitest.mjs");
  return runs(vitest, ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], {
    NODE_ENV: "test",
  });
}

function endToEndTests(report, ports) {
  fs.rmSync(".data/e2e", { recursive: true, force: true });
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, E2E_PORT: String(ports[0]), E2E_WORKER_PORT: String(ports[1]) };
  return runs(packageBin("@playwright/test/cli"), ["test", "--reporter=list,json"], { CI: "1", ...env });
}

async function main() {
  process.chdir(projectRoot);
  checkNode();
  ensureInstalled();
  ensureGenerated();
  const { ensureBrowser } = await import("./browser.mjs");

  await check("style and boundaries", styleIsRight);
  await check("types", typesAreRight);
  suite("unit, property and database tests", unitTests, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
  }));
  const built = await check("build", ensureWebBuilt);
  const browser = await check("browser", ensureBrowser);
  if (built && browser) {
    const ports = [await freePort(), await freePort()];
    suite(
      "end-to-end tests",
      (report) => endToEndTests(report, ports),
      ({ stats }) => ({
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
      }),
    );
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  count("preparation", 0, 1);
}
if (failures.length > 0) console.log(`\nfailed: ${failures.join(", ")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
