"use client";
/**
 * Adds a root or changes one: price grid, spellings, roll rule, hours, thresholds. In two steps: what would change is shown
 * first, then saved. What is refused says why beside its field.
 */
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { ConfigFields } from "@/components/contracts/config-fields";
import { blankInstrument, contentOf, type ShownInstrument } from "@/components/contracts/instrument-fields";
import { type InstrumentPreview, InstrumentPreviewView } from "@/components/contracts/instrument-preview-view";
import { type Problem, RuleFields } from "@/components/contracts/rule-fields";
import { TapeChoice } from "@/components/contracts/tape-choice";
import { FormProblem } from "@/components/people/form-problem";
import { type SendFailure, send } from "@/components/people/send";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { PhoneFold } from "@/components/ui/phone-fold";

interface Hours {
  readonly name: string;
  readonly title: string;
}

interface InstrumentFormProps {
  readonly roots: readonly ShownInstrument[];
  readonly hours: readonly Hours[];
}

export function InstrumentForm({ roots, hours }: InstrumentFormProps) {
  const [chosen, setChosen] = useState(roots[0]?.root ?? "");
  const row = roots.find((one) => one.root === chosen);
  return (
    <div className="flex flex-col gap-3 p-3">
      <SelectField
        label="Instrument"
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
        className="w-40"
      >
        {roots.map((one) => (
          <option key={one.root}>{one.root}</option>
        ))}
        <option value="">another one</option>
      </SelectField>
      <Fields key={chosen} row={row} hours={hours} />
      {row !== undefined && <TapeChoice key={`tape${chosen}`} root={row.root} active={row.active} roots={roots} />}
    </div>
  );
}

interface Shown {
  readonly root: string;
  readonly body: InstrumentPreview;
  /** What the answer was about, to be sent again as the change itself. */
  readonly change: Readonly<Record<string, unknown>>;
}

/** The two steps of a change. */
function useChange(row: ShownInstrument | undefined) {
  const router = useRouter();
  const [shown, setShown] = useState<Shown | null>(null);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<SendFailure | null>(null);
  const [saved, setSaved] = useState(false);
  const asked = useRef<{ root: string; change: Readonly<Record<string, unknown>> }>({ root: "", change: {} });
  const dry = useForm<InstrumentPreview>({
    path: "/api/admin/instruments/preview",
    content: (fields) => {
      const change = contentOf(fields);
      asked.current = { root: row?.root ?? (fields["root"] ?? "").trim().toUpperCase(), change };
      setSaved(false);
      return { ...change, root: asked.current.root, isNew: row === undefined };
    },
    onDone: (body) => setShown({ ...asked.current, body }),
  });
  async function save({ root, change }: Shown): Promise<void> {
    setSaving(true);
    const sent =
      row === undefined
        ? await send("POST", "/api/admin/instruments", { ...change, root })
        : await send("PATCH", `/api/admin/instruments/${root}`, change);
    setSaving(false);
    setRefused(sent.ok ? null : sent);
    if (!sent.ok) return;
    setShown(null);
    setSaved(true);
    router.refresh();
  }
  const forget = (): void => {
    setShown(null);
    setSaved(false);
  };
  return { dry, shown, saving, saved, failure: dry.failure ?? refused, save, forget };
}

function Fields({ row, hours }: { readonly row: ShownInstrument | undefined; readonly hours: readonly Hours[] }) {
  const initial = row ?? blankInstrument;
  const { dry, shown, saving, saved, failure, save, forget } = useChange(row);
  // A field may hold a list or an object; its parts have paths below its name.
  const problem: Problem = (name) =>
    Object.entries(failure?.fields ?? {}).find(([field]) => field === name || field.startsWith(`${name}.`))?.[1];
  const text = (label: string, name: string, value: string, width = "") => (
    <TextField label={label} name={name} defaultValue={value} problem={problem(name)} className={width} />
  );
  return (
    <>
      <form onSubmit={dry.onSubmit} onChange={forget} className="flex flex-col gap-4" autoComplete="off">
        <Group legend="Listing, spellings and rolls">
          {row === undefined && text("Root", "root", "")}
          {text("Name", "name", initial.name, "col-span-2")}
          {text("Market", "venue", initial.venue)}
          {text("Tick size, points", "tickSize", initial.tickSize)}
          {text("Point value", "pointValue", initial.pointValue)}
          {text("Currency", "currency", initial.currency)}
          <RuleFields rule={initial.rollRule} problem={problem} />
          <SelectField
            label="Hours"
            name="sessionTemplate"
            defaultValue={initial.sessionTemplate}
            problem={problem("sessionTemplate")}
            className="col-span-2"
          >
            {hours.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </SelectField>
          {text("Spellings", "aliases", initial.aliases.join(", "), "col-span-full")}
        </Group>
        <PhoneFold label="Thresholds" forced={problem("config") !== undefined || problem("profile") !== undefined}>
          <Group legend="Thresholds: empty means the profile's value">
            <ConfigFields profile={initial.profile} config={initial.config} problem={problem} />
          </Group>
        </PhoneFold>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" disabled={dry.busy || saving}>
            Show what changes
          </Button>
          <p role="status" className="text-13 empty:hidden">
            {saved ? "Saved. The worker takes it within seconds." : null}
          </p>
        </div>
        <FormProblem failure={failure} />
      </form>
      {shown !== null && (
        <InstrumentPreviewView root={shown.root} preview={shown.body}>
          <Button look="primary" disabled={saving} onClick={() => void save(shown)}>
            {row === undefined ? `Add ${shown.root}` : "Save"}
          </Button>
        </InstrumentPreviewView>
      )}
    </>
  );
}

function Group({ legend, children }: { readonly legend: string; readonly children: React.ReactNode }) {
  return (
    <fieldset className="grid grid-cols-2 items-start gap-x-3 gap-y-2 md:grid-cols-4 xl:grid-cols-6">
      <legend className="pb-1 text-12 font-semibold">{legend}</legend>
      {children}
    </fieldset>
  );
}
