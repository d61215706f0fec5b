/** What each root means now and until when, which spellings lead to it, and the spans in which it meant nothing. */
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

export function MappingTable({ roots }: { readonly roots: readonly ShownRoot[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-13">
        <thead>
          <tr className="text-left text-12 text-text-2">
            <th className="px-3 py-1 font-normal">Root</th>
            <th className="px-3 py-1 font-normal">Means</th>
            <th className="px-3 py-1 font-normal">Until</th>
            <th className="px-3 py-1 font-normal">Last trading day</th>
            <th className="px-3 py-1 text-right font-normal">Tick</th>
            <th className="px-3 py-1 text-right font-normal">$ a point</th>
            <th className="px-3 py-1 font-normal">Spellings</th>
          </tr>
        </thead>
        <tbody>
          {roots.map((root) => (
            <Row key={root.root} root={root} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ root }: { readonly root: ShownRoot }) {
  const { front } = root;
  const end = root.contracts.find((contract) => contract.ticker === front?.ticker)?.lastTradeDate;
  return (
    <tr className="border-t border-line align-top" data-root={root.root}>
      <td className="px-3 py-1">
        {root.active ? (
          <a href={`?root=${root.root}#roll`} className="touch inline-flex items-center font-semibold underline">
            {root.root}
          </a>
        ) : (
          <span className="font-semibold">{root.root}</span>
        )}
        <span className="block text-12 text-text-2">{root.name}</span>
      </td>
      <td className="px-3 py-1 font-semibold">
        {front?.ticker ?? (root.active ? "nothing" : "no tape of its own")}
        {root.gaps.map((gap) => (
          <span key={gap.from} className="block text-12 font-normal text-warn">
            Gap: nothing from {etStamp(gap.from)} {gap.to === null ? "on" : `to ${etStamp(gap.to)}`}
          </span>
        ))}
      </td>
      <td className="px-3 py-1 whitespace-nowrap">{front?.to == null ? "—" : etStamp(front.to)}</td>
      <td className="px-3 py-1 whitespace-nowrap">{end === undefined ? "—" : longDate(end)}</td>
      <td className="num px-3 py-1 text-right">{root.tickSize}</td>
      <td className="num px-3 py-1 text-right">{root.pointValue}</td>
      <td className="px-3 py-1 text-12 text-text-2">{root.aliases.join(", ") || "none"}</td>
    </tr>
  );
}
