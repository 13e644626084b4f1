/** A clause added to a condition, so that both must hold, laid out like the lines before it. */
import type { TextEdit } from '../../base/edit.js';
import { sliceSpan, span, type Span } from '../../base/span.js';

/** A condition of a query as both languages have it. `last`: the last operand of its `and` chain. */
interface Chain {
  readonly span: Span;
  readonly last: Span;
  /** An `or` that needs parentheses before anything is joined to it. */
  readonly isLoose: boolean;
}

export function appended({ span: whole, last, isLoose }: Chain, clause: string, text: string): readonly TextEdit[] {
  const opening = isLoose ? [{ span: span(whole.start, whole.start), newText: '(' }] : [];
  const newText = `${isLoose ? ')' : ''}${joined(whole, last, clause, text)}`;
  return [...opening, { span: span(whole.end, whole.end), newText }];
}

function joined(whole: Span, last: Span, clause: string, text: string): string {
  if (!sliceSpan(text, whole).includes('\n')) return ` and ${clause}`;
  const before = text.slice(text.lastIndexOf('\n', last.start - 1) + 1, last.start);
  const indent = /^\s*/.exec(before)?.[0] ?? '';
  return /^\s*and\s+$/i.test(before) ? `\n${indent}and ${clause}` : ` and\n${indent}${clause}`;
}

/** A value added to a list, on a line of its own where the last one has one. `separator`: `,` or ` or`. */
export function listed(values: readonly Span[], value: string, separator: string, text: string): readonly TextEdit[] {
  const last = values.at(-1);
  if (last === undefined) return [];
  const before = text.slice(text.lastIndexOf('\n', last.start - 1) + 1, last.start);
  const ownLine = values.length > 1 && before.trim() === '' && text.slice(0, last.start).includes('\n');
  return [{ span: span(last.end, last.end), newText: `${separator}${ownLine ? `\n${before}` : ' '}${value}` }];
}
