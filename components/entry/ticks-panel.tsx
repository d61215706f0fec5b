"use client";
/** The trades around each one that decided, with milliseconds, size and marks; the deciding one stands out by word and colour. */
import { useState } from "react";
import { eventTitle } from "@/components/entry/event-words";
import type { DecidingTicks, Evidence, TickEvidence } from "@/components/entry/evidence";
import { Digits } from "@/components/ui/digits";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { etTimeMs } from "@/lib/format/time";

const flagWords = {
  suspicious: "suspicious, did not count",
  late: "late, did not count",
  released: "suspicious at first, then accepted",
  backfilled: "by REST",
} as const;

const nameOf = (decision: DecidingTicks): string => {
  const [last] = decision.events.slice(-1);
  return eventTitle({ type: last ?? "", data: {} });
};

export function TicksPanel({ evidence }: { readonly evidence: Evidence }) {
  const { ticks, record } = evidence;
  const [chosen, setChosen] = useState<string | null>(null);
  const first = ticks[0];
  if (first === undefined) {
    const reason =
      record.trade === null
        ? "No trade of the tape decided anything here: there is no entry."
        : "Entry and exit were decided by candles, not by single trades.";
    return (
      <Panel title="Trades that decided" className="print:hidden">
        <p className="px-3 py-2 text-12 text-text-2">{reason}</p>
      </Panel>
    );
  }
  const decision = ticks.find((one) => String(one.tick) === chosen) ?? first;
  const options = Object.fromEntries(ticks.map((one) => [`t${one.tick}`, nameOf(one)]));
  return (
    <Panel
      title="Trades that decided"
      className="print:hidden"
      aside={
        ticks.length > 1 && (
          <Segmented
            quiet
            legend="Deciding trade"
            name="ticks"
            options={options}
            value={`t${decision.tick}`}
            onChange={(key) => setChosen(key.slice(1))}
          />
        )
      }
    >
      {decision.missing === null ? (
        <TickTable decision={decision} />
      ) : (
        <p className="px-3 py-2 text-12 text-text-2">{decision.missing}</p>
      )}
    </Panel>
  );
}

function TickTable({ decision }: { readonly decision: DecidingTicks }) {
  return (
    <table className="w-full text-12" data-testid="ticks">
      <caption className="sr-only">Stored trades around the one that decided, in the order they were taken in</caption>
      <thead>
        <tr className="border-b border-line text-11 text-text-2">
          <th scope="col" className="px-3 py-1 text-left font-normal">
            Exchange time, ET
          </th>
          <th scope="col" className="px-3 py-1 text-right font-normal">
            Price
          </th>
          <th scope="col" className="px-3 py-1 text-right font-normal">
            Size
          </th>
          <th scope="col" className="hidden px-3 py-1 text-right font-normal @min-[560px]:table-cell">
            Tick
          </th>
          <th scope="col" className="px-3 py-1 text-left font-normal">
            What it was
          </th>
        </tr>
      </thead>
      <tbody>
        {decision.rows.map((row) => (
          <TickLine key={row.tick} row={row} decision={decision} />
        ))}
      </tbody>
    </table>
  );
}

function TickLine({ row, decision }: { readonly row: TickEvidence; readonly decision: DecidingTicks }) {
  const decided = row.tick === decision.tick;
  const counted = !row.flags.includes("suspicious") && !row.flags.includes("late");
  const words = [
    ...(decided ? decision.events.map((type) => eventTitle({ type, data: {} })) : []),
    ...row.flags.map((flag) => flagWords[flag]),
  ];
  return (
    <tr
      className={`border-b border-line ${decided ? "border-l-2 border-l-accent bg-surface-1" : "border-l-2 border-l-transparent"} ${counted ? "" : "text-text-2"}`}
      aria-current={decided ? "true" : undefined}
    >
      <td className="num px-3">{etTimeMs(row.exchangeAt)}</td>
      <td className={`num px-3 text-right ${decided ? "font-semibold" : ""} ${counted ? "" : "line-through"}`}>
        <Digits text={row.price} />
      </td>
      <td className="num px-3 text-right">{row.size}</td>
      <td className="num hidden px-3 text-right text-text-2 @min-[560px]:table-cell">{row.tick}</td>
      <td className={`px-3 ${decided ? "font-medium" : "text-text-2"}`}>{words.join(", ")}</td>
    </tr>
  );
}
