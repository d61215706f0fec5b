/** The newest deliveries with what became of each: when, from whom, what it said, and the outcome in words. */
import { Empty } from "@/components/ui/empty";
import { StackedCell, StackedRow, StackedTable } from "@/components/ui/stacked-table";
import { unknown } from "@/lib/format/number";
import { etDay, etTimeMs } from "@/lib/format/time";

interface ShownDelivery {
  readonly id: string;
  readonly at: number;
  readonly source: string | null;
  readonly event: string | null;
  readonly root: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
  readonly body: string;
}

/** Colour and sign of an outcome; an outcome not named here has neither. */
const looks: Readonly<Record<string, { readonly tone: string; readonly sign: string }>> = {
  accepted: { tone: "text-info", sign: "✓" },
  duplicate: { tone: "text-text-2", sign: "=" },
  stored: { tone: "text-text-2", sign: "·" },
  rejected: { tone: "text-warn", sign: "✕" },
};

/** On a phone the short values of a delivery stand side by side and need no names. */
const short = "max-md:inline-block max-md:pe-0";
const columns = ["Received, ET", "Source", "Event", "Root", "Outcome", "What became of it"];

export function DeliveryList({ deliveries }: { readonly deliveries: readonly ShownDelivery[] }) {
  if (deliveries.length === 0)
    return <Empty title="Nothing has come in yet">Alerts are listed here as they come.</Empty>;
  return (
    <StackedTable columns={columns}>
      {deliveries.map((delivery) => (
        <Row key={delivery.id} delivery={delivery} />
      ))}
    </StackedTable>
  );
}

function Row({
  delivery: { at, source, event, root, outcome, code, message, body },
}: {
  readonly delivery: ShownDelivery;
}) {
  const look = looks[outcome];
  // A code that only repeats the outcome says nothing more.
  const said = code.toLowerCase() === outcome ? outcome : `${outcome} ${code}`;
  return (
    <StackedRow>
      <StackedCell className="num whitespace-nowrap text-text-2">
        {etDay(at)} {etTimeMs(at)}
      </StackedCell>
      <StackedCell className={short}>{source ?? "unknown source"}</StackedCell>
      <StackedCell className={short}>{event ?? <span className="text-text-2">unreadable</span>}</StackedCell>
      <StackedCell className={short} title={root === null ? "It names no instrument." : ""}>
        {root ?? unknown}
      </StackedCell>
      <StackedCell className={`font-semibold md:whitespace-nowrap ${look?.tone ?? ""}`}>
        <span aria-hidden>{look?.sign ?? ""}</span> {said}
      </StackedCell>
      <StackedCell className="md:w-1/2 md:max-w-0">
        <span className="block text-text-2">{message}</span>
        <code className="num block truncate text-11 text-text-2" title={body}>
          {body}
        </code>
      </StackedCell>
    </StackedRow>
  );
}
