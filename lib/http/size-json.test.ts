import { expect, it } from "vitest";
import { sizeJson } from "@/lib/http/size-json";
import { priceScale } from "@/lib/market/price";

const scale = priceScale("0.25");
const budget = { accountSize: "100000", riskPercent: "1.00", minContracts: 1 };
const risk = 171;

it("SZ: says what a trade of 42.75 points of risk costs, and the micro of it", () => {
  expect(sizeJson("NQ", risk, scale, "20", budget)).toEqual({
    ...{ contracts: 1, actualRisk: "855.00", budget: "1000.00", overBudget: false },
    ...{ micro: { root: "MNQ", contracts: 11 }, ...budget },
  });
});

it("SZ: one contract above the budget says so; a micro has no micro", () => {
  const poor = { ...budget, riskPercent: "0.15" };
  expect(sizeJson("NQ", risk, scale, "20", poor)).toMatchObject({ contracts: 1, budget: "150.00", overBudget: true });
  expect(sizeJson("MNQ", risk, scale, "2", poor)).toMatchObject({ contracts: 1, micro: null, overBudget: false });
});
