"use client";
/** What the worker wants people to know: gaps, missed alerts, differences to the indicator. Newest first. */
import { useNotices } from "@/components/live/hooks";
import { Panel } from "@/components/ui/panel";
import { etDay, etMinute } from "@/lib/format/time";

const severities = {
  info: { word: "note", colour: "text-text-2" },
  warn: { word: "warning", colour: "text-warn" },
  critical: { word: "critical", colour: "text-danger" },
} as const;

/** `max` rows; nothing at all is drawn while there is no notice. */
export function NoticeList({ max }: { readonly max: number }) {
  const notices = useNotices();
  if (notices.length === 0) return null;
  return (
    <Panel title="Notices" aside={<span className="num text-12 text-text-2">{notices.length}</span>}>
      <ul>
        {notices.slice(0, max).map((notice) => (
          <li key={notice.id} className="border-b border-line px-3 py-2 text-12">
            <span className={`font-semibold ${severities[notice.severity].colour}`}>
              {severities[notice.severity].word}
            </span>{" "}
            <span className="num text-text-2">
              {etDay(notice.at)} {etMinute(notice.at)} ET
            </span>
            <p className="break-words text-text-1">{notice.message}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
