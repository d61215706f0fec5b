/** The newest deliveries with what became of each. */
import { Empty } from "@/components/ui/empty";
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

const tones: Readonly<Record<string, string>> = { accepted: "text-info", rejected: "text-warn" };

export function DeliveryList({ deliveries }: { readonly deliveries: readonly ShownDelivery[] }) {
  if (deliveries.length === 0)
    return <Empty title="Nothing has come in yet">Alerts are listed here as they come.</Empty>;
  return (
    <ul>
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="border-b border-line px-3 py-1 text-12">
          <p>
            <span className="num text-text-2">
              {etDay(delivery.at)} {etTimeMs(delivery.at)} ET
            </span>{" "}
            {delivery.source ?? "unknown source"} · {delivery.event ?? "unreadable"} · {delivery.root ?? "no root"} ·{" "}
            <span className={`font-semibold ${tones[delivery.outcome] ?? ""}`}>
              {delivery.outcome} {delivery.code}
            </span>{" "}
            <span className="text-text-2">{delivery.message}</span>
          </p>
          <p className="num truncate text-11 text-text-2">{delivery.body}</p>
        </li>
      ))}
    </ul>
  );
}
