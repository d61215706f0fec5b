/** What each root means now and until when, which spellings lead to it, and the spans in which it meant nothing. */
import { StackedCell, StackedRow, StackedTable } from "@/components/ui/stacked-table";
import { etStamp, longDate } from "@/lib/format/time";

interface Span {
  readonly from: number;
  readonly to: number | null;
}

interface ShownRoot {
  readonly root: string;
  readonly name: string;
  readonly venue: string;
  readonly tickSize: string;
  readonly pointValue: string;
  readonly active: boolean;
  readonly aliases: readonly string[];
  readonly front: (Span & { readonly ticker: string }) | null;
  readonly gaps: readonly Span[];
  readonly contracts: readonly { readonly ticker: string; readonly lastTradeDate: string }[];
}

const columns = [
  ...["Root", "Means", "Until", "Last trading day"],
  ...[{ right: "Tick" }, { right: "$ a point" }, "Spellings"],
];

export function MappingTable({ roots }: { readonly roots: readonly ShownRoot[] }) {
  return (
    <StackedTable columns={columns}>
      {roots.map((root) => (
        <Row key={root.root} root={root} />
      ))}
    </StackedTable>
  );
}

function Row({ root }: { readonly root: ShownRoot }) {
  const { front } = root;
  // A root without a tape of its own has only a name on a phone: its values are those of the form below.
  const idle = root.active ? "" : "max-md:hidden";
  const end = root.contracts.find((contract) => contract.ticker === front?.ticker)?.lastTradeDate;
  return (
    <StackedRow name={root.root}>
      <StackedCell>
        {root.active ? (
          <a href={`?root=${root.root}#roll`} className="touch inline-flex items-center font-semibold underline">
            {root.root}
          </a>
        ) : (
          <span className="font-semibold">{root.root}</span>
        )}
        <span className="text-12 text-text-2 max-md:ms-2 md:block">{root.name}</span>
      </StackedCell>
      <StackedCell label="Means">
        <span className="font-semibold">{front?.ticker ?? (root.active ? "nothing" : "no tape of its own")}</span>
        {root.gaps.map((gap) => (
          <span key={gap.from} className="block text-12 text-warn">
            Gap: nothing from {etStamp(gap.from)} {gap.to === null ? "on" : `to ${etStamp(gap.to)}`}
          </span>
        ))}
      </StackedCell>
      <StackedCell label="Until" className={`md:whitespace-nowrap ${idle}`}>
        {front?.to == null ? "—" : etStamp(front.to)}
      </StackedCell>
      <StackedCell label="Last trading day" className={`md:whitespace-nowrap ${idle}`}>
        {end === undefined ? "—" : longDate(end)}
      </StackedCell>
      <StackedCell label="Tick" className={`num text-right ${idle}`}>
        {root.tickSize}
      </StackedCell>
      <StackedCell label="$ a point" className={`num text-right ${idle}`}>
        {root.pointValue}
      </StackedCell>
      <StackedCell label="Spellings" className={`text-12 text-text-2 ${idle}`}>
        {root.aliases.join(", ") || "none"}
      </StackedCell>
    </StackedRow>
  );
}
