/** Names of groups as people read them. Pure. */
import { shortDate } from "@/lib/format/time";
import type { LabGroup } from "@/lib/lab/columns";
import { directionLabels, reviewLabels, scenarioLabels, sessionLabels, statusLabels } from "@/lib/lab/words";

const labels: Partial<Readonly<Record<LabGroup, ReadonlyMap<string, string>>>> = {
  session: sessionLabels,
  direction: directionLabels,
  scenario: scenarioLabels,
  status: statusLabels,
  review: reviewLabels,
};

/** `2026-11-23` of days → `Mon 23 Nov 2026`; values of a vocabulary by their label; null says that there is none. */
export function groupTitle(group: LabGroup, value: string | null): string {
  if (value === null) return group === "scenario" ? "No stop yet" : "None";
  if (group === "day") return `${shortDate(value)} ${value.slice(0, 4)}`;
  return labels[group]?.get(value) ?? value;
}
