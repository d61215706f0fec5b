/** A labelled field with its hint and, next to it, what is wrong with it. */
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";

const box =
  "touch h-8 w-full min-w-0 rounded-4 border border-line bg-surface-0 px-2 text-13 text-text-1 aria-invalid:border-danger";

interface Shared {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong; undefined when nothing is. */
  readonly problem?: string | undefined;
}

type TextFieldProps = Shared & InputHTMLAttributes<HTMLInputElement>;

export function TextField({ label, hint, problem, className = "", ...input }: TextFieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} className={className}>
      <input {...input} {...describedBy(id, hint, problem)} id={id} className={box} />
    </FieldFrame>
  );
}

type SelectFieldProps = Shared & SelectHTMLAttributes<HTMLSelectElement>;

export function SelectField({ label, hint, problem, className = "", children, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} className={className}>
      <select {...select} {...describedBy(id, hint, problem)} id={id} className={box}>
        {children}
      </select>
    </FieldFrame>
  );
}

function describedBy(id: string, hint: ReactNode, problem: string | undefined) {
  const parts = [hint === undefined ? "" : `${id}-hint`, problem === undefined ? "" : `${id}-problem`].filter(Boolean);
  return {
    ...(parts.length === 0 ? {} : { "aria-describedby": parts.join(" ") }),
    ...(problem === undefined ? {} : { "aria-invalid": true as const }),
  };
}

interface FrameProps {
  readonly id: string;
  readonly label: string;
  readonly hint: ReactNode;
  readonly problem: string | undefined;
  readonly className: string;
  readonly children: ReactNode;
}

function FieldFrame({ id, label, hint, problem, className, children }: FrameProps) {
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="font-sans text-12 text-text-2">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-12 text-text-3">
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} className="text-12 text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
