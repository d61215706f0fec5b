/**
 * Habits that no lint rule of ours can express: the wall clock and chance have one door (lib/clock.ts),
 * and nobody switches a check off in the source.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const sources = ["app", "components", "lib", "worker"]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => path.posix.join(folder, String(file))))
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("lib/generated/"));
const product = sources.filter((file) => !/\.test\.tsx?$|\/testing\//.test(file) && file !== "lib/clock.ts");

/** Every reading of the wall clock or of chance in a source text, as `line: expression`. */
function impureReadings(file: string, text: string): string[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const emptyDate =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
      node.expression.getText(tree) === "Date" &&
      (node.arguments?.length ?? 0) === 0;
    const reading = ts.isPropertyAccessExpression(node) && ["Date.now", "Math.random"].includes(node.getText(tree));
    if (emptyDate || reading) {
      found.push(`${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}: ${node.getText(tree)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe("one door to time and chance", () => {
  it.each([
    ["Date.now()", ["1: Date.now"]],
    ["const now = Date.now;", ["1: Date.now"]],
    ["\nnew Date()", ["2: new Date()"]],
    ["new Date", ["1: new Date"]],
    ["Math.random()", ["1: Math.random"]],
    ["new Date(at); Date.UTC(2026, 0); // Date.now()", []],
  ])("the check sees %j", (text, readings) => {
    expect(impureReadings("example.ts", text)).toEqual(readings);
  });

  it("Date.now(), new Date() and Math.random() occur in lib/clock.ts only", () => {
    const breaches = product.flatMap((file) =>
      impureReadings(file, readFileSync(file, "utf8")).map((reading) => `${file}:${reading}`),
    );
    expect(breaches).toEqual([]);
  });
});

describe("no check is switched off in the source", () => {
  it.each(["biome-ignore", "@ts-ignore", "@ts-nocheck", "@ts-expect-error"])("%s occurs nowhere", (word) => {
    expect(sources.filter((file) => readFileSync(file, "utf8").includes(word))).toEqual([]);
  });
});
