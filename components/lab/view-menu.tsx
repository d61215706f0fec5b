"use client";
/** Saved views: choose, save, overwrite, rename, share, delete, open by default. A view is an address with a name. */
import { Bookmark, Check, Pencil, RefreshCw, Share2, Star, Trash2, Undo2 } from "lucide-react";
import { type ReactNode, type Ref, useState } from "react";
import { builtInViews, type ViewJson, type ViewPart, type Views } from "@/components/lab/views";
import { usePerson } from "@/components/people/person-context";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Popover, type PopoverHandle } from "@/components/ui/popover";

interface ViewMenuProps {
  /** Parameters of what is shown, canonical. */
  readonly current: string;
  /** Parameters of a view in the same spelling. */
  readonly canonical: (query: string) => string;
  readonly viewId: number | null;
  readonly onApply: (view: ViewJson | null) => void;
  readonly views: Views;
  readonly handle: Ref<PopoverHandle>;
}

export function ViewMenu(props: ViewMenuProps) {
  const { current, canonical, viewId, views, handle } = props;
  const shown = views.views?.find(({ id }) => id === viewId) ?? null;
  const isChanged = shown !== null && canonical(shown.query) !== current;
  return (
    <Popover
      label="Saved views"
      align="start"
      handle={handle}
      className="min-w-0 gap-1.5 text-12"
      trigger={
        <>
          <Bookmark size={14} aria-hidden className="shrink-0" />
          <span className="max-w-40 truncate max-md:sr-only">{shown === null ? "Views" : shown.name}</span>
          {isChanged && <span className="text-11 text-text-3 max-md:sr-only">changed</span>}
        </>
      }
    >
      {(close) => (
        <div className="flex w-80 flex-col gap-2 p-2">
          <ViewLists {...props} close={close} />
          <Removed views={views} />
          <SaveAs {...props} />
          <p role="alert" className="px-2 text-12 text-danger empty:hidden">
            {views.problem}
          </p>
        </div>
      )}
    </Popover>
  );
}

function ViewLists({ close, ...props }: ViewMenuProps & { readonly close: () => void }) {
  const { views, onApply, viewId } = props;
  const isBuiltIn = ({ id }: ViewJson): boolean => builtInViews.some((view) => view.id === id);
  const own = views.views?.filter((view) => view.mine || isBuiltIn(view)) ?? [];
  const shared = views.views?.filter((view) => !view.mine && !isBuiltIn(view)) ?? [];
  const apply = (view: ViewJson | null): void => {
    close();
    onApply(view);
  };
  return (
    <>
      <ul aria-label="Views">
        <li>
          <button
            type="button"
            onClick={() => apply(null)}
            className="touch flex h-7 w-full items-center gap-2 rounded-4 px-2 text-left text-13 hover:bg-surface-2"
          >
            <span className="w-4">{viewId === null && <Check size={13} aria-label="shown" />}</span>
            All signals
          </button>
        </li>
        {own.map((view) => (
          <ViewLine key={view.id} {...props} view={view} onChoose={() => apply(view)} />
        ))}
      </ul>
      {shared.length > 0 && (
        <>
          <h3 className="px-2 text-11 text-text-3">Shared by others</h3>
          <ul aria-label="Shared views">
            {shared.map((view) => (
              <ViewLine key={view.id} {...props} view={view} onChoose={() => apply(view)} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface ViewLineProps extends ViewMenuProps {
  readonly view: ViewJson;
  readonly onChoose: () => void;
}

function ViewLine({ view, views, viewId, current, canonical, onChoose, onApply }: ViewLineProps) {
  const [renaming, setRenaming] = useState(false);
  const { role } = usePerson();
  const path = `/${view.id}`;
  const patch = (part: ViewPart): void => void views.change("PATCH", path, part);
  const isDefault = views.defaultId === view.id;
  if (renaming) {
    return (
      <li>
        <Rename
          name={view.name}
          onDone={(name) => {
            setRenaming(false);
            if (name !== null) patch({ name });
          }}
        />
      </li>
    );
  }
  return (
    <li className="group flex items-center rounded-4 hover:bg-surface-2">
      <button
        type="button"
        onClick={onChoose}
        className="touch flex h-7 min-w-0 flex-1 items-center gap-2 px-2 text-left text-13"
      >
        <span className="w-4 shrink-0">{view.id === viewId && <Check size={13} aria-label="shown" />}</span>
        <span className="truncate">{view.name}</span>
        <span className="truncate text-11 text-text-3">{view.mine ? (view.shared ? "shared" : "") : view.owner}</span>
      </button>
      <Act
        label={`${isDefault ? "Do not open" : "Open"} ${view.name} by default`}
        on={isDefault}
        onAct={() => void views.makeDefault(isDefault ? null : view.id)}
      >
        <Star size={13} aria-hidden fill={isDefault ? "currentColor" : "none"} />
      </Act>
      {view.mine && (
        <>
          {view.id === viewId && canonical(view.query) !== current && (
            <Act label={`Overwrite ${view.name} with what is shown`} onAct={() => patch({ query: current })}>
              <RefreshCw size={13} aria-hidden />
            </Act>
          )}
          {role !== "trader" && (
            <Act
              label={`${view.shared ? "Stop sharing" : "Share"} ${view.name}`}
              on={view.shared}
              onAct={() => patch({ shared: !view.shared })}
            >
              <Share2 size={13} aria-hidden />
            </Act>
          )}
          <Act label={`Rename ${view.name}`} onAct={() => setRenaming(true)}>
            <Pencil size={13} aria-hidden />
          </Act>
        </>
      )}
      {(view.mine || (role === "admin" && view.shared)) && (
        <Act
          label={`Delete ${view.name}`}
          onAct={async () => {
            if (!(await views.remove(view))) return;
            if (isDefault) void views.makeDefault(null);
            if (view.id === viewId) onApply(null);
          }}
        >
          <Trash2 size={13} aria-hidden />
        </Act>
      )}
    </li>
  );
}

/** What was just deleted, and its way back. */
function Removed({ views }: { readonly views: Views }) {
  if (views.removed === null) return null;
  return (
    <p role="status" className="flex items-center gap-2 px-2 text-12 text-text-2">
      <span className="min-w-0 flex-1 truncate">{views.removed.name} deleted.</span>
      <Button className="h-7 gap-1.5 px-3 text-12" onClick={() => void views.bringBack()}>
        <Undo2 size={13} aria-hidden />
        Undo
      </Button>
    </p>
  );
}

interface ActProps {
  readonly label: string;
  readonly on?: boolean;
  readonly onAct: () => void | Promise<void>;
  readonly children: ReactNode;
}

function Act({ label, on = false, onAct, children }: ActProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => void onAct()}
      className={`touch flex size-7 shrink-0 items-center justify-center rounded-4 hover:bg-surface-3 hover:text-text-1 ${on ? "text-accent" : "text-text-3"}`}
    >
      {children}
    </button>
  );
}

function Rename({ name, onDone }: { readonly name: string; readonly onDone: (name: string | null) => void }) {
  const [text, setText] = useState(name);
  return (
    <form
      className="flex items-end gap-2 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(text.trim() === "" || text.trim() === name ? null : text.trim());
      }}
    >
      <TextField label="Name" value={text} maxLength={80} onChange={(event) => setText(event.target.value)} />
      <Button type="submit">Rename</Button>
    </form>
  );
}

function SaveAs({ current, views, onApply }: ViewMenuProps) {
  const [name, setName] = useState("");
  const save = async (): Promise<void> => {
    const text = name.trim();
    if (text === "") return;
    const sent = await views.change("POST", "", { name: text, query: current });
    if (!sent.ok || sent.body.id === undefined) return;
    setName("");
    onApply({ id: sent.body.id, name: text, query: current, shared: false, mine: true, owner: "" });
  };
  return (
    <form
      className="flex items-end gap-2 border-t border-line p-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label="Save what is shown as"
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        className="flex-1"
      />
      <Button type="submit" disabled={name.trim() === ""}>
        Save
      </Button>
    </form>
  );
}
