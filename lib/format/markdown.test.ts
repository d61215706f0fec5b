import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, parseMarkdown } from "@/lib/format/markdown";

function textOf(block: Block): string {
  if (block.kind === "code") return block.text;
  const lines = block.kind === "list" ? block.items : block.lines;
  return lines.map((pieces) => pieces.map(({ text }) => text).join("")).join("\n");
}

describe("notes in Markdown", () => {
  it("reads headings, paragraphs, lists, quotes and code", () => {
    const blocks = parseMarkdown(
      "# Late\nThe *alert* came\n**late**.\n\n- one\n- `two`\n\n1. a\n2) b\n> said\n```\n<b>x</b>\n```",
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "list", "list", "quote", "code"]);
    expect(blocks[1]).toEqual({
      kind: "paragraph",
      lines: [
        [
          { kind: "text", text: "The " },
          { kind: "emphasis", text: "alert" },
          { kind: "text", text: " came" },
        ],
        [
          { kind: "strong", text: "late" },
          { kind: "text", text: "." },
        ],
      ],
    });
    expect(blocks[3]).toMatchObject({ ordered: true });
  });

  it("links lead to the web only; a script stays text", () => {
    expect(parseMarkdown("[chart](https://example.com/a?b=1) and https://x.test/y.")).toMatchObject([
      { lines: [[{ kind: "link", text: "chart", address: "https://example.com/a?b=1" }, {}, { kind: "link" }]] },
    ]);
    for (const evil of [
      "[x](javascript:alert(1))",
      "<script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "[x](data:text/html,hi)",
    ]) {
      expect(parseMarkdown(evil)).toEqual([{ kind: "paragraph", lines: [[{ kind: "text", text: evil }]] }]);
    }
  });

  it("a name with underscores and a product of stars stay as they are", () => {
    expect(textOf(parseMarkdown("near_tie_check 2*3*4")[0] ?? { kind: "code", text: "" })).toBe("near_tie_check 2*3*4");
  });

  it("never fails, never makes an address that is not of the web, and loses no word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (source) => {
        const blocks = parseMarkdown(source);
        for (const block of blocks) {
          const lines = block.kind === "code" ? [] : block.kind === "list" ? block.items : block.lines;
          for (const piece of lines.flat()) if (piece.kind === "link") expect(piece.address).toMatch(/^https?:\/\//);
        }
        const letters = (text: string) => text.replace(/[^A-Za-z]/g, "");
        expect(letters(blocks.map(textOf).join("\n"))).toBe(letters(source));
      }),
    );
  });
});
