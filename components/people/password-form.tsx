"use client";
/** A person's own change of password. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

export function PasswordForm() {
  const router = useRouter();
  const [done, setDone] = useState(false);
  const { busy, failure, onSubmit } = useForm({
    path: "/api/account/password",
    onDone: (_body, form) => {
      form.reset();
      setDone(true);
      router.refresh();
    },
  });
  const problems = failure?.fields ?? {};
  return (
    <form onSubmit={onSubmit} onInput={() => setDone(false)} className="flex max-w-sm flex-col gap-3 p-3">
      <TextField
        label="Present password"
        name="current"
        type="password"
        autoComplete="current-password"
        required
        problem={problems["current"]}
      />
      <TextField
        label="New password"
        hint="At least 10 characters; 15 or more are better. Your other browsers are signed out."
        name="password"
        type="password"
        autoComplete="new-password"
        required
        problem={problems["password"]}
      />
      <FormProblem failure={failure} />
      <p role="status" className="text-13 text-text-2 empty:hidden">
        {done ? "The password is changed." : null}
      </p>
      <Button type="submit" look="primary" disabled={busy} className="self-start">
        Change password
      </Button>
    </form>
  );
}
