"use client";
/** What the list is narrowed to, one chip each, and what of the address was not understood. */
import { X } from "lucide-react";

export interface Chip {
  readonly key: string;
  readonly label: string;
  readonly text: string;
}

interface ChipsProps {
  readonly chips: readonly Chip[];
  readonly onRemove: (key: string) => void;
  readonly onClear: () => void;
}

export function Chips({ chips, onRemove, onClear }: ChipsProps) {
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex min-w-0 items-center gap-1 overflow-x-auto md:flex-wrap">
      {chips.map(({ key, label, text }) => (
        <li
          key={key}
          className="flex h-6 shrink-0 items-center rounded-4 bg-surface-2 ps-2 text-12 whitespace-nowrap max-md:h-8"
        >
          <span className="text-text-2">{label}</span>{" "}
          <span className="ms-1 max-w-56 truncate text-text-1">{text}</span>
          <button
            type="button"
            aria-label={`Remove filter ${label} ${text}`}
            onClick={() => onRemove(key)}
            className="touch ms-1 flex h-6 w-6 items-center justify-center rounded-4 text-text-3 hover:bg-surface-3 hover:text-text-1"
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
      <li className="shrink-0">
        <button
          type="button"
          onClick={onClear}
          className="touch h-6 rounded-4 px-2 text-12 text-text-2 underline-offset-2 hover:text-text-1 hover:underline"
        >
          Clear filters
        </button>
      </li>
    </ul>
  );
}

export interface Unknown {
  readonly name: string;
  readonly value: string;
  readonly expected: string;
}

interface UnknownLineProps {
  readonly unknown: readonly Unknown[];
  /** Takes the parts that were not understood out of the address. */
  readonly onDismiss: () => void;
}

/** Values of the address that were ignored, by name: nothing is dropped in silence. */
export function UnknownLine({ unknown, onDismiss }: UnknownLineProps) {
  if (unknown.length === 0) return null;
  return (
    <div role="status" className="flex items-start gap-2 border-b border-line bg-warn/10 px-3 py-1.5 text-12">
      <p className="min-w-0 flex-1">
        <strong className="font-semibold text-warn">Ignored in the address: </strong>
        {unknown.map(({ name, value, expected }, index) => (
          <span key={`${name}=${value}`}>
            {index > 0 && "; "}
            <span className="num break-all whitespace-normal">
              {name}={value}
            </span>{" "}
            <span className="text-text-2">({expected})</span>
          </span>
        ))}
      </p>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={onDismiss}
        className="touch flex size-5 shrink-0 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2"
      >
        <X size={13} aria-hidden />
      </button>
    </div>
  );
}
