import { describe, expect, it } from "vitest";
import { GET } from "@/app/api/reminders/route";
import { systemClock } from "@/lib/clock";
import { seedInstruments } from "@/lib/db/contracts";
import { readActiveHours, saveVendorDays } from "@/lib/db/market-hours";
import { calendarOf } from "@/lib/market/hours";
import { type MarketPhase, phaseAt } from "@/lib/market/phases";
import { newYorkDate } from "@/lib/market/session";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, signedIn } from "@/scripts/testing/people";
import { defaultInstruments } from "@/worker/roster";

await testDatabase();
process.env["LOG_LEVEL"] = "silent";
const cookie = await signedIn("trader");
const dayMs = 24 * 60 * 60_000;

async function market(): Promise<MarketPhase[]> {
  const response = await GET(browserRequest("/api/reminders", { cookie }), { params: Promise.resolve({}) });
  expect(response.status).toBe(200);
  return (await response.json()).market;
}

describe("the market's hours in the frame", () => {
  it("are those of the stored instruments, the vendor's days taken in", async () => {
    await seedInstruments(defaultInstruments());
    const now = systemClock.now();
    // Whatever day this runs on, the vendor keeps the next four days shut from one midnight to the other.
    const shut = new Map([1, 2, 3, 4].map((day) => [newYorkDate(now + day * dayMs), []]));
    const usual = phaseAt(await market(), now + 3 * dayMs);
    for (const root of (await readActiveHours()).keys()) await saveVendorDays(root, shut, now);
    const [calendar] = [...(await readActiveHours()).values()].map(calendarOf);
    const told = await market();
    expect(phaseAt(told, now + 3 * dayMs)).toMatchObject({ open: false });
    expect(phaseAt(told, now)).toMatchObject({ open: calendar?.isOpen(now) });
    expect(usual).not.toEqual(phaseAt(told, now + 3 * dayMs));
  });
});
