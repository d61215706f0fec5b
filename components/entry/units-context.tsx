"use client";
/** The unit the whole page speaks, kept in this browser; one control changes every number. */
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { Segmented } from "@/components/ui/segmented";
import {
  type DistanceScale,
  type DistanceUnit,
  distanceUnits,
  readableDistance,
  unitChoices,
} from "@/lib/format/excursion";
import type { Ticks } from "@/lib/market/types";

interface Units {
  readonly unit: DistanceUnit;
  readonly of: DistanceScale;
  readonly setUnit: (unit: DistanceUnit) => void;
}

const UnitsContext = createContext<Units | null>(null);
const storageKey = "excursion.unit";

function remembered(): DistanceUnit {
  const kept = typeof window === "undefined" ? null : window.localStorage.getItem(storageKey);
  return distanceUnits.find((unit) => unit === kept) ?? "r";
}

export function UnitsProvider({ of, children }: { readonly of: DistanceScale; readonly children: ReactNode }) {
  const [unit, setUnit] = useState<DistanceUnit>(remembered);
  const value = useMemo(
    () => ({
      of,
      unit: of.risk === null && unit === "r" ? ("points" as const) : unit,
      setUnit: (next: DistanceUnit) => {
        window.localStorage.setItem(storageKey, next);
        setUnit(next);
      },
    }),
    [of, unit],
  );
  return <UnitsContext value={value}>{children}</UnitsContext>;
}

export function useUnits(): Units {
  const units = useContext(UnitsContext);
  if (units === null) throw new Error("useUnits: expected a UnitsProvider above, found none");
  return units;
}

/** A signed distance in the page's unit. */
export function Distance({ ticks }: { readonly ticks: Ticks }) {
  const { unit, of } = useUnits();
  return <>{readableDistance(ticks, unit, of)}</>;
}

/** The same distance in the other measure: points where the page speaks R, else R. */
export function OtherDistance({ ticks }: { readonly ticks: Ticks }) {
  const { unit, of } = useUnits();
  return <>{unit === "r" ? `${readableDistance(ticks, "points", of)} pt` : readableDistance(ticks, "r", of)}</>;
}

export function UnitSwitch() {
  const { unit, setUnit } = useUnits();
  return (
    <Segmented quiet legend="Unit of the page" name="unit" options={unitChoices} value={unit} onChange={setUnit} />
  );
}
