"use client";
/** Which things make a toast and a sound, how loud, and each sound to try. */
import { Play } from "lucide-react";
import { useId } from "react";
import { type AlertKind, alertKindNames, alertKinds } from "@/components/alerts/alert-kinds";
import { type AlertSettings, alertSettings, toggleMute } from "@/components/alerts/alert-settings";
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
