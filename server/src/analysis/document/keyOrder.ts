/** FMT003: whether the keys of `[metadata]` and `[rule]` stand in the order of Elastic's own rules: by the alphabet, queries last, then tables. */
import { LineIndex } from '../../base/lines.js';
import type { Fix, Problem } from '../../base/problem.js';
import type { RuleEntry, RuleTable, RuleValue } from '../../rule/value.js';
import { isDamaged, type DocumentCheck } from './check.js';
import { fixOf } from './repairs.js';

const last: readonly string[] = ['query', 'threat_query'];

export const checkKeyOrder: DocumentCheck = (document, { isShown }) => {
  const { tree, text, format } = document;
  if (tree === undefined || format !== 'toml' || !isShown('FMT003') || isDamaged(document)) return [];
  return [
    { name: 'metadata', table: tree.metadata },
    { name: 'rule', table: tree.rule },
  ].flatMap(({ name, table }) => (table === undefined ? [] : orderProblems(name, table, text)));
};

function orderProblems(name: string, table: RuleTable, text: string): readonly Problem[] {
  const entries = table.entries.filter(({ value }) => !holdsTables(value));
  const sorted = [...entries].sort((a, b) => place(a) - place(b) || (a.key < b.key ? -1 : 1));
  const at = entries.findIndex((entry, index) => entry !== sorted[index]);
  const found = sorted[at];
  const before = entries[at];
  if (found === undefined || before === undefined) return [];
  const message = `\`${found.key}\` belongs before \`${before.key}\`: the keys of \`[${name}]\` are sorted by the alphabet, queries after the others`;
  return [{ code: 'FMT003', span: found.keySpan, message, fixes: reordering(table, entries, sorted, text) }];
}

function holdsTables(value: RuleValue): boolean {
  return value.kind === 'table' || (value.kind === 'array' && value.elements.some(({ kind }) => kind === 'table'));
}

function place({ key }: RuleEntry): number {
  return last.includes(key) ? 1 : 0;
}

/** Moves whole lines, those of each key with the comments above it; none where something else stands on or between them. */
function reordering(table: RuleTable, entries: readonly RuleEntry[], sorted: readonly RuleEntry[], text: string): readonly Fix[] {
  const lines = new LineIndex(text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line;
  const written = text.split('\n');
  const blocks = new Map<RuleEntry, readonly string[]>();
  let next = firstLine(written, lineOf(entries[0]?.span.start ?? 0));
  const start = next;
  for (const entry of entries) {
    const [from, to] = [lineOf(entry.span.start), lineOf(entry.span.end) + 1];
    const isApart = from >= next && written.slice(next, from).every(isCommentOrBlank) && lines.positionAt(entry.span.start).character === 0;
    if (!isApart) return [];
    blocks.set(entry, written.slice(next, to));
    next = to;
  }
  const others = table.entries.filter((entry) => !entries.includes(entry)).map(({ span }) => lineOf(span.start));
  if (others.some((line) => line >= start && line < next)) return [];
  const newText = sorted.flatMap((entry) => blocks.get(entry) ?? []).join('\n');
  const span = { start: lines.offsetAt({ line: start, character: 0 }), end: lines.offsetAt({ line: next, character: 0 }) };
  return fixOf('Sort the keys', [{ span, newText: next < written.length ? `${newText}\n` : newText }]);
}

/** Of the comments right above the first key; what stands further up is about the whole table. */
function firstLine(written: readonly string[], keyLine: number): number {
  let line = keyLine;
  while (/^\s*#/.test(written[line - 1] ?? '')) line--;
  return line;
}

function isCommentOrBlank(line: string): boolean {
  return /^\s*(?:#.*)?$/.test(line);
}
