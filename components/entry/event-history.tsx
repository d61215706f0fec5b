/** Everything that happened to a signal, in order, each event with the identity of the tick that caused it. */
import { eventDetail, eventTitle } from "@/components/entry/event-words";
import type { Evidence } from "@/components/entry/evidence";
import { Digits } from "@/components/ui/digits";
import { Panel } from "@/components/ui/panel";
import { etDay, etTimeMs } from "@/lib/format/time";
import { priceScale } from "@/lib/market/price";

export function EventHistory({ evidence }: { readonly evidence: Evidence }) {
  const { events, record, tickSize } = evidence;
  const scale = priceScale(tickSize);
  const risk = record.trade?.risk ?? null;
  return (
    <Panel title="Events" aside={<span className="text-12 text-text-2">{events.length}</span>}>
      <ol data-testid="events">
        {events.map((event, index) => {
          const day = etDay(event.at);
          const newDay = index === 0 || day !== etDay(events[index - 1]?.at ?? 0);
          return (
            <li key={event.seq} className="border-b border-line px-3 py-1 text-12">
              <p className="flex items-baseline gap-2">
                <span className="font-medium">{eventTitle(event)}</span>
                <span className="flex-1" />
                {event.price !== null && (
                  <span className="num">
                    <Digits text={event.price} />
                  </span>
                )}
                <time className="num text-11 text-text-2">
                  {newDay && `${day} `}
                  {etTimeMs(event.at)}
                </time>
              </p>
              <p className="flex items-baseline gap-2 text-11 text-text-2">
                <span className="min-w-0 flex-1">{eventDetail(event, scale, risk)}</span>
                <span className="num" title={`Event ${event.seq}, engine ${event.engineVersion}`}>
                  {event.tick === null ? "by the clock" : `tick ${event.tick}`}
                </span>
              </p>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
