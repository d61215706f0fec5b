/** How an entry looks wherever it is shown: icon by kind, title, instrument and price. A shape and a word before a colour. */
import {
  Ban,
  CircleCheck,
  Crosshair,
  LogIn,
  type LucideIcon,
  OctagonX,
  Radio,
  ShieldCheck,
  ShieldMinus,
  TriangleAlert,
  Unplug,
  Zap,
} from "lucide-react";
import type { AlertEntry, AlertKind } from "@/components/alerts/alert-kinds";
import { DirectionMark } from "@/components/trades/direction";

const looks: Readonly<Record<AlertKind, readonly [LucideIcon, string]>> = {
  signal: [Zap, "text-text-2"],
  confirmed: [CircleCheck, "text-info"],
  entry: [LogIn, "text-accent"],
  "be-armed": [ShieldCheck, "text-info"],
  "be-exit": [ShieldMinus, "text-warn"],
  "near-stop": [TriangleAlert, "text-warn"],
  stop: [OctagonX, "text-danger"],
  target: [Crosshair, "text-up"],
  ended: [Ban, "text-text-2"],
  refused: [Ban, "text-text-3"],
  "feed-down": [Unplug, "text-danger"],
  "feed-up": [Radio, "text-feed-live"],
};

export function AlertIcon({ kind }: { readonly kind: AlertKind }) {
  const [Icon, colour] = looks[kind];
  return <Icon size={16} aria-hidden className={`shrink-0 ${colour}`} />;
}

export function AlertText({ entry }: { readonly entry: AlertEntry }) {
  return (
    <span className="flex min-w-0 flex-col">
      <span className="text-13 font-medium text-text-1">{entry.title}</span>
      <span className="text-12 break-words text-text-2">
        {entry.direction !== null && <DirectionMark direction={entry.direction} compact />} {entry.detail}
      </span>
    </span>
  );
}

/** Where an entry leads: its trade on the Desk. */
export function alertAddress(entry: AlertEntry): string | null {
  if (entry.signal === null) return null;
  const { id, ticker } = entry.signal;
  return `/?contract=${encodeURIComponent(ticker)}&trade=${encodeURIComponent(id)}`;
}
