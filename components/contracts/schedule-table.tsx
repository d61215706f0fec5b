/**
 * The next four rolls of each root with what every rule says; the root's own rule is in the first column. A phone has a list
 * instead: a line per root with its next roll, the rest one tap away.
 */
import { ChevronRight } from "lucide-react";
import { StackedCell, StackedRow, StackedTable } from "@/components/ui/stacked-table";
import { etStamp, longDate } from "@/lib/format/time";

interface ShownRoll {
  readonly month: string;
  readonly ticker: string;
  readonly toTicker: string;
  readonly lastTradeDate: string;
  readonly at: number;
  readonly byRule: {
    readonly monday: number;
    readonly eightDays: number;
    readonly fixed: number | null;
    readonly volume: number | null;
  };
}

interface ShownSchedule {
  readonly root: string;
  readonly rule: string;
  readonly coming: readonly ShownRoll[];
}

/** Columns after the roll and its instant: what each rule says of it, whichever of them is the root's own. */
const readings: readonly (readonly [string, (roll: ShownRoll) => string])[] = [
  ["Monday's session", ({ byRule }) => etStamp(byRule.monday)],
  ["8 days before", ({ byRule }) => etStamp(byRule.eightDays)],
  ["Fixed date", ({ byRule }) => (byRule.fixed === null ? "no date" : etStamp(byRule.fixed))],
  ["Volume crossover", ({ byRule }) => (byRule.volume === null ? "not crossed yet" : etStamp(byRule.volume))],
  ["Last trading day", ({ lastTradeDate }) => longDate(lastTradeDate)],
];

const columns = ["Roll", "By its rule", ...readings.map(([name]) => name)];

export function ScheduleTable({ schedules }: { readonly schedules: readonly ShownSchedule[] }) {
  return (
    <>
      <div className="max-md:hidden">
        <StackedTable columns={columns}>
          {schedules.flatMap(({ root, rule, coming }) =>
            coming.map((roll) => (
              <StackedRow key={`${root}${roll.month}`}>
                <StackedCell className="font-medium">
                  <RollLink root={root} roll={roll} />
                </StackedCell>
                <StackedCell title={rule}>{etStamp(roll.at)}</StackedCell>
                {readings.map(([name, text]) => (
                  <StackedCell key={name} className="text-text-2">
                    {text(roll)}
                  </StackedCell>
                ))}
              </StackedRow>
            )),
          )}
        </StackedTable>
      </div>
      <ul className="md:hidden">
        {schedules.map((schedule) => (
          <RootRolls key={schedule.root} {...schedule} />
        ))}
      </ul>
    </>
  );
}

function RollLink({ root, roll }: { readonly root: string; readonly roll: ShownRoll }) {
  return (
    <a href={`?root=${root}&to=${roll.toTicker}#roll`} className="touch inline-flex items-center underline">
      {roll.ticker} → {roll.toTicker}
    </a>
  );
}

function RootRolls({ root, rule, coming }: ShownSchedule) {
  const [next] = coming;
  return (
    <li className="border-b border-line px-3">
      <details className="group/roll">
        <summary className="touch flex list-none items-center gap-1 py-1 [&::-webkit-details-marker]:hidden">
          <ChevronRight size={14} aria-hidden className="shrink-0 text-text-2 group-open/roll:rotate-90" />
          <span className="min-w-0 flex-1">
            <span className="font-semibold">{root}</span>{" "}
            {next === undefined ? "no roll known" : `${next.ticker} → ${next.toTicker}`}
            {next !== undefined && <span className="block text-12 text-text-2">{etStamp(next.at)}</span>}
          </span>
        </summary>
        <p className="pt-1 text-12 text-text-2">Rule: {rule}.</p>
        <ul className="pb-2">
          {coming.map((roll) => (
            <li key={roll.month} className="py-1">
              <p className="flex items-center justify-between gap-2 text-13 font-medium">
                <RollLink root={root} roll={roll} />
                <span className="font-normal">{etStamp(roll.at)}</span>
              </p>
              <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-2 text-12 text-text-2">
                {readings.map(([name, text]) => (
                  <div key={name} className="contents">
                    <dt>{name}</dt>
                    <dd>{text(roll)}</dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
