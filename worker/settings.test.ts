import { describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/env";
import { needsStoredKey, vendor, workerSettings } from "@/worker/settings";

function envOf(variables: Record<string, string>) {
  const parsed = parseEnv(variables);
  if (!parsed.ok) throw new Error(parsed.errors.join("; "));
  return parsed.env;
}

describe("which key the feed gets", () => {
  it("the environment's wins over a stored one", () => {
    const env = envOf({ MASSIVE_API_KEY: "from-the-environment" });
    expect(needsStoredKey(env)).toBe(false);
    expect(workerSettings(env, { key: "stored-by-an-admin" })).toMatchObject({
      key: "from-the-environment",
      mode: "live",
    });
  });

  it("without one, what an admin has stored runs the real feed", () => {
    const env = envOf({});
    expect(needsStoredKey(env)).toBe(true);
    expect(workerSettings(env, { key: "stored-by-an-admin" })).toMatchObject({
      ...{ key: "stored-by-an-admin", mode: "live", socketUrl: vendor.realtime, restUrl: vendor.rest },
    });
  });

  it("none at all runs without a feed and says so, never on the simulated exchange", () => {
    const told = { mode: "live", key: null, keyProblem: expect.stringMatching(/^There is no API key/) };
    expect(workerSettings(envOf({}))).toMatchObject(told);
  });

  it("one sealed under another secret runs without a feed and asks for it again", () => {
    const told = { mode: "live", key: null, keyProblem: expect.stringMatching(/cannot be opened.*enter it again/) };
    expect(workerSettings(envOf({}), "unreadable")).toMatchObject(told);
  });

  it("the simulated exchange never gets a stored key", () => {
    const env = envOf({
      ...{
        FEED_SOURCE: "simulated",
        MASSIVE_WS_URL: "ws://127.0.0.1:1/futures",
        MASSIVE_REST_URL: "http://127.0.0.1:1",
      },
    });
    expect(needsStoredKey(env)).toBe(false);
    expect(workerSettings(env, { key: "stored-by-an-admin" })).toMatchObject({
      mode: "simulated",
      key: "simulated-exchange",
    });
  });
});
