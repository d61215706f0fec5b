"use client";
/** Opening hours: the sets of weekly hours and who uses them, what the vendor says of the coming days, and a form for other sets. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { SelectField, TextField } from "@/components/ui/field";
import { PhoneFold } from "@/components/ui/phone-fold";
import { etStamp } from "@/lib/format/time";
import { dayText, rangesText, type SessionTemplate, sameRanges, templateRanges, WEEKDAYS } from "@/lib/market/hours";
import { dayNumberOfDate } from "@/lib/market/zone";

interface ShownTemplate {
  readonly name: string;
  readonly title: string;
  readonly hours: SessionTemplate;
  readonly roots: readonly string[];
  readonly builtIn: boolean;
}

interface ShownDay {
  readonly root: string;
  readonly date: string;
  readonly ranges: SessionTemplate["weekly"][number];
  readonly fetchedAt: number;
}

interface HoursPanelProps {
  readonly templates: readonly ShownTemplate[];
  readonly days: readonly ShownDay[];
}

const holidayWords = { "cme-equity": "holidays of CME equity-index futures", none: "no holidays" } as const;

export function HoursPanel({ templates, days }: HoursPanelProps) {
  return (
    <>
      <ul>
        {templates.map((template) => (
          <li key={template.name} className="border-b border-line px-3 py-2 text-13">
            <p>
              <span className="font-medium">{template.title}</span>{" "}
              <span className="text-text-2">
                {template.roots.join(", ") || "used by none"} · {holidayWords[template.hours.holidays]}
                {template.builtIn && " · the methodology's, not changed here"}
              </span>
            </p>
            <p className="num text-12 whitespace-normal text-text-2">{weekText(template.hours)}</p>
          </li>
        ))}
      </ul>
      <VendorDays days={days} templates={templates} />
      <div className="px-3 py-1 md:p-0">
        <PhoneFold label="Add or change a set of hours">
          <TemplateForm templates={templates} />
        </PhoneFold>
      </div>
    </>
  );
}

/** Neighbouring weekdays of equal hours together. */
function weekText({ weekly }: SessionTemplate): string {
  const parts: { from: string; to: string; hours: string }[] = [];
  weekly.forEach((ranges, index) => {
    const name = WEEKDAYS[index]?.slice(0, 3) ?? "";
    const hours = rangesText(ranges);
    const last = parts.at(-1);
    if (last?.hours === hours) last.to = name;
    else parts.push({ from: name, to: name, hours });
  });
  return parts.map(({ from, to, hours }) => `${from === to ? from : `${from}–${to}`} ${hours}`).join(" · ");
}

function VendorDays({
  days,
  templates,
}: {
  readonly days: readonly ShownDay[];
  readonly templates: readonly ShownTemplate[];
}) {
  const differing = days.flatMap((day) => {
    const hours = templates.find(({ roots }) => roots.includes(day.root))?.hours;
    if (hours === undefined) return [];
    const usual = templateRanges(hours, dayNumberOfDate(day.date));
    return sameRanges(day.ranges, usual) ? [] : [{ ...day, usual }];
  });
  const newest = Math.max(0, ...days.map(({ fetchedAt }) => fetchedAt));
  const asked = newest === 0 ? null : etStamp(newest);
  if (asked === null) {
    return (
      <Empty title="The vendor has not been asked for its schedule">
        The worker asks while it runs on a real feed; until then the hours above hold.
      </Empty>
    );
  }
  return (
    <div className="border-b border-line px-3 py-2 text-13">
      <p className="text-text-2">
        {differing.length === 0
          ? `The vendor's schedule of the coming days agrees with these hours, asked ${asked}.`
          : `The vendor's schedule stands instead of these hours on the days below, asked ${asked}.`}
      </p>
      <ul>
        {differing.map(({ root, date, ranges, usual }) => (
          <li key={`${root}${date}`} className="flex flex-wrap gap-x-3">
            <span className="font-medium">
              {root} {dayText(date)}
            </span>
            <span className="num">{rangesText(ranges)}</span>
            <span className="num text-text-2">instead of {rangesText(usual)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function TemplateForm({ templates }: { readonly templates: readonly ShownTemplate[] }) {
  const own = templates.filter(({ builtIn }) => !builtIn);
  const [name, setName] = useState("");
  return (
    <div className="flex flex-col gap-3 py-3 md:p-3">
      <SelectField label="Set of hours" value={name} onChange={(event) => setName(event.target.value)} className="w-56">
        <option value="">another one</option>
        {own.map((template) => (
          <option key={template.name} value={template.name}>
            {template.title}
          </option>
        ))}
      </SelectField>
      <TemplateFields
        key={name}
        template={own.find((template) => template.name === name)}
        start={templates.find(({ builtIn }) => builtIn)?.hours}
      />
    </div>
  );
}

interface TemplateFieldsProps {
  readonly template: ShownTemplate | undefined;
  /** What another set begins with. */
  readonly start: SessionTemplate | undefined;
}

function TemplateFields({ template, start }: TemplateFieldsProps) {
  const router = useRouter();
  const [saved, setSaved] = useState(false);
  const hours = template?.hours ?? start;
  const { busy, failure, onSubmit } = useForm({
    method: template === undefined ? "POST" : "PATCH",
    path: `/api/admin/session-templates${template === undefined ? "" : `/${template.name}`}`,
    content: ({ name, title, holidays, ...fields }) => ({
      ...(template === undefined ? { name } : {}),
      title,
      hours: { holidays, weekly: WEEKDAYS.map((_, index) => fields[`day${index}`] ?? "") },
    }),
    onDone: () => {
      setSaved(true);
      router.refresh();
    },
  });
  const wrong = (path: string): string | undefined =>
    Object.entries(failure?.fields ?? {}).find(([field]) => field === path || field.startsWith(`${path}.`))?.[1];
  return (
    <form onSubmit={onSubmit} onChange={() => setSaved(false)} className="flex flex-col gap-3" autoComplete="off">
      <div className="grid grid-cols-2 items-start gap-x-3 gap-y-2 md:grid-cols-4 xl:grid-cols-6">
        {template === undefined && (
          <TextField label="Name, e.g. comex-metals" name="name" problem={wrong("name")} className="col-span-2" />
        )}
        <TextField
          label="Title"
          name="title"
          defaultValue={template?.title ?? ""}
          problem={wrong("title")}
          className="col-span-2"
        />
        <SelectField
          label="Holidays"
          name="holidays"
          defaultValue={hours?.holidays}
          problem={wrong("hours.holidays")}
          className="col-span-2"
        >
          <option value="cme-equity">those of CME equity-index futures</option>
          <option value="none">none</option>
        </SelectField>
        {WEEKDAYS.map((weekday, index) => (
          <TextField
            key={weekday}
            label={`${weekday}, New York`}
            name={`day${index}`}
            defaultValue={rangesText(hours?.weekly[index] ?? [])}
            problem={wrong(`hours.weekly.${index}`)}
            className="num col-span-2"
          />
        ))}
      </div>
      <p className="text-12 text-text-2">
        Signals and halts judged from then on go by these hours; what is judged stays. Days on which the vendor's
        schedule differs go by the vendor's.
        {template !== undefined && template.roots.length > 0 && ` Used by ${template.roots.join(", ")}.`}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={busy}>
          {template === undefined ? "Add these hours" : "Save these hours"}
        </Button>
        <p role="status" className="text-13 empty:hidden">
          {saved ? "Saved. The worker takes it within seconds." : null}
        </p>
      </div>
      <p className="text-13 text-danger empty:hidden">{failure?.fields["hours.weekly"]}</p>
      <FormProblem failure={failure} />
    </form>
  );
}
