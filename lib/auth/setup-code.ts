/**
 * The code that makes the first admin. The launcher writes it into DATA_DIR (readable by its owner only) and prints it;
 * here it is compared and, once used, removed. Who may use it is decided by the database: nobody, once there is an admin.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { ClientInfo } from "@/lib/auth/roles";
import type { Clock } from "@/lib/clock";
import { hasAdmin } from "@/lib/db/people";
import { attemptSucceeded, keysOf, takeAttempt } from "@/lib/db/sign-in-limits";
import { env } from "@/lib/env";

/** Name of the file in DATA_DIR; scripts/setup-code.mjs writes it. */
const fileName = "setup-code";

/** As it is compared: letters and digits only, capitals. People may leave out the dash. */
const plain = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, "");
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

async function stored(dataDir: string): Promise<string | null> {
  try {
    return plain(await readFile(path.join(dataDir, fileName), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Takes the same time whatever is given. */
async function isSetupCode(given: string, dataDir: string): Promise<boolean> {
  const code = await stored(dataDir);
  const same = timingSafeEqual(digest(plain(given)), digest(code ?? ""));
  return same && code !== null && code !== "";
}

/** What became of an attempt with a code. */
export type CodeVerdict =
  | { readonly kind: "right" | "wrong" | "gone" }
  | { readonly kind: "limited"; readonly waitMs: number };

/** Tries a code, counted per address; `gone` once there is an admin, whatever the code. */
export async function trySetupCode(given: string, client: ClientInfo, clock: Clock): Promise<CodeVerdict> {
  if (await hasAdmin()) return { kind: "gone" };
  const keys = keysOf("setup", null, client.ip);
  const waitMs = await takeAttempt(keys, clock.now());
  if (waitMs > 0) return { kind: "limited", waitMs };
  if (!(await isSetupCode(given, env().DATA_DIR))) return { kind: "wrong" };
  await attemptSucceeded(keys, clock.now());
  return { kind: "right" };
}

/** Forgets the code after the first admin exists. */
export async function removeSetupCode(dataDir: string): Promise<void> {
  await rm(path.join(dataDir, fileName), { force: true });
}
