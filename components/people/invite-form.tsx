"use client";
/** Invites somebody: an address and a role in, a one-time link out. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { type NewLink, OneTimeLink } from "@/components/people/one-time-link";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { roles } from "@/lib/auth/roles";

export function InviteForm() {
  const router = useRouter();
  const [made, setMade] = useState<NewLink | null>(null);
  const { busy, failure, onSubmit } = useForm<NewLink>({
    path: "/api/admin/invitations",
    onDone: (body, form) => {
      form.reset();
      setMade(body);
      router.refresh();
    },
  });
  return (
    <div className="flex flex-col gap-3 p-3">
      <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-3">
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="off"
          required
          problem={failure?.fields["email"]}
          className="w-64 max-w-full"
        />
        <SelectField label="Role" name="role" className="w-32" problem={failure?.fields["role"]}>
          {roles.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </SelectField>
        <Button type="submit" look="primary" disabled={busy} className="mt-5">
          Make the link
        </Button>
      </form>
      <FormProblem failure={failure} />
      {made !== null && <OneTimeLink {...made} key={made.link} />}
    </div>
  );
}
