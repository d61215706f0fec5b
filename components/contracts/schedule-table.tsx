/** The next four rolls of each root with what every rule says; the root's own rule is in the first column. */
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

export function ScheduleTable({ schedules }: { readonly schedules: readonly ShownSchedule[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-13 whitespace-nowrap">
        <thead>
          <tr className="text-left text-12 text-text-2">
            <th className="px-3 py-1 font-normal">Roll</th>
            <th className="px-3 py-1 font-normal">By its rule</th>
            <th className="px-3 py-1 font-normal">Monday</th>
            <th className="px-3 py-1 font-normal">8 days before</th>
            <th className="px-3 py-1 font-normal">Fixed date</th>
            <th className="px-3 py-1 font-normal">Volume crossover</th>
            <th className="px-3 py-1 font-normal">Last trading day</th>
          </tr>
        </thead>
        <tbody>
          {schedules.flatMap(({ root, rule, coming }) =>
            coming.map((roll) => (
              <tr key={`${root}${roll.month}`} className="h-(--row) border-t border-line">
                <td className="px-3 font-medium">
                  <a
                    href={`?root=${root}&to=${roll.toTicker}#roll`}
                    className="touch inline-flex items-center underline"
                  >
                    {roll.ticker} → {roll.toTicker}
                  </a>
                </td>
                <td className="px-3" title={rule}>
                  {etStamp(roll.at)}
                </td>
                <td className="px-3 text-text-2">{etStamp(roll.byRule.monday)}</td>
                <td className="px-3 text-text-2">{etStamp(roll.byRule.eightDays)}</td>
                <td className="px-3 text-text-2">
                  {roll.byRule.fixed === null ? "no date" : etStamp(roll.byRule.fixed)}
                </td>
                <td className="px-3 text-text-2">
                  {roll.byRule.volume === null ? "not crossed yet" : etStamp(roll.byRule.volume)}
                </td>
                <td className="px-3 text-text-2">{longDate(roll.lastTradeDate)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
