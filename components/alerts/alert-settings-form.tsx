"use client";
/** Which things make a toast and a sound, how loud, and each sound to try. */
import { Play } from "lucide-react";
import { type ChangeEvent, useId } from "react";
import { type AlertKind, alertKindNames, alertKinds } from "@/components/alerts/alert-kinds";
import {
  type AlertSettings,
  alertSettings,
  nearHundredthsMax,
  nearTicksMax,
  toggleMute,
} from "@/components/alerts/alert-settings";
import { testSound } from "@/components/alerts/desk-alerts";
import { useAlertSettings } from "@/components/alerts/use-alerts";

function changeKind(kind: AlertKind, part: Partial<AlertSettings["kinds"][AlertKind]>): void {
  const settings = alertSettings.read();
  alertSettings.write({ ...settings, kinds: { ...settings.kinds, [kind]: { ...settings.kinds[kind], ...part } } });
}

export function AlertSettingsForm() {
  const { muted, volume, kinds } = useAlertSettings();
  const id = useId();
  return (
    <div className="flex flex-col gap-2 p-3 text-12">
      <label className="touch flex items-center gap-2">
        <input type="checkbox" checked={!muted} onChange={toggleMute} className="size-4 accent-(--accent)" />
        Sound
        <kbd className="kbd">m</kbd>
      </label>
      <label htmlFor={id} className="flex items-center gap-2 text-text-2">
        Volume
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={5}
          value={volume}
          disabled={muted}
          onChange={(event) => alertSettings.write({ ...alertSettings.read(), volume: Number(event.target.value) })}
          className="h-6 flex-1 accent-(--accent)"
        />
        <span className="num w-10 text-right">{volume}%</span>
      </label>
      <p className="text-11 text-text-2">
        Browsers allow sound after the first click or key on a page. Of several tabs one plays.
      </p>
      <table className="w-full">
        <thead>
          <tr className="text-11 text-text-2">
            <th scope="col" className="py-1 text-left font-normal">
              <span className="sr-only">What happens</span>
            </th>
            <th scope="col" className="w-12 font-normal">
              toast
            </th>
            <th scope="col" className="w-12 font-normal">
              sound
            </th>
            <th scope="col" className="w-10 font-normal">
              try
            </th>
          </tr>
        </thead>
        <tbody>
          {alertKindNames.map((kind) => (
            <KindRow key={kind} kind={kind} choice={kinds[kind]} />
          ))}
        </tbody>
      </table>
      <NearStopFields />
    </div>
  );
}

/** How near a stop counts, in R or in ticks. */
function NearStopFields() {
  const { nearStop } = useAlertSettings();
  const id = useId();
  const inR = nearStop.unit === "R";
  const change = (part: Partial<AlertSettings["nearStop"]>): void => {
    const settings = alertSettings.read();
    alertSettings.write({ ...settings, nearStop: { ...settings.nearStop, ...part } });
  };
  const onNumber = (event: ChangeEvent<HTMLInputElement>): void => {
    // While the field is empty or out of its bounds, what was chosen before holds.
    if (!event.target.validity.valid || event.target.value === "") return;
    const value = event.target.valueAsNumber;
    change(inR ? { hundredths: Math.round(value * 100) } : { ticks: value });
  };
  return (
    <div className="flex flex-col gap-1 border-t border-line pt-2">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="flex-1 text-text-1">
          Near a stop is within
        </label>
        <input
          key={nearStop.unit}
          id={id}
          type="number"
          inputMode="decimal"
          min={inR ? 0.01 : 1}
          max={inR ? nearHundredthsMax / 100 : nearTicksMax}
          step={inR ? 0.01 : 1}
          defaultValue={inR ? nearStop.hundredths / 100 : nearStop.ticks}
          onChange={onNumber}
          className="num touch h-7 w-20 rounded-4 border border-line bg-surface-0 px-2 text-right user-invalid:border-danger"
        />
        <select
          aria-label="Unit of the distance from a stop"
          value={nearStop.unit}
          onChange={(event) => change({ unit: event.target.value === "ticks" ? "ticks" : "R" })}
          className="touch h-7 rounded-4 border border-line bg-surface-0 px-1"
        >
          <option value="R">R</option>
          <option value="ticks">ticks</option>
        </select>
      </div>
      <p className="text-11 text-text-2">
        {inR ? `From 0.01 to ${nearHundredthsMax / 100} R.` : `From 1 to ${nearTicksMax} ticks.`} Told while this page
        is in view, once per approach; again after the price has gone half as far beyond it.
      </p>
    </div>
  );
}

function KindRow({ kind, choice }: { readonly kind: AlertKind; readonly choice: AlertSettings["kinds"][AlertKind] }) {
  const { name } = alertKinds[kind];
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1 text-left font-normal text-text-1">
        {name}
      </th>
      {(["toast", "sound"] as const).map((way) => (
        <td key={way} className="text-center">
          <label className="touch inline-flex items-center justify-center p-1">
            <input
              type="checkbox"
              aria-label={`${name}: ${way}`}
              checked={choice[way]}
              onChange={(event) => changeKind(kind, { [way]: event.target.checked })}
              className="size-4 accent-(--accent)"
            />
          </label>
        </td>
      ))}
      <td className="text-center">
        <button
          type="button"
          onClick={() => testSound(kind)}
          className="touch inline-flex size-7 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2 hover:text-text-1"
        >
          <Play size={12} aria-hidden />
          <span className="sr-only">Hear: {name}</span>
        </button>
      </td>
    </tr>
  );
}
