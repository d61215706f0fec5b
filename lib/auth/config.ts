/**
 * better-auth as we use it: sessions in Postgres, signed cookies, TOTP. Only called in-process: its own HTTP routes are not
 * mounted, so nothing is reachable but what app/api offers through the guards. There is no sign-up; people are made by the
 * setup code or an invitation (lib/db). Reading a session is lib/auth/session.ts.
 */
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { twoFactor } from "better-auth/plugins";
import { cookiePrefix } from "@/lib/auth/cookie-names";
import { checkSecret, hashSecret } from "@/lib/auth/hashing";
import { passwordLengthMax, passwordLengthMin } from "@/lib/auth/password-rule";
import { authSecret } from "@/lib/auth/secret";
import { db } from "@/lib/db/client";
import { standingOf } from "@/lib/db/people";
import { sessionLifeMs } from "@/lib/db/sessions";
import { env } from "@/lib/env";
import { createLog } from "@/lib/log";

/** How long the second step of a sign-in may take, seconds. */
const secondStepSeconds = 10 * 60;
/** Wrong codes in a row until the second factor of an account pauses, and for how long. */
const wrongCodesMax = 10;
const codePauseSeconds = 15 * 60;
/** Recovery codes made at the enrolment. */
const recoveryCodes = 10;

/** The name people see in their authenticator. */
export const issuer = "Excursion";

function cookies(appUrl: string) {
  const secure = appUrl.startsWith("https:");
  return {
    useSecureCookies: false,
    cookiePrefix: cookiePrefix(appUrl),
    defaultCookieAttributes: { secure, httpOnly: true, sameSite: "lax", path: "/" },
  } as const;
}

function make() {
  const { APP_URL, LOG_LEVEL } = env();
  const log = createLog("auth", LOG_LEVEL);
  return betterAuth({
    appName: issuer,
    baseURL: APP_URL,
    secret: authSecret(),
    telemetry: { enabled: false },
    logger: { level: "error", log: (_level, message) => log.error(message) },
    database: prismaAdapter(db(), { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
      password: { hash: hashSecret, verify: ({ hash, password }) => checkSecret(hash, password) },
    },
    session: { expiresIn: sessionLifeMs / 1000, disableSessionRefresh: true },
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false },
        active: { type: "boolean", required: true, defaultValue: true, input: false },
      },
    },
    // Our own limits (lib/auth/limits.ts) come before every call.
    rateLimit: { enabled: false },
    databaseHooks: {
      session: {
        create: {
          // The one gate every kind of sign-in passes: no session for a deactivated person.
          before: async (session) => ((await standingOf(session.userId))?.active === true ? undefined : false),
        },
      },
    },
    advanced: { ...cookies(APP_URL), ipAddress: { ipAddressHeaders: ["x-forwarded-for"] } },
    plugins: [
      twoFactor({
        issuer,
        twoFactorCookieMaxAge: secondStepSeconds,
        backupCodeOptions: { amount: recoveryCodes },
        accountLockout: { enabled: true, maxFailedAttempts: wrongCodesMax, durationSeconds: codePauseSeconds },
      }),
    ],
  });
}

let made: ReturnType<typeof make> | undefined;

/** The instance of this process, made on first use. Throws when AUTH_SECRET or DATABASE_URL is missing. */
export function auth(): ReturnType<typeof make> {
  made ??= make();
  return made;
}
