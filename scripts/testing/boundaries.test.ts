/**
 * Proves that the house rules bite: every boundary and every habit of biome.json is broken once in a throw-away folder,
 * linted with the project's own configuration, and must be answered with its rule and its message.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const projectRoot = process.cwd();

/** One breach: a file that must be refused by `rule` with a message containing `says`. */
interface Breach {
  readonly file: string;
  readonly code: string;
  readonly rule: string;
  readonly says: string;
}

const uses = (from: string): string => `import { x } from "${from}";\nexport const y = x;\n`;
const boundary = (file: string, from: string, says: string): Breach => ({
  file,
  code: uses(from),
  rule: "lint/style/noRestrictedImports",
  says,
});

const boundaries: readonly Breach[] = [
  boundary("lib/market/up.ts", "@/lib/signal/alert", "lowest pure layer"),
  boundary("lib/market/shell.ts", "@/lib/clock", "lowest pure layer"),
  boundary("lib/market/relative.ts", "../db/client", "lowest pure layer"),
  boundary("lib/signal/up.ts", "@/lib/engine/types", "lib/signal is pure"),
  boundary("lib/trade/up.ts", "@/lib/engine/types", "lib/trade is pure"),
  boundary("lib/engine/up.ts", "@/lib/stream/events", "lib/engine is pure"),
  boundary("lib/engine/effect.ts", "@/lib/db/client", "lib/engine is pure"),
  boundary("lib/stream/shell.ts", "react", "lib/stream is pure"),
  boundary("lib/format/up.ts", "@/lib/engine/types", "lib/format turns market values into text"),
  boundary("lib/lab/effect.ts", "@/lib/db/client", "lib/lab and lib/analysis are pure"),
  boundary("lib/analysis/shell.ts", "react", "lib/lab and lib/analysis are pure"),
  boundary("lib/db/worker.ts", "@/worker/main", "lib/db is below the processes"),
  boundary("lib/db/page.ts", "next/headers", "neither pages nor sockets"),
  boundary("lib/process.ts", "@/worker/main", "lib is below the processes"),
  boundary("lib/http/query.ts", "pg", "Only lib/db speaks to Postgres"),
  boundary("lib/http/page.ts", "next/server", "worker and web alike"),
  boundary("lib/auth/page.ts", "next/headers", "only its page-guard.ts speaks Next"),
  boundary("lib/auth/query.ts", "pg", "lib/auth writes no SQL"),
  boundary("lib/auth/view.ts", "@/components/people/entry", "lib/auth is below the processes"),
  boundary("worker/page.ts", "@/app/page", "in Postgres and in the event stream only"),
  boundary("worker/simulated.ts", "@/worker/simulator/main", "by its wire only"),
  boundary("worker/relative.ts", "./simulator/main", "by its wire only"),
  boundary("worker/prisma.ts", "@/lib/generated/prisma/client", "Only lib/db speaks Prisma"),
  boundary("worker/react.ts", "react", "renders nothing"),
  boundary("worker/simulator/database.ts", "@/lib/db/client", "stands where the vendor would"),
  boundary("components/live/route.ts", "@/app/page", "below the routes"),
  boundary("components/live/server.ts", "@/lib/db/client", "run in the browser"),
  boundary("components/people/session.ts", "@/lib/auth/session", "run in the browser"),
  boundary("components/ui/feature.ts", "@/components/ticker/strip", "knows nothing of trading"),
  boundary("app/worker.ts", "@/worker/main", "in Postgres and in the event stream only"),
  boundary("app/query.ts", "@prisma/client", "queries belong to lib/db"),
  boundary("scripts/page.ts", "@/app/page", "Nothing imports app or components"),
];

const longFunction = `export function long(): number {\n  let n = 0;\n${"  n += 1;\n".repeat(80)}  return n;\n}\n`;
const habits: readonly Breach[] = [
  {
    file: "lib/market/node.ts",
    code: 'import { join } from "node:path";\nexport const y = join("a");\n',
    rule: "lint/correctness/noNodejsModules",
    says: "Node.js builtin",
  },
  {
    file: "components/live/node.ts",
    code: 'import { join } from "node:path";\nexport const y = join("a");\n',
    rule: "lint/correctness/noNodejsModules",
    says: "Node.js builtin",
  },
  {
    file: "lib/engine/timer.ts",
    code: "export const y = () => setTimeout(() => {}, 1);\n",
    rule: "lint/style/noRestrictedGlobals",
    says: "setTimeout",
  },
  {
    file: "worker/env.ts",
    code: "export const y = process.env;\n",
    rule: "lint/style/noProcessEnv",
    says: "process.env",
  },
  {
    file: "worker/default.ts",
    code: "export default function y() {}\n",
    rule: "lint/style/noDefaultExport",
    says: "default export",
  },
  { file: "worker/enum.ts", code: "export enum Y {\n  a,\n}\n", rule: "lint/style/noEnum", says: "enum" },
  {
    file: "worker/console.ts",
    code: 'console.log("x");\n',
    rule: "lint/suspicious/noConsole",
    says: "console",
  },
  {
    file: "worker/CamelCase.ts",
    code: "export const y = 1;\n",
    rule: "lint/style/useFilenamingConvention",
    says: "kebab-case",
  },
  {
    file: "worker/long-file.ts",
    code: `export const y = [\n${"  1,\n".repeat(310)}];\n`,
    rule: "lint/style/noExcessiveLinesPerFile",
    says: "300",
  },
  {
    file: "worker/long-function.ts",
    code: longFunction,
    rule: "lint/complexity/noExcessiveLinesPerFunction",
    says: "70",
  },
  {
    file: "worker/floating.ts",
    code: "async function f(): Promise<void> {}\nf();\n",
    rule: "lint/nursery/noFloatingPromises",
    says: "Promise",
  },
  {
    file: "worker/exhaustive.ts",
    code: 'export function y(side: "a" | "b"): void {\n  switch (side) {\n    case "a":\n      break;\n  }\n}\n',
    rule: "lint/nursery/useExhaustiveSwitchCases",
    says: "exhaustive",
  },
  {
    file: "worker/any.ts",
    code: "export const y: any = 1;\n",
    rule: "lint/suspicious/noExplicitAny",
    says: "any",
  },
  {
    file: "worker/bang.ts",
    code: "export const y = (a: string | null): number => a!.length;\n",
    rule: "lint/style/noNonNullAssertion",
    says: "non-null",
  },
  {
    file: "worker/ignore.ts",
    code: '// @ts-ignore\nexport const y: number = "";\n',
    rule: "lint/suspicious/noTsIgnore",
    says: "ts-ignore",
  },
  {
    file: "worker/hub/index.ts",
    code: 'export { y } from "./y";\n',
    rule: "lint/performance/noBarrelFile",
    says: "barrel",
  },
  {
    file: "worker/cycle-a.ts",
    code: 'import { b } from "@/worker/cycle-b";\nexport const a = (): number => b();\n',
    rule: "lint/suspicious/noImportCycles",
    says: "cycle",
  },
  {
    file: "worker/skipped.test.ts",
    code: 'import { it } from "vitest";\nit.skip("x", () => {});\n',
    rule: "lint/suspicious/noSkippedTests",
    says: "disable tests",
  },
];

/** Files that are within the rules and must stay without a word. */
const allowed: Readonly<Record<string, string>> = {
  "lib/signal/down.ts": uses("@/lib/market/price"),
  "lib/engine/sibling.ts": uses("./types"),
  "lib/stream/down.ts": uses("@/lib/engine/types"),
  "worker/hub/down.ts": uses("@/lib/stream/events"),
  "components/ticker/down.ts": uses("@/lib/stream/events"),
  "worker/cycle-b.ts": 'import { a } from "@/worker/cycle-a";\nexport const b = (): number => a();\n',
  "app/page.tsx": "export default function Page() {\n  return null;\n}\n",
};

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

/** Lints the whole throw-away project once; returns per file the rule and words of each diagnostic. */
function lint(root: string): Map<string, Diagnostic[]> {
  const biome = path.join(projectRoot, "node_modules/@biomejs/biome/bin/biome");
  const run = spawnSync(process.execPath, [biome, "lint", "--reporter=json", "--max-diagnostics=none", root], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const report: { diagnostics: Diagnostic[] } = JSON.parse(run.stdout);
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of report.diagnostics) {
    const where = diagnostic.location.path;
    const file = path.relative(root, path.resolve(root, typeof where === "string" ? where : where.file));
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
  }
  return byFile;
}

describe("house rules", () => {
  const root = mkdtempSync(path.join(os.tmpdir(), "boundaries-"));
  let found = new Map<string, Diagnostic[]>();

  beforeAll(() => {
    for (const file of ["biome.json", ".gitignore", "tsconfig.json", "package.json"]) {
      cpSync(path.join(projectRoot, file), path.join(root, file));
    }
    const files: [string, string][] = [...boundaries, ...habits].map((breach) => [breach.file, breach.code]);
    for (const [file, code] of [...files, ...Object.entries(allowed)]) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), code);
    }
    found = lint(root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([...boundaries, ...habits])("$file is refused by $rule", ({ file, rule, says }) => {
    const hits = (found.get(file) ?? []).filter((diagnostic) => diagnostic.category === rule);
    expect(hits.length, JSON.stringify(found.get(file))).toBeGreaterThan(0);
    expect(JSON.stringify(hits).toLowerCase()).toContain(says.toLowerCase());
  });

  it.each(Object.keys(allowed))("%s is within the import rules", (file) => {
    const hits = (found.get(file) ?? []).filter(
      (diagnostic) => diagnostic.category !== "lint/suspicious/noImportCycles",
    );
    expect(hits).toEqual([]);
  });
});
