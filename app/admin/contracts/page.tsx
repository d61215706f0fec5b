import type { Metadata } from "next";
import { AdminNav } from "@/components/admin/admin-nav";
import { ContractList } from "@/components/contracts/contract-list";
import { HoursPanel } from "@/components/contracts/hours-panel";
import { InstrumentForm } from "@/components/contracts/instrument-form";
import { MappingTable } from "@/components/contracts/mapping-table";
import { RollForm } from "@/components/contracts/roll-form";
import { RollLog } from "@/components/contracts/roll-log";
import { ScheduleTable } from "@/components/contracts/schedule-table";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";
import { systemClock } from "@/lib/clock";
import { readMapping } from "@/lib/db/read-mapping";
import { readTemplates, readVendorDays } from "@/lib/db/session-templates";
import { PRODUCTS } from "@/lib/market/contract";
import { ruleText } from "@/lib/market/roll-rule";
import { newYorkDate } from "@/lib/market/session";

export const metadata: Metadata = { title: "Contracts" };

/** The parts of the page in their order; it is long. */
const parts = [
  ["mapping", "Mapping"],
  ["roll", "Roll"],
  ["rolls-made", "Rolls made"],
  ["next-rolls", "Next rolls"],
  ["instruments", "Instruments"],
  ["hours", "Hours"],
  ["dated-contracts", "Dated contracts"],
] as const;

/** As the product lists them, full-size first; what a person added follows. */
function inProductOrder<Row extends { readonly root: string; readonly active: boolean }>(rows: readonly Row[]): Row[] {
  const place = ({ root, active }: Row): number => {
    const index = PRODUCTS.findIndex((product) => product.root === root);
    return (active ? 0 : 1000) + (index < 0 ? PRODUCTS.length : index);
  };
  return [...rows].sort((a, b) => place(a) - place(b));
}

interface ContractsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function ContractsPage({ searchParams }: ContractsPageProps) {
  await requireRole("/admin/contracts");
  const { root: asked, to } = await searchParams;
  const now = systemClock.now();
  const [roots, templates, days] = await Promise.all([
    readMapping(now).then(inProductOrder),
    readTemplates(),
    readVendorDays(newYorkDate(now)),
  ]);
  const active = roots.filter((root) => root.active);
  const rollable = active.map(({ root, coming }) => ({
    root,
    next: root === asked && typeof to === "string" ? to : (coming[0]?.toTicker ?? ""),
    at: coming[0]?.at ?? null,
  }));
  const first = rollable.some(({ root }) => root === asked) ? String(asked) : undefined;
  const rolls = roots.flatMap(({ root, rolls: own }) => own.map((roll) => ({ ...roll, root })));
  return (
    <>
      <AdminNav />
      <PageHead title="Contracts">
        What a symbol means, from when until when. A roll renames nothing, moves no price and closes no trade.
      </PageHead>
      <nav aria-label="On this page" className="flex flex-wrap gap-x-4 border-b border-line px-3 text-12">
        {parts.map(([anchor, title]) => (
          <a
            key={anchor}
            href={`#${anchor}`}
            className="touch inline-flex h-8 items-center text-text-2 underline underline-offset-2 hover:text-text-1"
          >
            {title}
          </a>
        ))}
      </nav>
      <Panel title="Mapping" anchor="mapping">
        <MappingTable roots={roots} />
      </Panel>
      <Panel title="Roll" anchor="roll" className="border-t border-line">
        <RollForm
          key={`${first ?? ""}${String(to ?? "")}`}
          roots={rollable}
          {...(first === undefined ? {} : { root: first })}
        />
      </Panel>
      <Panel title="Rolls made" anchor="rolls-made" className="border-t border-line">
        <RollLog rolls={rolls.sort((a, b) => b.id - a.id)} />
      </Panel>
      <Panel title="Next rolls" anchor="next-rolls" className="border-t border-line">
        <ScheduleTable
          schedules={active.map(({ root, coming, rollRule }) => ({ root, coming, rule: ruleText(rollRule) }))}
        />
      </Panel>
      <Panel title="Instruments" anchor="instruments" className="border-t border-line">
        <InstrumentForm roots={roots} hours={templates} />
      </Panel>
      <Panel title="Hours" anchor="hours" className="border-t border-line">
        <HoursPanel templates={templates} days={days} />
      </Panel>
      <Panel title="Dated contracts" anchor="dated-contracts" className="border-t border-line">
        <ContractList roots={roots} />
      </Panel>
    </>
  );
}
