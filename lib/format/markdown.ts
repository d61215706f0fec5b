/**
 * A plain subset of Markdown as data: headings, paragraphs, quotes, lists, code, bold, italics and web links. There is no
 * HTML in it: a tag is text like any other, so whatever shows the pieces as text is safe. Nesting of lists is not read.
 */

export type Inline =
  | { readonly kind: "text" | "code" | "strong" | "emphasis"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly address: string };

export type Block =
  | { readonly kind: "heading" | "paragraph" | "quote"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "code"; readonly text: string };

/** Code first: what stands in it is not read further. Links only to the web: no script, no data. */
const inlinePattern =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>"')\]]+)/g;

function inlineOf(line: string): Inline[] {
  const pieces: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(inlinePattern)) {
    if (match.index > from) pieces.push({ kind: "text", text: line.slice(from, match.index) });
    const [whole, code, strong, emphasis, label, address, bare] = match;
    if (code !== undefined) pieces.push({ kind: "code", text: code });
    else if (strong !== undefined) pieces.push({ kind: "strong", text: strong });
    else if (emphasis !== undefined) pieces.push({ kind: "emphasis", text: emphasis });
    else pieces.push({ kind: "link", text: label ?? bare ?? whole, address: address ?? bare ?? whole });
    from = match.index + whole.length;
  }
  if (from < line.length) pieces.push({ kind: "text", text: line.slice(from) });
  return pieces;
}

const marks = {
  heading: /^#{1,6}\s+(.*)$/,
  quote: /^>\s?(.*)$/,
  bullet: /^[-*+]\s+(.*)$/,
  number: /^\d{1,3}[.)]\s+(.*)$/,
} as const;

type LineKind = keyof typeof marks | "paragraph";

function lineOf(line: string): { readonly kind: LineKind; readonly text: string } {
  for (const kind of ["heading", "quote", "bullet", "number"] as const) {
    const match = marks[kind].exec(line);
    if (match !== null) return { kind, text: match[1] ?? "" };
  }
  return { kind: "paragraph", text: line };
}

function blockOf(kind: LineKind, lines: readonly string[]): Block {
  const pieces = lines.map(inlineOf);
  if (kind === "bullet" || kind === "number") return { kind: "list", ordered: kind === "number", items: pieces };
  return { kind, lines: pieces };
}

/** Gathers lines of one kind until another begins. */
class Gathering {
  readonly blocks: Block[] = [];
  #kind: LineKind = "paragraph";
  #lines: string[] = [];

  add(line: string): void {
    const { kind, text } = lineOf(line);
    if (kind !== this.#kind || kind === "heading") this.close();
    this.#kind = kind;
    this.#lines.push(text);
  }

  close(): void {
    if (this.#lines.length > 0) this.blocks.push(blockOf(this.#kind, this.#lines));
    this.#lines = [];
  }
}

/** Reads Markdown. Never fails: what is no mark is text. */
export function parseMarkdown(source: string): Block[] {
  const gathering = new Gathering();
  let code: string[] | null = null;
  for (const line of source.replaceAll("\r\n", "\n").split("\n")) {
    if (line.startsWith("```")) {
      gathering.close();
      if (code !== null) gathering.blocks.push({ kind: "code", text: code.join("\n") });
      code = code === null ? [] : null;
    } else if (code !== null) code.push(line);
    else if (line.trim() === "") gathering.close();
    else gathering.add(line);
  }
  gathering.close();
  if (code !== null) gathering.blocks.push({ kind: "code", text: code.join("\n") });
  return gathering.blocks;
}
