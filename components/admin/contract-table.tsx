"use client";
/** The contracts the desk listens to, as the worker reports them. */
import { useContracts } from "@/components/live/hooks";
import { useNow } from "@/components/live/use-now";
import { Panel } from "@/components/ui/panel";
import { daysUntil, longDate } from "@/lib/format/time";

export function ContractTable({ className = "" }: { readonly className?: string }) {
  const contracts = useContracts();
  const now = useNow();
  return (
    <Panel title="Front contracts" className={className}>
      <table className="w-full text-13">
        <thead>
          <tr className="text-left text-12 text-text-2">
            <th className="px-3 py-1 font-normal">Contract</th>
            <th className="hidden px-3 py-1 font-normal sm:table-cell">Product</th>
            <th className="px-3 py-1 text-right font-normal">Tick</th>
            <th className="px-3 py-1 text-right font-normal">$ a point</th>
            <th className="px-3 py-1 font-normal">Last trading day</th>
          </tr>
        </thead>
        <tbody>
          {contracts.map((contract) => (
            <tr key={contract.id} className="h-(--row) border-t border-line">
              <td className="px-3 font-semibold">{contract.ticker}</td>
              <td className="hidden px-3 text-text-2 sm:table-cell">{contract.name}</td>
              <td className="num px-3 text-right">{contract.tickSize}</td>
              <td className="num px-3 text-right">{contract.pointValue}</td>
              <td className="px-3">
                {longDate(contract.lastTradeDate)}{" "}
                <span className="text-text-2 max-sm:block">
                  {now === null ? "" : `in ${daysUntil(contract.lastTradeDate, now)} days`}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {contracts.length === 0 && (
        <p className="px-3 py-3 text-13 text-text-2">The worker has not reported its contracts yet.</p>
      )}
    </Panel>
  );
}
