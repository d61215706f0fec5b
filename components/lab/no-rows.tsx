"use client";
import type { LabAddress } from "@/components/lab/use-lab-address";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { everything } from "@/lib/lab/filter";
import { filterChips } from "@/lib/lab/filter-chips";
/** The list is empty: whether nothing has come in yet or the filter is too narrow, and what to do about it. */
import { sourceLabels } from "@/lib/lab/words";
import type { TickSource } from "@/lib/market/types";

export function NoRows({ address, deskSource }: { readonly address: LabAddress; readonly deskSource: TickSource }) {
  const { filter } = address;
  const label = sourceLabels.get(filter.source) ?? filter.source;
  const narrowed = filterChips(filter, deskSource).some(({ name }) => name !== "source");
  if (narrowed) {
    return (
      <Empty
        title="No signal matches the filter"
        action={<Button onClick={() => address.change({ filter: everything(filter.source) })}>Clear the filter</Button>}
      >
        Each chip above narrows the list; taking one away widens it.
      </Empty>
    );
  }
  if (filter.source !== deskSource) {
    return (
      <Empty
        title={`No ${label.toLowerCase()} signal is stored`}
        action={
          <Button onClick={() => address.change({ filter: { source: deskSource } })}>
            Show {sourceLabels.get(deskSource)}
          </Button>
        }
      >
        This desk has never taken in a signal from this source.
      </Empty>
    );
  }
  return (
    <Empty title="No alert has come in yet">
      Each TradingView alert sent to this desk's webhook is written down here with every check it passed or failed. On
      the simulated market the first ones come by themselves within minutes.
    </Empty>
  );
}
