import { describe, expect, it } from "vitest";
import { priceScale } from "@/lib/market/price";
import { sizePosition } from "@/lib/trade/sizing";

const base = {
  scale: priceScale("0.25"),
  pointValue: "20",
  accountSize: "100000",
  riskPercent: "1.00",
  minContracts: 1,
};
const riskTicks = (points: number) => points * 4;

describe("position size (methodology 6, SZ)", () => {
  it("SZ: 1 % of 100000 at 42.75 points buys 1 NQ for 855 USD and 11 MNQ for 940.50", () => {
    const size = sizePosition({ ...base, riskTicks: riskTicks(42.75) });
    expect(size).toEqual({
      contracts: 1,
      actualRiskCents: 85_500,
      budgetCents: 100_000,
      riskOverBudget: false,
      microContracts: 11,
    });
    const micro = sizePosition({ ...base, pointValue: "2", riskTicks: riskTicks(42.75) });
    expect([micro.contracts, micro.actualRiskCents]).toEqual([11, 94_050]);
  });

  it("SZ: 0.15 % buys the minimum of 1 NQ over budget (INV-21: never zero for a valid trade)", () => {
    const size = sizePosition({ ...base, riskPercent: "0.15", riskTicks: riskTicks(42.75) });
    expect([size.contracts, size.riskOverBudget, size.budgetCents]).toEqual([1, true, 15_000]);
  });

  it("SZ: 50000 at 0.5 % and 31.25 points buys exactly 4 MNQ", () => {
    const size = sizePosition({
      ...base,
      accountSize: "50000",
      riskPercent: "0.5",
      pointValue: "2",
      riskTicks: riskTicks(31.25),
    });
    expect([size.contracts, size.actualRiskCents, size.riskOverBudget]).toEqual([4, 25_000, false]);
  });

  it("100000 at 0.15 %, 11.00 points, MNQ: 6.82 -> 6", () => {
    expect(sizePosition({ ...base, riskPercent: "0.15", pointValue: "2", riskTicks: riskTicks(11) }).contracts).toBe(6);
  });

  it("INV-36: no contracts when the risk is not above 0", () => {
    expect(sizePosition({ ...base, riskTicks: 0 }).contracts).toBe(0);
    expect(sizePosition({ ...base, riskTicks: -85 }).contracts).toBe(0);
  });

  it("refuses an account that is no number", () => {
    expect(() => sizePosition({ ...base, accountSize: "lots", riskTicks: 4 })).toThrow(
      /accountSize: expected a decimal/,
    );
  });
});
