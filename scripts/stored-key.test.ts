/** A start on nothing, on a key of the environment and on one an admin has entered, as launcher and worker judge it together. */
import { describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { openVendorKey, removeVendorKey, storeVendorKey } from "@/lib/db/vendor-key";
import { parseEnv } from "@/lib/env";
import { needsSimulator } from "@/scripts/stored-key.mjs";
import { testDatabase } from "@/scripts/testing/database";
import { makePerson } from "@/scripts/testing/people";
import { needsStoredKey, vendor, workerSettings } from "@/worker/settings";

const url = await testDatabase();
const secret = "a secret of tests, long enough to be taken";

function envOf(variables: Record<string, string>) {
  const parsed = parseEnv({ AUTH_SECRET: secret, ...variables });
  if (!parsed.ok) throw new Error(parsed.errors.join("; "));
  return parsed.env;
}

describe("the market of a start", () => {
  it("is invented when no key is anywhere", async () => {
    expect(await needsSimulator(envOf({}), url)).toBe(true);
    expect(await openVendorKey(secret)).toBeNull();
  });

  it("is the vendor's with a key or an address in the environment", async () => {
    expect(await needsSimulator(envOf({ MASSIVE_API_KEY: "from-the-environment" }), url)).toBe(false);
    expect(await needsSimulator(envOf({ MASSIVE_WS_URL: "ws://127.0.0.1:1/futures" }), url)).toBe(false);
  });

  it("is the vendor's with the key an admin has stored, and the worker runs on that key", async () => {
    await storeVendorKey("entered-by-an-admin", secret, { actor: await makePerson("admin", "key@desk.test") });
    const env = envOf({});
    expect(await needsSimulator(env, url)).toBe(false);
    expect(needsStoredKey(env)).toBe(true);
    const opened = await openVendorKey(secret);
    if (opened === null || opened === "unreadable") throw new Error(`expected a key, got ${opened}`);
    expect(workerSettings(env, opened)).toMatchObject({
      ...{ key: "entered-by-an-admin", mode: "live", socketUrl: vendor.realtime },
    });
  });

  it("stays the vendor's, and silent, when the stored key was sealed under another secret", async () => {
    const env = envOf({});
    expect(await needsSimulator(env, url)).toBe(false);
    const opened = await openVendorKey(`${secret}, replaced`);
    expect(opened).toBe("unreadable");
    expect(workerSettings(env, opened)).toMatchObject({ key: null, mode: "live" });
  });

  it("is invented again once the key is removed, which the audit tells", async () => {
    const actor = await makePerson("admin", "remover@desk.test");
    expect(await removeVendorKey({ actor })).toBe(true);
    expect(await needsSimulator(envOf({}), url)).toBe(true);
    expect(await removeVendorKey({ actor })).toBe(false);
    const { rows } = await pool().query("SELECT before FROM audit_log WHERE action = 'vendor_key.removed'");
    expect(rows).toEqual([{ before: { lastFour: "dmin" } }]);
  });
});
