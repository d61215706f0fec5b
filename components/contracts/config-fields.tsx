"use client";
/** Every key of the configuration table with its unit and what the profile says; empty means the profile's value. */
import { useState } from "react";
import type { Problem } from "@/components/contracts/rule-fields";
import { SelectField, TextField } from "@/components/ui/field";
import type { ProfileName } from "@/lib/signal/config";
import { CONFIG_FIELDS, type ConfigField, configText, configWords, profileText } from "@/lib/signal/config-fields";

interface ConfigFieldsProps {
  readonly profile: ProfileName;
  readonly config: Readonly<Record<string, unknown>>;
  readonly problem: Problem;
}

export function ConfigFields({ profile: first, config, problem }: ConfigFieldsProps) {
  const [profile, setProfile] = useState(first);
  return (
    <>
      <SelectField
        label="Profile"
        name="profile"
        value={profile}
        onChange={(event) => setProfile(event.target.value === "indicator" ? "indicator" : "spec")}
        hint={profile === "spec" ? "runs the product" : "as the TradingView script"}
        problem={problem("profile")}
      >
        <option value="spec">spec</option>
        <option value="indicator">indicator</option>
      </SelectField>
      {CONFIG_FIELDS.map((field) => (
        <Value key={field.key} field={field} profile={profile} config={config} problem={problem} />
      ))}
    </>
  );
}

function Value({ field, profile, config, problem }: ConfigFieldsProps & { readonly field: ConfigField }) {
  const { key, label, unit, choices } = field;
  const name = `config.${key}`;
  const set = config[key] === undefined ? "" : configText(config[key]);
  const standard = profileText(profile, key);
  const shared = { name, defaultValue: set, problem: problem(name) };
  if (choices === null) {
    return (
      <TextField
        {...shared}
        label={unit === "" ? label : `${label}, ${unit}`}
        placeholder={standard}
        hint={`${profile}: ${standard}`}
      />
    );
  }
  return (
    <SelectField {...shared} label={label}>
      <option value="">
        {profile}: {configWords(field, standard)}
      </option>
      {Object.entries(choices).map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </SelectField>
  );
}
