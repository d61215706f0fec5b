/** Position size as GET /api/signals/<id>/evidence writes it: whole contracts, money as decimal text. Pure. */
import { PRODUCTS } from "@/lib/market/contract";
import type { PriceScale } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";
import type { ConfigValues } from "@/lib/signal/config";
import { sizePosition } from "@/lib/trade/sizing";

/** What the budget was made of. */
type Budget = Pick<ConfigValues, "accountSize" | "riskPercent" | "minContracts">;

/** Size of a trade by an account's settings. Informative: the engine decides nothing by it. */
export interface SizeJson extends Budget {
  readonly contracts: number;
  /** Contracts x risk x point value. */
  readonly actualRisk: string;
  readonly budget: string;
  /** The fewest contracts allowed already cost more than the budget. */
  readonly overBudget: boolean;
  /** The micro future of the same product, and how many of it the budget buys; null where there is none. */
  readonly micro: { readonly root: string; readonly contracts: number } | null;
}

/** Whole cents as decimal text. */
function money(cents: number): string {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** @param riskTicks 1R; `pointValue` is the instrument's, decimal text (methodology 6) */
export function sizeJson(root: string, riskTicks: Ticks, scale: PriceScale, pointValue: string, by: Budget): SizeJson {
  const { accountSize, riskPercent, minContracts } = by;
  const size = sizePosition({ riskTicks, scale, pointValue, accountSize, riskPercent, minContracts });
  const micro = PRODUCTS.find((product) => product.parent === root);
  return {
    contracts: size.contracts,
    actualRisk: money(size.actualRiskCents),
    budget: money(size.budgetCents),
    overBudget: size.riskOverBudget,
    micro: micro === undefined ? null : { root: micro.root, contracts: size.microContracts },
    ...{ accountSize, riskPercent, minContracts },
  };
}
