/** The alert as it came in, as text and without its secrets, with what became of each delivery. For analysts and admins. */
import type { DeliveryEvidence, Evidence } from "@/components/entry/evidence";
import { Fact, FactList } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { etTimeMs } from "@/lib/format/time";

export function RawAlert({ evidence }: { readonly evidence: Evidence }) {
  const { deliveries, deliveriesWithheld } = evidence;
  return (
    <Panel title="Alert as received" className="print:hidden">
      {deliveries === null && <p className="px-3 py-2 text-12 text-text-2">{deliveriesWithheld}</p>}
      {deliveries?.length === 0 && (
        <p className="px-3 py-2 text-12 text-text-2">No stored delivery names this signal.</p>
      )}
      {deliveries?.map((delivery, index) => (
        <Delivery key={delivery.id} delivery={delivery} first={index === 0} />
      ))}
    </Panel>
  );
}

/** A body in lines a person can read; one that is no JSON stays as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function Delivery({ delivery, first }: { readonly delivery: DeliveryEvidence; readonly first: boolean }) {
  return (
    <details open={first} className="border-b border-line px-3 py-2 text-12">
      <summary className="cursor-pointer pointer-coarse:py-3">
        <span className="font-medium">{delivery.code}</span>{" "}
        <span className="num text-text-2">{etTimeMs(delivery.receivedAt)} ET</span>
      </summary>
      <p className="py-1 text-text-2">{delivery.message}</p>
      <FactList>
        <Fact label="Source" reason="The source is not known any more.">
          {delivery.sourceName}
        </Fact>
        <Fact label="Format" reason="The body could not be read.">
          {delivery.format}
        </Fact>
        <Fact label="Content type" reason="None was sent.">
          {delivery.contentType}
        </Fact>
        <Fact label="From" reason="The address was not passed on.">
          {delivery.remote}
        </Fact>
        <Fact label="Delivery">{delivery.id}</Fact>
      </FactList>
      <pre className="num mt-2 rounded-4 bg-surface-2 p-2 text-11 break-all whitespace-pre-wrap">
        {readable(delivery.body)}
      </pre>
    </details>
  );
}
