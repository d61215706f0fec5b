"use client";
/** The bell of the frame: what was missed as a number, the log behind it, and the switch for sound beside it. */
import { Bell, Volume2, VolumeX } from "lucide-react";
import Link from "next/link";
import { useCallback, useState } from "react";
import type { AlertEntry } from "@/components/alerts/alert-kinds";
import { AlertIcon, AlertText, alertAddress } from "@/components/alerts/alert-look";
import { toggleMute } from "@/components/alerts/alert-settings";
import { AlertSettingsForm } from "@/components/alerts/alert-settings-form";
import { deskAlerts } from "@/components/alerts/desk-alerts";
import { useAlertSettings, useAlerts } from "@/components/alerts/use-alerts";
import { Empty } from "@/components/ui/empty";
import { Popover } from "@/components/ui/popover";
import { Segmented } from "@/components/ui/segmented";
import { etDay, etTime } from "@/lib/format/time";

const tabs = { log: "Log", settings: "What to tell" } as const;

export function AlertBell() {
  const { missed } = useAlerts();
  const [tab, setTab] = useState<keyof typeof tabs>("log");
  /** What was missed when the log was opened stays marked until it is closed. */
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const onOpenChange = useCallback((open: boolean) => {
    setMarked(
      new Set(
        open
          ? deskAlerts()
              .state()
              .missed.map(({ key }) => key)
          : [],
      ),
    );
    if (open) deskAlerts().read();
    else setTab("log");
  }, []);
  return (
    <>
      <MuteButton />
      <Popover
        label="Alerts"
        onOpenChange={onOpenChange}
        trigger={
          <span className="relative flex items-center" data-testid="alert-bell">
            <Bell size={16} aria-hidden />
            <span className="sr-only">Alerts{missed.length > 0 && `, ${missed.length} missed`}</span>
            {missed.length > 0 && (
              <span
                aria-hidden
                className="num absolute -top-2 left-2 min-w-4 rounded-full bg-accent px-1 text-center text-11 leading-4 font-semibold text-surface-0"
              >
                {missed.length > 99 ? "99+" : missed.length}
              </span>
            )}
          </span>
        }
      >
        <div className="flex w-88 max-w-full flex-col">
          <div className="flex items-center gap-3 border-b border-line p-2">
            <Segmented quiet legend="Show" name="alerts" options={tabs} value={tab} onChange={setTab} />
          </div>
          <div className="max-h-[70dvh] overflow-y-auto">
            {tab === "log" ? <Log marked={marked} /> : <AlertSettingsForm />}
          </div>
        </div>
      </Popover>
    </>
  );
}

function MuteButton() {
  const { muted } = useAlertSettings();
  const Icon = muted ? VolumeX : Volume2;
  return (
    <button
      type="button"
      onClick={toggleMute}
      aria-pressed={muted}
      aria-keyshortcuts="m"
      title={muted ? "Sound is off (m)" : "Sound is on (m)"}
      className="touch hidden h-8 items-center justify-center rounded-4 px-2 text-text-2 hover:bg-surface-2 hover:text-text-1 sm:flex"
    >
      <Icon size={16} aria-hidden />
      <span className="sr-only">Mute</span>
    </button>
  );
}

function Log({ marked }: { readonly marked: ReadonlySet<string> }) {
  const { entries } = useAlerts();
  if (entries.length === 0) {
    return (
      <Empty title="Nothing has happened yet">
        Confirmations, entries, break-even, stops, whole R and interruptions of the feed are written down here, also
        those that happen while this page is closed.
      </Empty>
    );
  }
  return (
    <ol>
      {entries.map((entry) => (
        <LogRow key={entry.key} entry={entry} marked={marked.has(entry.key)} />
      ))}
    </ol>
  );
}

function LogRow({ entry, marked }: { readonly entry: AlertEntry; readonly marked: boolean }) {
  const address = alertAddress(entry);
  const row = "flex w-full items-start gap-2 px-3 py-1.5";
  const content = (
    <>
      <AlertIcon kind={entry.kind} />
      <AlertText entry={entry} />
      <span className="flex-1" />
      <span className="num shrink-0 text-right text-11 text-text-2" title={`${etDay(entry.at)} ${etTime(entry.at)} ET`}>
        {etTime(entry.at)}
        {marked && <span className="block font-sans text-accent">missed</span>}
      </span>
    </>
  );
  return (
    <li className="border-b border-line">
      {address === null ? (
        <p className={row}>{content}</p>
      ) : (
        <Link href={address} scroll={false} className={`${row} -outline-offset-2 hover:bg-surface-2`}>
          {content}
        </Link>
      )}
    </li>
  );
}
