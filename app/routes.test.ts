/**
 * Role × route: every route handler and every page under app/, found in the file system, with every role and with none.
 * A new file without an entry in lib/auth/access.ts fails here; a handler that forgets its guard fails here.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type Access, machineRoutes, mayEnter, pageAccess, routeAccess } from "@/lib/auth/access";
import { type Role, roles } from "@/lib/auth/roles";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, cookieOf, makePerson, signedIn } from "@/scripts/testing/people";

/** What next/headers would know of the request a page is rendered for. */
const shown = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: () => Promise.resolve(shown.headers) }));

await testDatabase();
process.env["LOG_LEVEL"] = "silent";
// As next.config.js sets it for the build.
process.env["__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS"] = "true";
const cookies = new Map<Role, string>();
for (const role of roles) cookies.set(role, await signedIn(role));

const appDir = import.meta.dirname;
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

function files(name: string): string[] {
  const all = readdirSync(appDir, { recursive: true, encoding: "utf8" });
  return all.filter((file) => path.basename(file) === name).sort();
}

const placeOf = (file: string): string => `/${path.dirname(file)}`.replace(/^\/\.$/, "/");
const filled = (place: string): string => place.replace(/\[[a-z.]+\]/g, "unknown");
const parameters = async (place: string): Promise<Record<string, string>> =>
  Object.fromEntries([...place.matchAll(/\[([a-z.]+)\]/gi)].map(([, name = ""]) => [name, "unknown"]));

interface Route {
  readonly key: string;
  readonly method: string;
  readonly place: string;
  readonly access: Access | undefined;
  readonly handler: Handler;
}

const found: Route[] = [];
for (const file of files("route.ts")) {
  const module: Record<string, unknown> = await import(path.join(appDir, file));
  const place = placeOf(file);
  for (const method of methods) {
    if (!(method in module)) continue;
    const key = `${method} ${place}`;
    const access = (routeAccess as Readonly<Record<string, Access>>)[key];
    found.push({ key, method, place, access, handler: module[method] as Handler });
  }
}
const guarded = found.filter((route) => route.access?.kind === "roles");

function call(route: Route, cookie?: string, headers: Record<string, string> = {}): Promise<Response> {
  const body = route.method === "GET" ? {} : { body: {} };
  const options = { method: route.method, headers, ...body, ...(cookie === undefined ? {} : { cookie }) };
  return route.handler(browserRequest(filled(route.place), options), { params: parameters(route.place) });
}

describe("the table", () => {
  it("names every route handler under app/, and nothing else", () => {
    expect(found.length).toBeGreaterThan(20);
    expect(found.map((route) => route.key).sort()).toEqual(Object.keys(routeAccess).sort());
  });

  it("names every page under app/, and nothing else", () => {
    expect(files("page.tsx").map(placeOf).sort()).toEqual(Object.keys(pageAccess).sort());
  });

  it("opens nothing without a reason", () => {
    for (const access of [...Object.values(routeAccess), ...Object.values(pageAccess)]) {
      if (access.kind === "open") expect(access.why.length).toBeGreaterThan(10);
    }
  });
});

describe("route handlers", () => {
  it.each(guarded)("$key: 401 without a session", async (route) => {
    const response = await call(route);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "SIGNED_OUT" } });
  });

  it.each(guarded)("$key: 401 for a cookie somebody made up", async (route) => {
    expect((await call(route, "excursion.session_token=made.up")).status).toBe(401);
  });

  for (const role of roles) {
    it.each(guarded)(`$key as ${role}`, async (route) => {
      // What ends sessions gets one of its own.
      const cookie = await cookieOf(
        (await makePerson(role, `${route.key.replace(/\W+/g, "-").toLowerCase()}-${role}@desk.test`)).email,
      );
      const { status } = await call(route, cookie);
      if (route.access !== undefined && mayEnter(route.access, role)) expect([401, 403, 500]).not.toContain(status);
      else expect(status).toBe(403);
    });
  }

  it.each(found.filter(({ key, method }) => method !== "GET" && !machineRoutes.includes(key)))(
    "$key: 403 from a foreign page, whoever is signed in",
    async (route) => {
      const attempts = [{ origin: "https://evil.test" }, { origin: "null" }, { origin: "http://desk.test.evil.test" }];
      for (const headers of attempts) {
        const response = await call(route, cookies.get("admin"), headers);
        expect(response.status).toBe(403);
        expect(await response.json()).toMatchObject({ error: { code: "FOREIGN_ORIGIN" } });
      }
    },
  );
});

describe("pages", () => {
  type Page = (props: object) => Promise<unknown>;
  const pages = Object.entries(pageAccess).filter(([, access]) => access.kind === "roles");

  /** `shown`, or where Next is told to go instead. */
  async function render(place: string, cookie: string | null): Promise<string> {
    shown.headers = new Headers(cookie === null ? {} : { cookie });
    const module = (await import(path.join(appDir, place, "page.tsx"))) as { default: Page };
    try {
      await module.default({ params: parameters(place), searchParams: Promise.resolve({}) });
      return "shown";
    } catch (error) {
      if (error instanceof Error && "digest" in error) return String(error.digest);
      throw error;
    }
  }

  it.each(pages)("%s leads to the sign-in without a session", async (place) => {
    expect(await render(place, null)).toMatch(/^NEXT_REDIRECT;.*\/sign-in/);
  });

  for (const role of roles) {
    it.each(pages)(`%s as ${role}`, async (place, access) => {
      const answer = await render(place, cookies.get(role) ?? "");
      expect(answer).toBe(mayEnter(access, role) ? "shown" : "NEXT_HTTP_ERROR_FALLBACK;403");
    });
  }

  it("each asks for the right of its own folder", () => {
    for (const [place] of pages) {
      const source = readFileSync(path.join(appDir, place, "page.tsx"), "utf8");
      expect(source).toContain(`requireRole("${place}")`);
    }
  });
});
