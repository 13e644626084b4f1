/** The layouts that detection rules are written in, for all that is printed: brackets, lists and chains of conditions. */
import { fill, flatWidth, group, indent, line, softLine, type Doc } from './doc.js';
import type { TokenReader } from './reader.js';

/** The number of columns that a line should not exceed. */
export const pageWidth = 120;

/** Values longer than this on average are easier to read, and to compare between versions, each on a line of its own. */
const longestFilled = 24;

/** Brackets around what `printBody` prints: on one line, or the brackets on lines of their own. `space` stands inside the brackets on one line. */
export function bracketed(reader: TokenReader, printBody: () => Doc, space: Doc = softLine): Doc {
  const open = reader.take();
  const body = [space, reader.takeLead(), printBody(), reader.takeDangling()];
  return group([open, indent(body), reader.allowsSpace ? space : '', reader.take()]);
}

/** Parts with a separator after each but the last. `gap` stands between a part and its separator. */
export function separated<T>(reader: TokenReader, parts: readonly T[], print: (part: T) => Doc, gap: string): readonly Doc[] {
  return parts.map((part, index) => {
    const printed = [index === 0 ? '' : reader.takeLead(), print(part)];
    return index === parts.length - 1 ? printed : [printed, gap, reader.takeSeparator()];
  });
}

/** Parts on one line, or each on its own. */
export function stacked(parts: readonly Doc[]): Doc {
  return parts.map((part, index) => (index === 0 ? part : [line, part]));
}

/**
 * Parts on one line; or the first of them goes on where the line is, and the others stand below it, set off. The first `together` of
 * them share lines as long as there is room. None are together where the first is to be set off as well if it takes several lines.
 */
export function headed(parts: readonly Doc[], together: number): Doc {
  const head = Math.max(1, together);
  const first = fill(parts.slice(0, head));
  const rest = parts.slice(head).map((part) => [line, part]);
  return group(together === 1 ? [first, indent(rest)] : indent([first, rest]));
}

/**
 * Values with a separator after each but the last: on one line; where there is no room, short ones share lines and long ones stand
 * each on its own.
 */
export function listed<T>(reader: TokenReader, values: readonly T[], print: (value: T) => Doc, gap: string): Doc {
  let width = 0;
  const docs = separated(
    reader,
    values,
    (value) => {
      const doc = print(value);
      width += flatWidth(doc);
      return doc;
    },
    gap,
  );
  return width <= longestFilled * values.length ? fill(docs) : stacked(docs);
}

/** The line breaks that the text is written with. */
export function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
