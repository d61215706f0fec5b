import { describe, expect, it } from "vitest";
import { deskSource, parseEnv } from "@/lib/env";

const errorsOf = (variables: Record<string, string>): readonly string[] => {
  const result = parseEnv(variables);
  return result.ok ? [] : result.errors;
};

describe("parseEnv", () => {
  it("needs nothing and fills in the defaults", () => {
    const result = parseEnv({});
    expect(result).toMatchObject({
      ok: true,
      env: {
        PORT: 3000,
        WORKER_PORT: 3100,
        DATA_DIR: ".data",
        LOG_LEVEL: "info",
        MASSIVE_FEED: "realtime",
        WORKER_URL: "http://127.0.0.1:3100",
        APP_URL: "http://127.0.0.1:3000",
      },
    });
  });

  it("counts a blank variable as absent", () => {
    expect(parseEnv({ PORT: "", DATABASE_URL: " ", LOG_LEVEL: "" })).toMatchObject({ ok: true, env: { PORT: 3000 } });
  });

  it("takes POLYGON_API_KEY for MASSIVE_API_KEY, and refuses two different keys", () => {
    expect(parseEnv({ POLYGON_API_KEY: "key-of-mine" })).toMatchObject({ env: { MASSIVE_API_KEY: "key-of-mine" } });
    expect(parseEnv({ POLYGON_API_KEY: "key-of-mine", MASSIVE_API_KEY: "key-of-mine" }).ok).toBe(true);
    const errors = errorsOf({ POLYGON_API_KEY: "key-of-mine", MASSIVE_API_KEY: "another-key" });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^POLYGON_API_KEY: expected the same value/);
  });

  it.each([
    ["PORT", "abc", 'PORT: expected a port number, got "abc"'],
    ["PORT", "70000", 'PORT: expected a port number from 1 to 65535, got "70000"'],
    ["WORKER_PORT", "0", 'WORKER_PORT: expected a port number from 1 to 65535, got "0"'],
    ["MASSIVE_FEED", "live", 'MASSIVE_FEED: expected realtime or delayed, got "live"'],
    ["MASSIVE_WS_URL", "http://x", 'MASSIVE_WS_URL: expected an address starting with ws:// or wss://, got "http://x"'],
    ["LOG_LEVEL", "loud", 'LOG_LEVEL: expected fatal, error, warn, info, debug, trace or silent, got "loud"'],
  ])("names the mistake: %s=%s", (name, value, message) => {
    expect(errorsOf({ [name]: value })).toEqual([message]);
  });

  it("has one line per mistake", () => {
    expect(errorsOf({ PORT: "x", MASSIVE_FEED: "y", LOG_LEVEL: "z" })).toHaveLength(3);
  });

  it("never repeats a secret", () => {
    const errors = errorsOf({ AUTH_SECRET: "hunter2", DATABASE_URL: "mysql://root:hunter2@db", MASSIVE_API_KEY: "h2" });
    expect(errors).toHaveLength(3);
    expect(errors.join()).not.toMatch(/hunter2|h2/);
  });

  it("refuses one port for two servers", () => {
    expect(errorsOf({ PORT: "4000", WORKER_PORT: "4000" })).toEqual([
      "WORKER_PORT: expected another port than PORT, got 4000 for both",
    ]);
  });
});

describe("the source of the desk", () => {
  it("is what its rows are marked with", () => {
    const sourceOf = (variables: Record<string, string>) => {
      const result = parseEnv(variables);
      return result.ok ? deskSource(result.env) : result.errors;
    };
    expect(sourceOf({})).toBe("live");
    expect(sourceOf({ MASSIVE_FEED: "delayed" })).toBe("delayed");
    expect(sourceOf({ FEED_SOURCE: "simulated", MASSIVE_FEED: "delayed" })).toBe("simulated");
    expect(sourceOf({ FEED_SOURCE: "replay" })).toBe("replay");
  });
});
