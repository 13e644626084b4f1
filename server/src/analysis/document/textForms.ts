/** TOM008, TOM010 and TOM011: how a text is written in the file, and rules that the tools of rule repositories cannot keep. */
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { stringAt, type RuleString, type RuleTable, type RuleValue } from '../../rule/value.js';
import type { DocumentCheck } from './check.js';
import { fixOf, replacing } from './repairs.js';

export const checkTextForms: DocumentCheck = (document, { isShown }) => {
  const { format, tree } = document;
  if (format !== 'toml' || tree?.rule === undefined) return [];
  return [
    ...escapes(document, tree.rule, 'query'),
    ...escapes(document, tree.rule, 'threat_query'),
    ...(isShown('TOM010') ? lossyTexts(document.text, tree.rule) : []),
    ...savedQuery(document, tree.rule),
  ];
};

const characters: Readonly<Record<string, string>> = {
  b: 'a backspace',
  t: 'a tab',
  n: 'a line break',
  f: 'a form feed',
  r: 'a carriage return',
};

/** Escapes of TOML that look like the beginning of a name in a path: `"C:\temp"`. */
function escapes({ text }: RuleDocument, rule: RuleTable, key: string): readonly Problem[] {
  const query = stringAt(rule, key);
  if (query === undefined || (query.style !== 'basic' && query.style !== 'multilineBasic') || !query.closed) return [];
  const length = query.style === 'basic' ? 1 : 3;
  const content = text.slice(query.span.start + length, query.span.end - length);
  const found = [...content.matchAll(/\\([\s\S])/g)].filter((escape) => isInPath(content, escape.index, escape[1] ?? ''));
  const literal = literalForm(content);
  return found.map((escape) => {
    const at = query.span.start + length + escape.index;
    const written = escape[0];
    const message = `\`${written}\` is ${characters[escape[1] ?? ''] ?? 'an escape'} between these quotes; between ''' a backslash stands for itself`;
    const fixes = literal === undefined ? [] : fixOf("Write the query between '''", [{ span: query.span, newText: literal }]);
    return { code: 'TOM008', span: spanOf(at, written.length), message, fixes };
  });
}

function spanOf(start: number, length: number): Span {
  return { start, end: start + length };
}

/** Whether the escape stands in a quoted text or after a drive, a directory or a colon, and a name goes on behind it. */
function isInPath(content: string, at: number, letter: string): boolean {
  if (characters[letter] === undefined || !/^[\w*]/.test(content.slice(at + 2, at + 3))) return false;
  const quotes = content.slice(0, at).match(/\\"|"/g)?.length ?? 0;
  return quotes % 2 === 1 || /[\w*]*[:\\/][\w .*-]*$/.test(content.slice(0, at).replace(/\\["\\]/g, '\\'));
}

/** The text as it was meant: only escaped quotes and backslashes are what they stand for. */
function literalForm(content: string): string | undefined {
  const meant = content.replace(/\\(["\\])/g, '$1');
  return meant.includes("'''") ? undefined : `'''${meant.startsWith('\n') || meant.startsWith('\r\n') ? '' : '\n'}${meant}'''`;
}

/** What the tools of rule repositories write in a form of their own that keeps every backslash. */
const ownForm: readonly string[] = ['query', 'threat_query', 'note', 'setup'];

/** Longer texts with quotation marks are written over several lines, where a backslash is not escaped. */
const wrapped = 120;

function lossyTexts(text: string, rule: RuleTable): readonly Problem[] {
  const own = ownForm.flatMap((key) => stringAt(rule, key) ?? []);
  if (!hasOutside(text, '\\', own)) return [];
  return rule.entries
    .flatMap(({ key, value }) => (ownForm.includes(key) ? [] : withBackslash(value, [])))
    .flatMap((each): readonly Problem[] => {
      const isLong = each.value.includes('\n') || (each.value.length > wrapped && each.value.includes('"'));
      if (!each.value.includes('\\x') && !isLong) return [];
      const what = each.value.includes('\\x') ? '`\\x`' : 'a backslash in a text of several lines';
      return [{ code: 'TOM010', span: each.span, message: `The rule repository's own tools damage ${what} when they write this file` }];
    });
}

/** Whether the character stands anywhere but in these texts, which are far quicker to pass over than all values are to look at. */
function hasOutside(text: string, character: string, texts: readonly RuleString[]): boolean {
  let at = text.indexOf(character);
  while (at >= 0) {
    const around = texts.find(({ span }) => span.start <= at && at < span.end);
    if (around === undefined) return true;
    at = text.indexOf(character, around.span.end);
  }
  return false;
}

function withBackslash(value: RuleValue, found: RuleString[]): readonly RuleString[] {
  if (value.kind === 'string' && value.value.includes('\\')) found.push(value);
  else if (value.kind === 'array') for (const element of value.elements) withBackslash(element, found);
  else if (value.kind === 'table') for (const entry of value.entries) withBackslash(entry.value, found);
  return found;
}

function savedQuery({ tree, queries }: RuleDocument, rule: RuleTable): readonly Problem[] {
  const type = stringAt(rule, 'type');
  if (tree === undefined || type?.value !== 'saved_query') return [];
  const message = 'The tools for rules in TOML cannot load rules of type saved_query; write the query into a rule of type query';
  const fixes = queries.length === 0 ? [] : replacing(tree, type, 'query', 'Change the type to `query`');
  return [{ code: 'TOM011', span: type.span, message, fixes }];
}
