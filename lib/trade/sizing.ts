/**
 * How many contracts a risk budget buys (methodology 6). Informative: no order is ever sent.
 * All money is exact: budget and risk are compared as fractions, results are whole cents.
 */
import { type Decimal, type PriceScale, parseDecimal } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";

export interface SizingInput {
  readonly riskTicks: Ticks;
  readonly scale: PriceScale;
  /** Money per point, decimal text. */
  readonly pointValue: string;
  /** Account in money, decimal text. */
  readonly accountSize: string;
  /** Percent of the account risked per trade, decimal text. */
  readonly riskPercent: string;
  readonly minContracts: number;
}

export interface PositionSize {
  readonly contracts: number;
  /** Contracts x risk x point value, cents. */
  readonly actualRiskCents: number;
  readonly budgetCents: number;
  /** The minimum number of contracts costs more than the budget. */
  readonly riskOverBudget: boolean;
  /** Contracts of the micro future (a tenth of the point value) the same budget buys. */
  readonly microContracts: number;
}

const MICRO_FRACTION = 10n;

interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

const NOTHING: PositionSize = {
  contracts: 0,
  actualRiskCents: 0,
  budgetCents: 0,
  riskOverBudget: false,
  microContracts: 0,
};

function fraction(decimal: Decimal): Fraction {
  return { top: decimal.mantissa, bottom: 10n ** BigInt(decimal.scale) };
}

function read(name: string, text: string): Fraction {
  const decimal = parseDecimal(text);
  if (decimal === null || decimal.mantissa <= 0n) {
    throw new RangeError(`${name}: expected a decimal number above 0, got ${JSON.stringify(text)}`);
  }
  return fraction(decimal);
}

const times = (left: Fraction, right: Fraction): Fraction => ({
  top: left.top * right.top,
  bottom: left.bottom * right.bottom,
});
const floorOfRatio = (left: Fraction, right: Fraction): number =>
  Number((left.top * right.bottom) / (left.bottom * right.top));
const roundedCents = ({ top, bottom }: Fraction): number => Number((top * 100n * 2n + bottom) / (2n * bottom));

/**
 * max(minContracts, floor(budget / risk of one contract)); 0 when the risk is not above 0 (5.3: such a trade is VOID).
 * @throws RangeError when an amount is not a decimal number above 0
 */
export function sizePosition(input: SizingInput): PositionSize {
  if (input.riskTicks <= 0) return NOTHING;
  const percent = read("riskPercent", input.riskPercent);
  const budget = times(read("accountSize", input.accountSize), { top: percent.top, bottom: percent.bottom * 100n });
  const points: Fraction = {
    top: BigInt(input.riskTicks) * BigInt(input.scale.units),
    bottom: 10n ** BigInt(input.scale.decimals),
  };
  const perContract = times(points, read("pointValue", input.pointValue));
  const perMicro = { top: perContract.top, bottom: perContract.bottom * MICRO_FRACTION };
  const affordable = floorOfRatio(budget, perContract);
  const contracts = Math.max(input.minContracts, affordable);
  return {
    contracts,
    actualRiskCents: roundedCents({ top: perContract.top * BigInt(contracts), bottom: perContract.bottom }),
    budgetCents: roundedCents(budget),
    riskOverBudget: contracts > affordable,
    microContracts: Math.max(input.minContracts, floorOfRatio(budget, perMicro)),
  };
}
