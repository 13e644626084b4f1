/** Patterns with `*` and `?`: read from text, and matched against whole values without regular expressions or backtracking over runs. */
import type { WildcardPattern, WildcardPiece } from './predicate.js';
import { foldText } from '../schema/textAnalysis.js';
import { foldAscii, type TextTest } from './text.js';

/** The pattern with `run` and `one` in the place of its wildcards; as it is read, not as a language writes it. */
export function patternText(pattern: WildcardPattern, run = '*', one = '?'): string {
  return pattern.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'run' ? run : one)).join('');
}

/** EQL's patterns (`:`, `like`): `*` is any run, `?` any one character, and nothing escapes them. */
export function parseWildcard(text: string): WildcardPattern {
  return pieces(text, false);
}

/**
 * Patterns of Elasticsearch's wildcard query, where a backslash takes the next character as it is.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-wildcard-query
 */
export function parseLuceneWildcard(text: string): WildcardPattern {
  return pieces(text, true);
}

function pieces(text: string, escapes: boolean): WildcardPattern {
  const result: WildcardPiece[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') result.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '*' || character === '?') {
      flush();
      result.push({ kind: character === '*' ? 'run' : 'one' });
    } else if (escapes && character === '\\' && at + 1 < text.length) {
      literal += text.charAt(++at);
    } else {
      literal += character;
    }
  }
  flush();
  return result;
}

/** Whether the pattern is plain text: then it means equality. */
export function isPlainText(pattern: WildcardPattern): boolean {
  return pattern.every((piece) => piece.kind === 'text');
}

/** A test for values that match one of the patterns as a whole. `caseInsensitive` folds ASCII letters. */
export function compileWildcards(patterns: readonly WildcardPattern[], caseInsensitive: boolean): TextTest {
  const plain = new Set<string>();
  const tests: TextTest[] = [];
  for (const pattern of patterns) {
    const folded = caseInsensitive ? pattern.map(foldPiece) : pattern;
    if (isPlainText(folded)) plain.add(folded.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''));
    else tests.push(compileOne(folded));
  }
  const test = plain.size === 0 && tests.length === 1 ? (tests[0] as TextTest) : anyOf(plain, tests);
  return caseInsensitive ? (text) => test(foldAscii(text)) : test;
}

/** The pattern with its text in lower case, as analysed text and normalised keywords have it. */
export function inLowerCase(pattern: WildcardPattern): WildcardPattern {
  return pattern.map((piece) => (piece.kind === 'text' ? { kind: 'text', text: foldText(piece.text) } : piece));
}

function foldPiece(piece: WildcardPiece): WildcardPiece {
  return piece.kind === 'text' ? { kind: 'text', text: foldAscii(piece.text) } : piece;
}

function anyOf(plain: ReadonlySet<string>, tests: readonly TextTest[]): TextTest {
  return (text) => {
    if (plain.has(text)) return true;
    for (const test of tests) if (test(text)) return true;
    return false;
  };
}

/** What stands between two runs: text, or `undefined` for one character. */
type Segment = readonly (string | undefined)[];

/** The first segment stands at the start, the last at the end; those between are found leftmost first, which never needs a second try. */
function compileOne(pattern: WildcardPattern): TextTest {
  const segments = split(pattern);
  const head = segments[0] ?? [];
  if (segments.length === 1) return (text) => matchAt(head, text, 0) === text.length;
  const tail = segments[segments.length - 1] ?? [];
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0);
  return (text) => {
    let at = matchAt(head, text, 0);
    if (at < 0) return false;
    const limit = matchBefore(tail, text, text.length);
    for (const segment of middle) {
      at = findEnd(segment, text, at);
      if (at < 0) return false;
    }
    return at <= limit;
  };
}

function split(pattern: WildcardPattern): readonly Segment[] {
  const segments: (string | undefined)[][] = [[]];
  for (const piece of pattern) {
    const last = segments[segments.length - 1] as (string | undefined)[];
    if (piece.kind === 'run') segments.push([]);
    else if (piece.kind === 'one') last.push(undefined);
    else if (typeof last[last.length - 1] === 'string') last.push(`${last.pop() ?? ''}${piece.text}`);
    else last.push(piece.text);
  }
  return segments;
}

/** Where the segment ends when it starts at `start`; -1 when it does not match there. */
function matchAt(segment: Segment, text: string, start: number): number {
  let at = start;
  for (const part of segment) {
    if (part === undefined) {
      if (at >= text.length) return -1;
      at += isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
    } else {
      if (!text.startsWith(part, at)) return -1;
      at += part.length;
    }
  }
  return at;
}

/** Where the segment starts when it ends at `end`; -1 when it does not match there. */
function matchBefore(segment: Segment, text: string, end: number): number {
  let at = end;
  for (let index = segment.length - 1; index >= 0; index--) {
    const part = segment[index];
    if (part === undefined) {
      if (at <= 0) return -1;
      at -= isLow(text.charCodeAt(at - 1)) && isHigh(text.charCodeAt(at - 2)) ? 2 : 1;
    } else {
      if (!text.endsWith(part, at)) return -1;
      at -= part.length;
    }
  }
  return at;
}

/** The end of the segment's first match at or after `from`; -1 when there is none. */
function findEnd(segment: Segment, text: string, from: number): number {
  const [only] = segment;
  if (segment.length === 1 && only !== undefined) {
    const found = text.indexOf(only, from);
    return found < 0 ? -1 : found + only.length;
  }
  for (let start = from; start <= text.length; start++) {
    if (start > 0 && isLow(text.charCodeAt(start)) && isHigh(text.charCodeAt(start - 1))) continue;
    const end = matchAt(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
