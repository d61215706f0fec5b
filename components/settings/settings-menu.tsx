"use client";
/** Theme, colours of the price pair and density. */
import { Settings2 } from "lucide-react";
import { settingChoices } from "@/components/settings/settings";
import { useSettings } from "@/components/settings/use-settings";
import { Popover } from "@/components/ui/popover";
import { Segmented } from "@/components/ui/segmented";

export function SettingsMenu() {
  const { settings, change } = useSettings();
  return (
    <Popover
      label="Settings"
      trigger={
        <>
          <Settings2 size={16} aria-hidden />
          <span className="sr-only">Settings</span>
        </>
      }
    >
      <div className="flex w-64 flex-col gap-3 p-3">
        <Segmented
          legend="Theme"
          name="theme"
          options={settingChoices.theme}
          value={settings.theme}
          onChange={(theme) => change({ theme })}
        />
        <Segmented
          legend="Rising and falling"
          name="pair"
          options={settingChoices.pair}
          value={settings.pair}
          onChange={(pair) => change({ pair })}
        />
        <Segmented
          legend="Rows"
          name="density"
          options={settingChoices.density}
          value={settings.density}
          onChange={(density) => change({ density })}
        />
      </div>
    </Popover>
  );
}
