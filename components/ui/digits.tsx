/**
 * A number whose thousands are set apart by space that is not text: a copied price is a plain number.
 * `changedFrom` (an index into the text) starts the part that flashes.
 */
import { digitGroups } from "@/lib/format/number";

interface DigitsProps {
  readonly text: string;
  readonly changedFrom?: number;
}

/** Groups after the first are pushed off by a quarter of a digit. */
function groupsOf(text: string): readonly { readonly text: string; readonly apart: boolean; readonly start: number }[] {
  const { sign, groups, rest } = digitGroups(text);
  let start = 0;
  return groups.map((group, index) => {
    const part = `${index === 0 ? sign : ""}${group}${index === groups.length - 1 ? rest : ""}`;
    const at = start;
    start += part.length;
    return { text: part, apart: index > 0, start: at };
  });
}

export function Digits({ text, changedFrom = text.length }: DigitsProps) {
  return groupsOf(text).map((group) => {
    const cut = Math.min(group.text.length, Math.max(0, changedFrom - group.start));
    return (
      <span key={group.start} className={group.apart ? "ms-[0.3ch]" : undefined}>
        {group.text.slice(0, cut)}
        {cut < group.text.length && <span data-changed="">{group.text.slice(cut)}</span>}
      </span>
    );
  });
}
