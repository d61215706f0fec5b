/** The next four rolls of each root with what every rule says; the root's own rule is in the first column. */
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

const columns = [
  ...["Roll", "By its rule", "Monday's session", "8 days before"],
  ...["Fixed date", "Volume crossover", "Last trading day"],
];

export function ScheduleTable({ schedules }: { readonly schedules: readonly ShownSchedule[] }) {
  return (
    <StackedTable columns={columns}>
      {schedules.flatMap(({ root, rule, coming }) =>
        coming.map((roll) => (
          <StackedRow key={`${root}${roll.month}`}>
            <StackedCell className="font-medium">
              <a href={`?root=${root}&to=${roll.toTicker}#roll`} className="touch inline-flex items-center underline">
                {roll.ticker} → {roll.toTicker}
              </a>
            </StackedCell>
            <StackedCell label="By its rule" title={rule}>
              {etStamp(roll.at)}
            </StackedCell>
            <StackedCell label="Monday's session" className="text-text-2">
              {etStamp(roll.byRule.monday)}
            </StackedCell>
            <StackedCell label="8 days before" className="text-text-2">
              {etStamp(roll.byRule.eightDays)}
            </StackedCell>
            <StackedCell label="Fixed date" className="text-text-2">
              {roll.byRule.fixed === null ? "no date" : etStamp(roll.byRule.fixed)}
            </StackedCell>
            <StackedCell label="Volume crossover" className="text-text-2">
              {roll.byRule.volume === null ? "not crossed yet" : etStamp(roll.byRule.volume)}
            </StackedCell>
            <StackedCell label="Last trading day" className="text-text-2">
              {longDate(roll.lastTradeDate)}
            </StackedCell>
          </StackedRow>
        )),
      )}
    </StackedTable>
  );
}
