"use client";
/** Column chooser: which columns, in which order. The choice stands in the address and so in a saved view. */
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { moved, turned } from "@/components/lab/column-order";
import { Button } from "@/components/ui/button";
import { Popover, type PopoverHandle } from "@/components/ui/popover";

interface ColumnChoice {
  readonly key: string;
  readonly title: string;
}

interface ColumnMenuProps {
  readonly all: readonly ColumnChoice[];
  readonly shown: readonly string[];
  /** Null restores the usual ones. */
  readonly onChange: (shown: readonly string[] | null) => void;
  readonly handle: Ref<PopoverHandle>;
}

export function ColumnMenu({ all, shown, onChange, handle }: ColumnMenuProps) {
  const titles = new Map(all.map(({ key, title }) => [key, title]));
  const keys = all.map(({ key }) => key);
  const hidden = all.filter(({ key }) => !shown.includes(key));
  return (
    <Popover
      label="Columns"
      handle={handle}
      className="gap-1.5 text-12"
      trigger={
        <>
          <Columns3 size={14} aria-hidden />
          <span className="max-lg:sr-only">Columns</span>
        </>
      }
    >
      <div className="flex w-72 flex-col p-2">
        <ul aria-label="Shown, in order">
          {shown.map((key, index) => {
            const title = titles.get(key) ?? key;
            return (
              <li key={key} className="flex items-center rounded-4 text-13 hover:bg-surface-2">
                <Turn title={title} on onTurn={() => onChange(turned(shown, key, keys))} />
                <Move
                  label={`${title} one to the left`}
                  onMove={() => onChange(moved(shown, key, -1))}
                  off={index === 0}
                >
                  <ArrowUp size={13} aria-hidden />
                </Move>
                <Move
                  label={`${title} one to the right`}
                  onMove={() => onChange(moved(shown, key, 1))}
                  off={index === shown.length - 1}
                >
                  <ArrowDown size={13} aria-hidden />
                </Move>
              </li>
            );
          })}
        </ul>
        {hidden.length > 0 && (
          <ul aria-label="Not shown" className="mt-1 border-t border-line pt-1">
            {hidden.map(({ key, title }) => (
              <li key={key} className="flex rounded-4 text-13 hover:bg-surface-2">
                <Turn title={title} on={false} onTurn={() => onChange(turned(shown, key, keys))} />
              </li>
            ))}
          </ul>
        )}
        <Button className="mt-2" onClick={() => onChange(null)}>
          Usual columns
        </Button>
      </div>
    </Popover>
  );
}

function Turn({ title, on, onTurn }: { readonly title: string; readonly on: boolean; readonly onTurn: () => void }) {
  return (
    <label className="touch flex h-7 flex-1 cursor-pointer items-center gap-2 px-2">
      <input type="checkbox" checked={on} onChange={onTurn} className="accent-accent" />
      <span className={on ? "text-text-1" : "text-text-2"}>{title}</span>
    </label>
  );
}

interface MoveProps {
  readonly label: string;
  readonly off: boolean;
  readonly onMove: () => void;
  readonly children: ReactNode;
}

function Move({ label, off, onMove, children }: MoveProps) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={off}
      onClick={onMove}
      className="touch flex size-7 items-center justify-center rounded-4 text-text-2 hover:bg-surface-3 hover:text-text-1 disabled:opacity-30"
    >
      {children}
    </button>
  );
}
