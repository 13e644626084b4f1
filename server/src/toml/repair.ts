/**
 * TOML that is being typed. The parser stops at the first error; here a damaged statement is blanked out (offsets stay what they are)
 * and the rest is read again, until all that is sound has been read. Of several ways to blank, the one that lets the parser get
 * furthest wins. A string without its closing quotes is not lost: it ends where the next statement begins.
 */
import { ParseError, parseTOML, type AST } from 'toml-eslint-parser';
import { invariant } from '../base/invariant.js';
import { limits } from '../base/limits.js';
import type { Span } from '../base/span.js';
import { decodeString } from './stringMap.js';
import { lineEnd, lineStart, scanStrings, type StringPlace } from './strings.js';

/** What was done to the text to get past an error. */
export type Repair =
  | { readonly kind: 'blank'; readonly span: Span }
  | { readonly kind: 'unclosed'; readonly place: StringPlace }
  /** A key or table that exists already; it got another name of the same length. */
  | { readonly kind: 'rename'; readonly span: Span; readonly name: string };

export interface RepairedError {
  /** The parser's message and offset; undefined for the failures it has no message for. */
  readonly message: string | undefined;
  readonly index: number;
  /** The text that the parser saw: of the same length as the file, with earlier damage blanked. */
  readonly text: string;
  readonly repair: Repair;
}

export interface TolerantParse {
  /** Undefined when nothing can be read. */
  readonly program: AST.TOMLProgram | undefined;
  readonly errors: readonly RepairedError[];
  /** Strings whose value is not in the program: very long ones, and those without closing quotes. By offset. */
  readonly standIns: ReadonlyMap<number, StringPlace>;
  /** The true names of renamed keys, by offset. */
  readonly renamed: ReadonlyMap<number, string>;
}

/** Longer strings overflow the parser's stack. */
const longestParsedString = 50_000;
const mostErrors = 20;
/** Characters parsed in all attempts together, so that a huge damaged file does not block. */
const parseBudget = 24_000_000;

export type Attempt =
  | { readonly ok: true; readonly program: AST.TOMLProgram }
  | { readonly ok: false; readonly index: number; readonly message: string | undefined };

/** Which of several repairs to take: the one after which the parser gets furthest, or the one that blanks least. */
type Policy = 'furthest' | 'least';

/** Parses, repairing as often as needed. Never throws. */
export function parseTolerantly(file: string): TolerantParse {
  const furthest = repairWith(file, 'furthest');
  if (furthest.errors.length < 2) return furthest;
  const least = repairWith(file, 'least');
  return keyCount(least) >= keyCount(furthest) ? least : furthest;
}

/** With a blank for the mark of the byte order. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
}

function keyCount({ program }: TolerantParse): number {
  return program?.tokens.filter(({ type, value }) => type === 'Punctuator' && value === '=').length ?? -1;
}

function repairWith(file: string, policy: Policy): TolerantParse {
  const standIns = new Map<number, StringPlace>();
  const renamed = new Map<number, string>();
  const errors: RepairedError[] = [];
  let text = spareLongStrings(withoutMark(file), standIns);
  let budget = Math.max(2, Math.floor(parseBudget / Math.max(1, text.length)));
  let attempt = tryParse(text);
  while (!attempt.ok && errors.length < mostErrors) {
    const best = bestRepair(text, attempt, budget, policy);
    if (best === undefined) break;
    budget = best.budget;
    errors.push({ message: attempt.message, index: attempt.index, text, repair: best.repair });
    if (best.repair.kind === 'unclosed') standIns.set(best.repair.place.span.start, best.repair.place);
    if (best.repair.kind === 'rename') renamed.set(best.repair.span.start, best.repair.name);
    text = best.text;
    attempt = best.attempt;
  }
  if (attempt.ok) return { program: attempt.program, errors, standIns, renamed };
  const cut = soundStart(text, attempt.index);
  errors.push({ message: attempt.message, index: attempt.index, text, repair: cut.repair });
  return { program: cut.program, errors, standIns, renamed };
}

/** Never throws. */
export function tryParse(text: string): Attempt {
  try {
    const program = parseTOML(text, { tomlVersion: '1.0' });
    const tooDeep = tooDeepAt(program.tokens);
    return tooDeep === undefined ? { ok: true, program } : { ok: false, index: tooDeep, message: undefined };
  } catch (error) {
    if (error instanceof ParseError) return { ok: false, index: errorIndex(text, error), message: error.message };
    // Deep nesting exhausts the parser's stack; it has no offset for that.
    invariant(error instanceof Error, 'the TOML parser throws errors');
    return { ok: false, index: 0, message: undefined };
  }
}

/** Where the error is rather than where the parser noticed it: the opening quotes of a string that does not end, the end of a statement without a value. */
function errorIndex(text: string, { index, message }: ParseError): number {
  const at = Math.min(index, text.length);
  if (text.slice(lineStart(text, at), at).trim() === '') {
    const before = text.slice(0, at).trimEnd();
    if (before.endsWith('=') || message === 'The key, equals sign, and value must be on the same line') return before.length;
  }
  if (message !== 'Unterminated string constant') return at;
  return scanStrings(text).findLast(({ span }) => span.start < at)?.span.start ?? at;
}

/** Where brackets nest deeper than the readers after us can follow. */
function tooDeepAt(tokens: readonly AST.Token[]): number | undefined {
  let depth = 0;
  for (const { type, value, range } of tokens) {
    if (type !== 'Punctuator') continue;
    if (value === '[' || value === '{') depth += 1;
    else if (value === ']' || value === '}') depth -= 1;
    if (depth > limits.queryDepth) return range[0];
  }
  return undefined;
}

function spareLongStrings(text: string, standIns: Map<number, StringPlace>): string {
  if (text.length <= longestParsedString) return text;
  let spared = text;
  for (const place of scanStrings(text)) {
    if (!place.closed || place.span.end - place.span.start <= longestParsedString) continue;
    standIns.set(place.span.start, place);
    spared = standIn(spared, place.span);
  }
  return spared;
}

function blank(text: string, { start, end }: Span): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}

/** A number of the same length, on one line as far as the parser can tell. */
function standIn(text: string, { start, end }: Span): string {
  return text.slice(0, start) + '0'.padEnd(end - start, ' ') + text.slice(end);
}

function apply(text: string, repair: Repair): string {
  switch (repair.kind) {
    case 'blank':
      return blank(text, repair.span);
    case 'unclosed':
      return standIn(text, repair.place.span);
    case 'rename':
      return text.slice(0, repair.span.start) + freeName(text, repair.span) + text.slice(repair.span.end);
  }
}

interface Repaired {
  readonly repair: Repair;
  readonly text: string;
  readonly attempt: Attempt;
  readonly budget: number;
}

function bestRepair(
  text: string,
  failed: { readonly index: number; readonly message: string | undefined },
  budget: number,
  policy: Policy,
): Repaired | undefined {
  let best: (Repaired & { readonly reach: number; readonly cost: number }) | undefined;
  let left = budget;
  for (const repair of candidates(text, failed)) {
    const repaired = apply(text, repair);
    if (repaired === text || left <= 0) continue;
    left -= 1;
    const attempt = tryParse(repaired);
    const reach = attempt.ok ? Infinity : attempt.index;
    const cost = costOf(repair);
    const further = reach > (best?.reach ?? -1) || (reach === best?.reach && cost < best.cost);
    const cheaper = reach > failed.index && cost < (best?.cost ?? Infinity);
    if (policy === 'furthest' ? further : cheaper) {
      best = { repair, text: repaired, attempt, budget: left, reach, cost };
    }
  }
  return best === undefined ? undefined : { ...best, budget: left };
}

/** Nothing helped: what stands before the damaged statement is kept, the rest is left out. */
function soundStart(text: string, index: number): { readonly repair: Repair; readonly program: AST.TOMLProgram | undefined } {
  const repair = blankOf(statementStart(text, index), text.length);
  const attempt = tryParse(apply(text, repair));
  return { repair, program: attempt.ok ? attempt.program : undefined };
}

function costOf(repair: Repair): number {
  if (repair.kind === 'rename') return 0;
  if (repair.kind === 'unclosed') return 1;
  return repair.span.end - repair.span.start;
}

const anyStatement = /^[ \t]*(?:\[{1,2}[\w.\-" ]|[\w."'-]+[ \t]*=)/;
/** A line that is surely no text inside a query: `key = value` or a header. */
const sureStatement =
  /^[ \t]*(?:\[{1,2}[\w.\-"']+\]{1,2}[ \t]*(?:#.*)?$|(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\.(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*[ \t]+=[ \t]+(?:["'[{+\-\d]|true\b|false\b))/m;

function* candidates(text: string, { index, message }: { readonly index: number; readonly message: string | undefined }): Iterable<Repair> {
  if (message === 'Defining a key multiple times is invalid') {
    yield renameAt(text, index);
    return;
  }
  yield* unclosedStrings(text, index);
  const line = lineStart(text, index);
  const end = lineEnd(text, index);
  yield blankOf(line, end);
  let previous = line;
  while (previous > 0) {
    previous = lineStart(text, previous - 1);
    if (text.slice(previous, lineEnd(text, previous)).trim() !== '') break;
  }
  if (previous < line) yield blankOf(previous, lineEnd(text, previous));
  const statement = statementStart(text, index);
  yield blankOf(statement, end);
  const before = previous < line ? statementStart(text, previous) : statement;
  if (before < line) {
    yield blankOf(before, line);
    yield blankOf(before, end);
  }
  const next = nextStatement(text, end);
  yield blankOf(line, next);
  yield blankOf(statement, next);
}

function blankOf(start: number, end: number): Repair {
  return { kind: 'blank', span: { start, end } };
}

/** The start of the nearest line, this one or above, that looks like a statement. */
function statementStart(text: string, index: number): number {
  let line = lineStart(text, index);
  while (line > 0 && !anyStatement.test(text.slice(line, lineEnd(text, line)))) line = lineStart(text, line - 1);
  return line;
}

/** The start of the next line below that surely is a statement, or the text's end. */
function nextStatement(text: string, from: number): number {
  let at = text.indexOf('\n', from);
  while (at >= 0) {
    const end = lineEnd(text, at + 1);
    if (sureStatement.test(text.slice(at + 1, end))) return at + 1;
    at = text.indexOf('\n', end);
  }
  return text.length;
}

/** Strings before the error whose closing quotes may be missing: the last ones that hold what looks like a statement, or that never end. */
function* unclosedStrings(text: string, index: number): Iterable<Repair> {
  const near = scanStrings(text).filter((place) => place.span.start <= index);
  let offered = 0;
  for (const place of near.reverse()) {
    if (offered === 3) return;
    const multiline = place.style === 'multilineBasic' || place.style === 'multilineLiteral';
    if (!multiline && (place.closed || place.span.end < index)) continue;
    const end = multiline ? endBeforeStatement(text, place.span) : place.span.end;
    if (end === undefined && place.closed) continue;
    offered += 1;
    yield { kind: 'unclosed', place: { ...place, span: { start: place.span.start, end: end ?? place.span.end }, closed: false } };
  }
}

/**
 * Where the first line inside the string that surely is a statement begins, white space before it left out. An element of a list ends
 * before the list does.
 */
function endBeforeStatement(text: string, { start, end }: Span): number | undefined {
  const isElement = text.slice(lineStart(text, start), start).trim() === '';
  const statement = nextStatement(text, start);
  const closing = isElement ? text.slice(start, statement).search(/^[ \t]*\][ \t]*\r?$/m) : -1;
  const next = closing < 0 ? statement : start + closing;
  if (next >= end) return undefined;
  const kept = text.slice(start, next).trimEnd();
  return start + Math.max(3, kept.length);
}

function renameAt(text: string, index: number): Repair {
  const key = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+/y;
  key.lastIndex = index;
  const written = key.exec(text)?.[0] ?? '';
  const place = { start: index, end: index + written.length };
  const style = written.startsWith('"') ? 'basic' : 'literal';
  const name = /^["']/.test(written) ? decodeString(text, { span: place, style, closed: true }) : written;
  return { kind: 'rename', span: place, name };
}

/** A bare key of this length that is no key of the text. */
function freeName(text: string, { start, end }: Span): string {
  const length = end - start;
  for (let number = 0; number < 36 ** Math.min(length, 4); number += 1) {
    const name = number.toString(36).padStart(length, '-').slice(-length);
    if (!new RegExp(`(?:^|[\\s.[{,])${name}(?=[\\s.=\\]])`, 'm').test(text)) return name;
  }
  return text.slice(start, end);
}
