"use client";
/** Sign-in in one or two steps. Success loads a new document, so that the frame and its stream start with the session. */
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

interface Answer {
  readonly next: "signed-in" | "second-factor";
}

export function SignInForm({ next }: { readonly next: string }) {
  const [step, setStep] = useState<Answer["next"] | "password">("password");
  const done = (answer: Answer): void => {
    if (answer.next === "signed-in") window.location.assign(next);
    else setStep(answer.next);
  };
  return step === "second-factor" ? (
    <CodeForm onDone={done} onBack={() => setStep("password")} />
  ) : (
    <PasswordForm onDone={done} />
  );
}

interface StepProps {
  readonly onDone: (answer: Answer) => void;
}

function PasswordForm({ onDone }: StepProps) {
  const { busy, failure, onSubmit } = useForm<Answer>({ path: "/api/auth/sign-in", onDone });
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3">
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <FormProblem failure={failure} />
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? "Signing in …" : "Sign in"}
      </Button>
    </form>
  );
}

function CodeForm({ onDone, onBack }: StepProps & { readonly onBack: () => void }) {
  const { busy, failure, onSubmit } = useForm<Answer>({ path: "/api/auth/second-factor", onDone });
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3">
      <TextField
        label="Code of your authenticator"
        hint="Or one of your recovery codes."
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
      />
      <FormProblem failure={failure} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy} className="flex-1">
          {busy ? "Checking …" : "Sign in"}
        </Button>
        <Button onClick={onBack}>Back</Button>
      </div>
    </form>
  );
}
