"use client";
import { useMemo } from "react";
import { useContracts } from "@/components/live/hooks";
import { type PriceScale, priceScale } from "@/lib/market/price";
import type { ContractView } from "@/lib/stream/events";

/** A contract with its price scale, the same object until the list of contracts changes; null while it is unknown. */
export function useContract(
  id: number | undefined,
): { readonly contract: ContractView; readonly scale: PriceScale } | null {
  const contracts = useContracts();
  return useMemo(() => {
    const contract = contracts.find((candidate) => candidate.id === id);
    return contract === undefined ? null : { contract, scale: priceScale(contract.tickSize) };
  }, [contracts, id]);
}
