import { describe, expect, test } from "vitest";
import { BadArguments, readArguments } from "@/worker/simulator/arguments";

describe("command line of the simulated exchange", () => {
  test("nothing means the synthetic market on the usual port", () => {
    expect(readArguments([])).toEqual({
      ...{ source: "synthetic", port: 3200, key: null, denied: [], deniedHistory: [] },
      ...{ seed: 1, rate: null, historyMinutes: 180, webhook: null, lateMinutes: 0 },
    });
  });

  test("a recorded file plays at full speed unless told otherwise", () => {
    const files = ["--ticks", "a.csv", "--instrument", "b.json"];
    expect(readArguments(files)).toMatchObject({ source: "recorded", speed: Number.POSITIVE_INFINITY });
    expect(readArguments([...files, "--speed", "2.5", "--port", "0"])).toMatchObject({ speed: 2.5, port: 0 });
  });

  test.each([
    [["--ticks", "a.csv"], /--instrument: expected a file beside --ticks/],
    [["--instrument", "a.json"], /--ticks: expected a file/],
    [["--speed", "3"], /--speed: expected together with --ticks/],
    [["--ticks", "a", "--instrument", "b", "--speed", "0"], /--speed: expected max or a number above 0, got 0/],
    [["--ticks", "a", "--instrument", "b", "--rate", "5"], /--rate: belongs to the synthetic market/],
    [["--rate", "fast"], /--rate: expected a whole number from 1 to 50000, got fast/],
    [["--port", "70000"], /--port: expected a whole number from 0 to 65535/],
    [["--deny", "T,L2"], /--deny: expected channels out of T, Q, A, AM, got L2/],
    [["--deny-history", "B"], /--deny-history: expected channels out of T, Q, A, AM, got B/],
    [["--webhook", "ftp://x"], /--webhook: expected an address/],
    [["--volume", "11"], /--volume/],
  ])("%j is refused with what was expected", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
    expect(() => readArguments(args)).toThrow(BadArguments);
  });
});
