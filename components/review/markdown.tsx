/** Notes as people read them. Everything is text to the browser: no HTML of the writer's reaches the page. */
import type { ReactNode } from "react";
import { type Block, type Inline, parseMarkdown } from "@/lib/format/markdown";

export function Markdown({ source }: { readonly source: string }) {
  return (
    <div className="flex max-w-prose flex-col gap-2 text-13 wrap-anywhere text-text-1">
      {keyed(parseMarkdown(source), block)}
    </div>
  );
}

/** Pieces never move: their place is their key. */
function keyed<T>(items: readonly T[], show: (item: T, key: string) => ReactNode): ReactNode[] {
  return items.map((item, index) => show(item, String(index)));
}

function block(each: Block, key: string): ReactNode {
  switch (each.kind) {
    case "heading":
      return (
        <p key={key} className="font-semibold">
          {keyed(each.lines, line)}
        </p>
      );
    case "paragraph":
      return <p key={key}>{keyed(each.lines, line)}</p>;
    case "quote":
      return (
        <blockquote key={key} className="border-l-2 border-line ps-3 text-text-2">
          {keyed(each.lines, line)}
        </blockquote>
      );
    case "code":
      return (
        <pre key={key} className="overflow-x-auto rounded-4 bg-surface-2 p-2 font-mono text-12">
          {each.text}
        </pre>
      );
    case "list": {
      const items = keyed(each.items, (item, place) => <li key={place}>{keyed(item, inline)}</li>);
      return each.ordered ? (
        <ol key={key} className="list-decimal ps-5">
          {items}
        </ol>
      ) : (
        <ul key={key} className="list-disc ps-5">
          {items}
        </ul>
      );
    }
  }
}

function line(pieces: readonly Inline[], key: string): ReactNode {
  return (
    <span key={key}>
      {key !== "0" && <br />}
      {keyed(pieces, inline)}
    </span>
  );
}

function inline(piece: Inline, key: string): ReactNode {
  switch (piece.kind) {
    case "text":
      return <span key={key}>{piece.text}</span>;
    case "strong":
      return <strong key={key}>{piece.text}</strong>;
    case "emphasis":
      return <em key={key}>{piece.text}</em>;
    case "code":
      return (
        <code key={key} className="rounded-4 bg-surface-2 px-1 font-mono text-12">
          {piece.text}
        </code>
      );
    case "link":
      return (
        <a
          key={key}
          href={piece.address}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-accent underline"
        >
          {piece.text}
        </a>
      );
  }
}
