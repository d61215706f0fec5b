"use client";
/** The parts, what people should know, and the worker's own report: figures by group, and the answer as it came. */
import { HealthParts, useHealth } from "@/components/admin/health-parts";
import { groupsOf } from "@/components/admin/report-groups";
import { NoticeList } from "@/components/frame/notice-list";
import { Panel } from "@/components/ui/panel";
import { unknown } from "@/lib/format/number";
import { etTimeMs } from "@/lib/format/time";
import { noticesMax } from "@/lib/stream/reduce";

export function HealthReport() {
  const { data } = useHealth();
  return (
    <>
      <HealthParts />
      <NoticeList max={noticesMax} />
      {data !== undefined && data.worker.report !== null && (
        <Panel
          title="The worker's report"
          aside={<span className="num text-12 text-text-2">{etTimeMs(data.at)} ET</span>}
        >
          <div className="gap-x-8 p-3 sm:columns-2 lg:columns-3 xl:columns-4">
            {groupsOf(data.worker.report).map(({ name, facts }) => (
              <section key={name} className="mb-4 break-inside-avoid">
                <h3 className="mb-1 border-b border-line pb-1 text-12 font-semibold">{name}</h3>
                <dl className="text-12">
                  {facts.map(({ label, value }) => (
                    <div key={label} className="flex justify-between gap-4">
                      <dt className="shrink-0 text-text-2">{label}</dt>
                      <dd className="num min-w-0 text-right break-words whitespace-normal">
                        {value ?? <span title="The worker reports none.">{unknown}</span>}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <details className="border-t border-line text-12">
            <summary className="touch flex h-8 cursor-pointer items-center px-3 text-text-2">As it came</summary>
            <pre className="px-3 pb-3 font-mono break-words whitespace-pre-wrap text-text-2">
              {JSON.stringify(data.worker.report, null, 2)}
            </pre>
          </details>
        </Panel>
      )}
    </>
  );
}
