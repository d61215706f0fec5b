"use client";
/** Name and password of somebody new, or only the password for a reset. Used by the setup and by one-time links. */
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

interface NewPersonFormProps {
  readonly path: "/api/setup" | "/api/invitations";
  /** What proves the right to do this, sent along. */
  readonly secret: { readonly name: "code" | "token"; readonly value: string };
  /** Fixed by an invitation; asked for in the setup. */
  readonly email: string | null;
  readonly asksName: boolean;
  readonly action: string;
}

export function NewPersonForm({ path, secret, email, asksName, action }: NewPersonFormProps) {
  const { busy, failure, onSubmit } = useForm<{ readonly next: string }>({
    path,
    content: ({ name, email: typed, password }) => ({
      [secret.name]: secret.value,
      ...(asksName ? { name } : {}),
      ...(email === null ? { email: typed } : {}),
      password,
    }),
    // A second factor that is still on has to be shown at the sign-in.
    onDone: ({ next }) => window.location.assign(next === "signed-in" ? "/" : "/sign-in"),
  });
  const problems = failure?.fields ?? {};
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3">
      {asksName && (
        <TextField label="Name" name="name" autoComplete="name" required autoFocus problem={problems["name"]} />
      )}
      {email === null ? (
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          problem={problems["email"]}
        />
      ) : (
        // For the password manager: which account the new password belongs to.
        <TextField label="E-mail" type="email" autoComplete="username" value={email} readOnly />
      )}
      <TextField
        label="Password"
        hint="At least 10 characters; 15 or more are better. A few words you make up are fine."
        name="password"
        type="password"
        autoComplete="new-password"
        required
        problem={problems["password"]}
      />
      <p role="alert" className="text-13 text-danger empty:hidden">
        {problems[secret.name]}
      </p>
      <FormProblem failure={failure} />
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? "One moment …" : action}
      </Button>
    </form>
  );
}
