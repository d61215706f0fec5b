"use client";
/** A person's second factor: off → password → QR code and first code → on; and off again with the password. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

interface Enrolment {
  /** Path of the dark modules in a square of `size`. */
  readonly qr: { readonly size: number; readonly path: string };
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

export function SecondFactor({ on }: { readonly on: boolean }) {
  const router = useRouter();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  if (enrolment !== null) {
    const finish = (): void => {
      setEnrolment(null);
      router.refresh();
    };
    return <FirstCode enrolment={enrolment} onDone={finish} onCancel={() => setEnrolment(null)} />;
  }
  return on ? (
    <PasswordStep
      key="off"
      lead="On: signing in asks for a code of your authenticator."
      action="Turn off"
      method="DELETE"
      onDone={() => router.refresh()}
    />
  ) : (
    <PasswordStep
      key="on"
      lead="Off. With it, a stolen password alone opens nothing. Any authenticator app works."
      action="Set up"
      method="POST"
      onDone={(body: Enrolment) => setEnrolment(body)}
    />
  );
}

interface PasswordStepProps<Body> {
  readonly lead: string;
  readonly action: string;
  readonly method: "POST" | "DELETE";
  readonly onDone: (body: Body) => void;
}

function PasswordStep<Body>({ lead, action, method, onDone }: PasswordStepProps<Body>) {
  const { busy, failure, onSubmit } = useForm<Body>({ method, path: "/api/account/second-factor", onDone });
  return (
    <form onSubmit={onSubmit} className="flex max-w-sm flex-col gap-3 p-3">
      <p className="text-13 text-text-2">{lead}</p>
      <TextField
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        problem={failure?.fields["password"]}
      />
      <FormProblem failure={failure} />
      <Button type="submit" look={method === "POST" ? "plain" : "danger"} disabled={busy} className="self-start">
        {action}
      </Button>
    </form>
  );
}

interface FirstCodeProps {
  readonly enrolment: Enrolment;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function FirstCode({ enrolment, onDone, onCancel }: FirstCodeProps) {
  const { qr, secret, recoveryCodes } = enrolment;
  const { busy, failure, onSubmit } = useForm({ method: "PUT", path: "/api/account/second-factor", onDone });
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3 p-3">
      <p className="text-13 text-text-2">Scan this with your authenticator, keep the recovery codes, enter a code.</p>
      <div className="flex flex-wrap items-start gap-4">
        <svg viewBox={`0 0 ${qr.size} ${qr.size}`} className="size-44 rounded-4" shapeRendering="crispEdges">
          <title>QR code with the secret of the second factor</title>
          {/* Scanners want dark on light, whatever the theme. */}
          <rect width={qr.size} height={qr.size} fill="white" />
          <path d={qr.path} fill="black" />
        </svg>
        <div className="flex min-w-0 flex-col gap-1 text-12">
          <p className="text-text-2">Cannot scan? Enter this secret:</p>
          <code className="num break-all whitespace-normal">{secret}</code>
          <p className="mt-2 text-text-2">Recovery codes, each opens once, shown only now:</p>
          <ul className="num grid grid-cols-2 gap-x-4">
            {recoveryCodes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>
      </div>
      <TextField
        label="Code"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
        problem={failure?.fields["code"]}
        className="max-w-40"
      />
      <FormProblem failure={failure} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          Turn on
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
