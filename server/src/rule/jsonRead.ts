/** JSON text to the values of a rule with their places. Never throws: what is damaged is reported and left out, everything else is read. */
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { limits } from '../base/limits.js';
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import type { RuleEntry, RuleTable, RuleValue } from './value.js';

export interface JsonDocument {
  /** Undefined where nothing at all could be read. */
  readonly root: RuleValue | undefined;
  /** `TOM001` (syntax) and `TOM002` (a key that exists already). */
  readonly problems: readonly Problem[];
}

/** Reads one JSON value: the whole text or, as for a line of an export, what stands at `place`. Spans are those of the text. */
export function readJson(text: string, place: Span = { start: 0, end: text.length }): JsonDocument {
  const slice = text.slice(place.start, place.end);
  const tooDeep = depthExceededAt(slice);
  if (tooDeep !== undefined) {
    const start = place.start + tooDeep;
    const message = `Objects and lists are nested more than ${limits.queryDepth} deep here; no rule is`;
    return { root: undefined, problems: [{ code: 'TOM001', span: { start, end: start + 1 }, message }] };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(slice, errors, { disallowComments: true, allowTrailingComma: false });
  const reader: Reader = { text, base: place.start, problems: problemsOf(errors, slice, place.start) };
  const root = tree === undefined ? undefined : valueOf(tree, reader);
  return { root, problems: reader.problems.sort((a, b) => a.span.start - b.span.start) };
}

/** Where the value begins, behind blanks and the comments that JSON does not have but people write. */
export function jsonStart(text: string): number {
  let start = 0;
  for (const [piece] of text.matchAll(/\s+|\/\/[^\n]*|\/\*[^]*?\*\//gy)) start += piece.length;
  return start;
}

interface Reader {
  readonly text: string;
  /** Where in the text the offsets of the nodes count from. */
  readonly base: number;
  readonly problems: Problem[];
}

/** The offset where the nesting gets deeper than any rule is; the parser is recursive. */
function depthExceededAt(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > limits.queryDepth) return index;
  }
  return undefined;
}

function valueOf(node: Node, reader: Reader): RuleValue | undefined {
  const start = reader.base + node.offset;
  const span = { start, end: start + node.length };
  switch (node.type) {
    case 'object':
      return tableOf(node, span, reader);
    case 'array':
      return { kind: 'array', span, elements: (node.children ?? []).flatMap((child) => valueOf(child, reader) ?? []) };
    case 'string':
      return { kind: 'string', span, value: String(node.value), style: 'json', closed: isClosed(reader.text.slice(span.start, span.end)) };
    case 'number':
      return numberOf(reader.text.slice(span.start, span.end), span);
    case 'boolean':
      return { kind: 'boolean', span, value: node.value === true };
    case 'null':
      return { kind: 'null', span };
    case 'property':
      return undefined;
  }
}

/** `1000.0` and `1e3` are whole numbers to Kibana, which reads them as JavaScript does. */
function numberOf(written: string, span: Span): RuleValue {
  const value = Number(written);
  if (Number.isSafeInteger(value)) return { kind: 'integer', span, value };
  return /^-?\d+$/.test(written) ? { kind: 'integer', span, value: BigInt(written) } : { kind: 'float', span, value };
}

/** Whether the literal ends with its own quote, and not with an escaped one. */
function isClosed(literal: string): boolean {
  const last = literal.length - 1;
  if (last < 1 || literal[last] !== '"') return false;
  let backslashes = 0;
  while (literal[last - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 0;
}

/** A key without a value is left out: it was reported as a syntax error. */
function tableOf(node: Node, span: Span, reader: Reader): RuleTable {
  const entries = new Map<string, RuleEntry>();
  for (const { children } of node.children ?? []) {
    const [keyNode, valueNode] = children ?? [];
    const value = valueNode === undefined ? undefined : valueOf(valueNode, reader);
    if (keyNode === undefined || value === undefined) continue;
    const start = reader.base + keyNode.offset;
    const keySpan = { start, end: start + keyNode.length };
    const key = String(keyNode.value);
    if (entries.has(key)) {
      const message = `\`${key}\` is given twice in this object; remove the one that is not meant`;
      reader.problems.push({ code: 'TOM002', span: keySpan, message });
    } else entries.set(key, { key, keySpan, span: { start, end: value.span.end }, value });
  }
  return { kind: 'table', span, entries: [...entries.values()] };
}

/** The parser's names of errors in words. */
const messages: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is not JSON; text stands in double quotes, other values are numbers, true, false, null, lists and objects',
  InvalidNumberFormat: 'This is not a number in JSON, such as 47 or 0.5',
  PropertyNameExpected: 'A key in double quotes is expected here; behind the last entry of an object stands no comma',
  ValueExpected: 'A value is expected here; behind the last element of a list stands no comma',
  ColonExpected: 'A colon is expected between the key and its value',
  CommaExpected: 'A comma is missing before this',
  CloseBraceExpected: 'The object is not closed; a } is missing',
  CloseBracketExpected: 'The list is not closed; a ] is missing',
  EndOfFileExpected: 'The JSON value ends before this; several rules stand in a list, or in an .ndjson file one on each line',
  InvalidCommentToken: 'JSON has no comments; remove this one',
  UnexpectedEndOfComment: 'JSON has no comments; remove this one',
  UnexpectedEndOfString: 'The text is not closed; a " is missing. A line break in it is written \\n',
  UnexpectedEndOfNumber: 'The number is not complete',
  InvalidUnicode: 'After \\u four hexadecimal digits are expected, such as \\u00e9',
  InvalidEscapeCharacter: 'JSON has no such escape; a backslash itself is written \\\\',
  InvalidCharacter: 'A control character is not allowed in JSON text; write it as \\t, \\n or \\u001b',
};

/** Of errors with nothing between them the first: the others follow from it. */
function problemsOf(errors: readonly ParseError[], slice: string, base: number): Problem[] {
  const problems: Problem[] = [];
  const last = slice.trimEnd().length;
  let done = -1;
  for (const { error, offset, length } of errors) {
    // At the end of the text there is nothing to point at but what stands before.
    const start = Math.max(0, Math.min(offset, last - 1));
    const end = Math.max(start + 1, Math.min(offset + length, last));
    const follows = done >= 0 && slice.slice(done, start).trim() === '';
    done = Math.max(done, end);
    if (follows) continue;
    const message = messages[printParseErrorCode(error)] ?? 'This is not valid JSON';
    problems.push({ code: 'TOM001', span: { start: base + start, end: base + Math.min(end, slice.length) }, message });
  }
  return problems;
}
