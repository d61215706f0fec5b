/** The three kinds of button: the one thing to do, something else to do, something that takes away. */
import type { ButtonHTMLAttributes } from "react";

const looks = {
  primary: "bg-accent font-medium text-surface-0",
  plain: "bg-surface-3 text-text-1",
  danger: "border border-line text-danger",
} as const;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof looks;
}

export function Button({ look = "plain", type = "button", className = "", ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`touch inline-flex h-8 items-center justify-center rounded-4 px-4 text-13 whitespace-nowrap disabled:opacity-60 ${looks[look]} ${className}`}
    />
  );
}
