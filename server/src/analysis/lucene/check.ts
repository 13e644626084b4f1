/** What a Lucene query string says without meaning it: words that look like operators, and values that end too early. */
import type { Problem } from '../../base/problem.js';
import { cover, sliceSpan, type Span } from '../../base/span.js';
import { luceneLeaves, type Clauses, type LuceneLeaf, type LuceneNode, type Word } from '../../syntax/lucene/ast.js';
import type { ParsedLucene } from '../../syntax/lucene/parse.js';

/** Offsets into the query's text. */
export function checkLucene({ text, tree }: ParsedLucene): readonly Problem[] {
  if (tree === undefined) return [];
  const leaves = luceneLeaves(tree);
  const words = leaves.filter((leaf) => leaf.kind === 'word');
  return [
    ...words.flatMap((word) => lowerCaseOperators(word, text)),
    ...mixedChains(tree),
    ...leaves.flatMap((leaf, index) => comparison(leaf, leaves[index + 1], text)),
    ...leaves.flatMap((leaf, index) => severedWords(leaf, leaves[index + 1], text)),
  ];
}

const operators: ReadonlySet<string> = new Set(['and', 'or', 'not']);

function isOperator(place: Span, text: string): boolean {
  return operators.has(sliceSpan(text, place).toLowerCase());
}

function lowerCaseOperators({ words }: Word, text: string): readonly Problem[] {
  return words
    .filter((place) => isOperator(place, text) && text[place.start - 1] !== ':')
    .map((place) => {
      const word = sliceSpan(text, place);
      const newText = word.toUpperCase();
      return {
        code: 'LUC101',
        span: place,
        message: `\`${word}\` is an ordinary word in Lucene, looked for as part of the value; write \`${newText}\``,
        fixes: [{ title: `Change to \`${newText}\``, edits: [{ span: place, newText }], preferred: true }],
      };
    });
}

function mixedChains(node: LuceneNode): readonly Problem[] {
  if (node.kind !== 'clauses') return [];
  const below = node.clauses.flatMap((clause) => mixedChains(clause.node));
  return node.mixed ? [mixedChain(node), ...below] : below;
}

function mixedChain({ span }: Clauses): Problem {
  const message = '`AND` does not bind tighter than `OR` in Lucene: clauses beside `OR` become optional; write parentheses';
  return { code: 'LUC102', span, message };
}

/** `a > 5`: three words without a field; before `AND` and `OR` the last stands for itself. */
function comparison(leaf: LuceneLeaf, next: LuceneLeaf | undefined, text: string): readonly Problem[] {
  if (leaf.kind !== 'word' || leaf.field !== undefined) return [];
  const after = next?.kind === 'word' && next.field === undefined && isBeside(leaf, next, text) ? next.words[0] : undefined;
  return leaf.words.flatMap((place, index) => {
    const sign = sliceSpan(text, place);
    const [name, value] = [leaf.words[index - 1], leaf.words[index + 1] ?? after];
    if (!/^(?:[<>]=?|==?)$/.test(sign) || name === undefined || value === undefined) return [];
    const whole = cover(name, value);
    const newText = `${sliceSpan(text, name)}:${sign.startsWith('=') ? '' : sign}${sliceSpan(text, value)}`;
    const message = `\`${sign}\` is an ordinary word in Lucene, and all of this is looked for as text; write \`${newText}\``;
    const fixes = [{ title: `Change to \`${newText}\``, edits: [{ span: whole, newText }], preferred: true }];
    return [{ code: 'LUC103', span: whole, message, fixes }];
  });
}

function isBeside(leaf: LuceneLeaf, next: LuceneLeaf, text: string): boolean {
  return /^\s+$/.test(text.slice(leaf.span.end, next.span.start));
}

/** `f:foo bar`: only the first word belongs to the field. */
function severedWords(leaf: LuceneLeaf, next: LuceneLeaf | undefined, text: string): readonly Problem[] {
  if (leaf.kind !== 'word' || leaf.field === undefined || next?.kind !== 'word' || next.field !== undefined) return [];
  if (!isBeside(leaf, next, text) || next.words.some((place) => isOperator(place, text) || /^[<>=]/.test(sliceSpan(text, place))))
    return [];
  const whole = cover(leaf.span, next.span);
  const isPlain = [leaf, next].every(({ pieces }) => pieces.every(({ kind }) => kind === 'text'));
  const newText = isPlain ? `"${sliceSpan(text, whole)}"` : sliceSpan(text, whole).replace(/\s/g, '\\ ');
  const message = `Only \`${sliceSpan(text, leaf.span)}\` is looked for in \`${leaf.field.name}\`, the rest in all fields; write \`${newText}\``;
  return [{ code: 'LUC104', span: next.span, message, fixes: [{ title: `Change to \`${newText}\``, edits: [{ span: whole, newText }] }] }];
}
