/** Fields that several forms share. Bounds only keep nonsense out; the rules of a password are in lib/auth/password-rule.ts. */
import { z } from "zod";

/** A password as typed: not trimmed, any characters. */
export const passwordField = z.string().min(1, "expected a password").max(1000, "expected at most 1000 characters");

export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "expected at most 254 characters")
  .pipe(z.email("expected an e-mail address"));

/** What others see. */
export const nameField = z.string().trim().min(1, "expected a name").max(80, "expected at most 80 characters");
