/**
 * Lucene's regular expressions, read as Lucene reads them: every operator is on, nothing is lazy, and what elsewhere is an operator in
 * the wrong place (`*a`, `^a$`) is an ordinary character.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax
 */
import { limits } from '../../base/limits.js';

/** Code points, both ends included. */
export interface CharacterRange {
  readonly from: number;
  readonly to: number;
}

interface NodeBase {
  /** UTF-16 offset of the node's first character in the pattern. */
  readonly offset: number;
}
export interface LiteralText extends NodeBase {
  readonly kind: 'text';
  readonly text: string;
}
/** `singles` are folded when the match ignores case, `ranges` are not: that is how Lucene does it. */
export interface CharacterClass extends NodeBase {
  readonly kind: 'class';
  readonly negated: boolean;
  readonly singles: readonly number[];
  readonly ranges: readonly CharacterRange[];
}
/** `.`, `@` (any text) and `#` (nothing at all). */
export interface Shorthand extends NodeBase {
  readonly kind: 'anyCharacter' | 'anyText' | 'nothing';
}
export interface Repeat extends NodeBase {
  readonly kind: 'repeat';
  readonly operand: LuceneRegexNode;
  readonly min: number;
  readonly max: number | undefined;
}
/** `<1-31>`; `digits` is the fixed number of digits, 0 when leading zeros are free. */
export interface Interval extends NodeBase {
  readonly kind: 'interval';
  readonly min: number;
  readonly max: number;
  readonly digits: number;
}
export interface Combination extends NodeBase {
  readonly kind: 'sequence' | 'union' | 'intersection';
  readonly operands: readonly LuceneRegexNode[];
}
export interface Complement extends NodeBase {
  readonly kind: 'complement';
  readonly operand: LuceneRegexNode;
}
export type LuceneRegexNode = LiteralText | CharacterClass | Shorthand | Repeat | Interval | Combination | Complement;

/** The pattern and all of its parts, in the order they are written. */
export function luceneParts(node: LuceneRegexNode): readonly LuceneRegexNode[] {
  return [node, ...partsOf(node).flatMap(luceneParts)];
}

function partsOf(node: LuceneRegexNode): readonly LuceneRegexNode[] {
  if ('operands' in node) return node.operands;
  return 'operand' in node ? [node.operand] : [];
}

/** A repeat more often than this is not evaluated locally: RE2, which does it in linear time, takes no more. */
const mostRepeats = 1000;

/**
 * The first part of a valid pattern that a local run cannot evaluate, and why; undefined where it can. `~` and `&` are combined from
 * several patterns, which works outside of all other parts only.
 */
export function partOutOfReach(node: LuceneRegexNode): { readonly message: string; readonly offset: number } | undefined {
  const combination = luceneParts(node).find(({ kind }) => kind === 'complement' || kind === 'intersection');
  if (combination === undefined) {
    const repeat = luceneParts(node).find((part) => part.kind === 'repeat' && Math.max(part.min, part.max ?? 0) > mostRepeats);
    return repeat && { message: `A repeat count above ${mostRepeats} is not evaluated`, offset: repeat.offset };
  }
  if (node.kind === 'complement') return partOutOfReach(node.operand);
  if (node.kind === 'union' || node.kind === 'intersection') {
    return node.operands.map(partOutOfReach).find((part) => part !== undefined);
  }
  return { message: '`~` and `&` are evaluated only where they stand outside of all other parts of a pattern', offset: combination.offset };
}

/** The pattern is not one Lucene accepts. `offset` counts UTF-16 units of the pattern. */
export class LuceneSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const tooDeep = 'The pattern is nested too deeply';
/** Each parenthesis makes a few levels of the tree. */
const mostLevels = 4 * limits.queryDepth;

/** Throws `LuceneSyntaxError`. */
export function parseLuceneRegex(pattern: string): LuceneRegexNode {
  if (pattern === '') return { kind: 'text', text: '', offset: 0 };
  const reader = new Reader(pattern);
  const node = parseUnion(reader, 0);
  if (reader.more) throw new LuceneSyntaxError(`\`${reader.peek}\` has no opening parenthesis`, reader.at);
  refuseDepth(node);
  return node;
}

/** Repeats of repeats (`a????`) nest without parentheses; whoever walks the tree must not run out of stack. */
function refuseDepth(root: LuceneRegexNode): void {
  let level: readonly LuceneRegexNode[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostLevels) throw new LuceneSyntaxError(tooDeep, level[0]?.offset ?? 0);
    level = level.flatMap(partsOf);
  }
}

class Reader {
  at = 0;
  constructor(readonly pattern: string) {}

  get more(): boolean {
    return this.at < this.pattern.length;
  }
  /** The character at the reading position; empty at the end. */
  get peek(): string {
    const point = this.pattern.codePointAt(this.at);
    return point === undefined ? '' : String.fromCodePoint(point);
  }
  take(expected: string): boolean {
    if (this.peek !== expected) return false;
    this.at += expected.length;
    return true;
  }
  next(): string {
    const character = this.peek;
    if (character === '') throw new LuceneSyntaxError('The pattern ends where a character is expected', this.at);
    this.at += character.length;
    return character;
  }
  digits(): string {
    const start = this.at;
    while (/^[0-9]$/.test(this.peek)) this.at++;
    return this.pattern.slice(start, this.at);
  }
}

type Parser = (reader: Reader, depth: number) => LuceneRegexNode;

function separated(kind: 'union' | 'intersection', separator: string, operand: Parser): Parser {
  return (reader, depth) => {
    const offset = reader.at;
    const first = operand(reader, depth);
    const operands = [first];
    while (reader.take(separator)) operands.push(operand(reader, depth));
    return operands.length === 1 ? first : { kind, operands, offset };
  };
}

const parseUnion: Parser = separated('union', '|', separated('intersection', '&', parseSequence));

function parseSequence(reader: Reader, depth: number): LuceneRegexNode {
  const offset = reader.at;
  const first = parseRepeat(reader, depth);
  const operands = [first];
  while (reader.more && !')|&'.includes(reader.peek)) operands.push(parseRepeat(reader, depth));
  return operands.length === 1 ? first : { kind: 'sequence', operands, offset };
}

function parseRepeat(reader: Reader, depth: number): LuceneRegexNode {
  const offset = reader.at;
  let node = parseComplement(reader, depth);
  for (;;) {
    if (reader.take('?')) node = { kind: 'repeat', operand: node, min: 0, max: 1, offset };
    else if (reader.take('*')) node = { kind: 'repeat', operand: node, min: 0, max: undefined, offset };
    else if (reader.take('+')) node = { kind: 'repeat', operand: node, min: 1, max: undefined, offset };
    else if (reader.take('{')) node = { kind: 'repeat', operand: node, ...parseCount(reader), offset };
    else return node;
  }
}

function parseCount(reader: Reader): { readonly min: number; readonly max: number | undefined } {
  const min = reader.digits();
  if (min === '') throw new LuceneSyntaxError('A repeat count is expected after `{`; write `\\{` for the character', reader.at);
  let max: string | undefined = min;
  if (reader.take(',')) {
    const digits = reader.digits();
    max = digits === '' ? undefined : digits;
  }
  if (!reader.take('}')) throw new LuceneSyntaxError('`}` is expected after the repeat count', reader.at);
  return { min: Number(min), max: max === undefined ? undefined : Number(max) };
}

function parseComplement(reader: Reader, depth: number): LuceneRegexNode {
  const offset = reader.at;
  if (depth > limits.queryDepth) throw new LuceneSyntaxError(tooDeep, offset);
  if (reader.take('~')) return { kind: 'complement', operand: parseComplement(reader, depth + 1), offset };
  return reader.take('[') ? parseClass(reader, offset) : parseSimple(reader, depth);
}

function parseClass(reader: Reader, offset: number): CharacterClass {
  const negated = reader.take('^');
  const singles: number[] = [];
  const ranges: CharacterRange[] = [];
  do {
    const named = takeNamedClass(reader);
    if (named === undefined) takeClassMember(reader, singles, ranges);
    else ranges.push(...named);
  } while (reader.more && reader.peek !== ']');
  if (!reader.take(']')) throw new LuceneSyntaxError('`]` is missing', reader.at);
  return { kind: 'class', negated, singles, ranges, offset };
}

function takeClassMember(reader: Reader, singles: number[], ranges: CharacterRange[]): void {
  const start = reader.at;
  const escapedBackslash = reader.pattern.startsWith('\\\\', start);
  const from = takeCharacter(reader);
  if (escapedBackslash || !reader.take('-')) {
    singles.push(from);
    return;
  }
  const to = takeCharacter(reader);
  if (from > to) {
    throw new LuceneSyntaxError(
      `The range \`${reader.pattern.slice(start, reader.at)}\` runs backwards; write \`\\-\` for a hyphen`,
      start,
    );
  }
  ranges.push({ from, to });
}

function parseSimple(reader: Reader, depth: number): LuceneRegexNode {
  const offset = reader.at;
  if (reader.take('.')) return { kind: 'anyCharacter', offset };
  if (reader.take('#')) return { kind: 'nothing', offset };
  if (reader.take('@')) return { kind: 'anyText', offset };
  if (reader.take('"')) return { kind: 'text', text: takeUntil(reader, '"', offset), offset };
  if (reader.take('<')) return parseInterval(takeUntil(reader, '>', offset), offset);
  if (reader.take('(')) return parseGroup(reader, depth, offset);
  const named = takeNamedClass(reader);
  if (named !== undefined) return { kind: 'class', negated: false, singles: [], ranges: named, offset };
  return { kind: 'text', text: String.fromCodePoint(takeCharacter(reader)), offset };
}

function parseGroup(reader: Reader, depth: number, offset: number): LuceneRegexNode {
  if (reader.take(')')) return { kind: 'text', text: '', offset };
  const node = parseUnion(reader, depth + 1);
  if (!reader.take(')')) throw new LuceneSyntaxError('`)` is missing for this parenthesis', offset);
  return node;
}

function takeUntil(reader: Reader, end: string, offset: number): string {
  const close = reader.pattern.indexOf(end, reader.at);
  if (close < 0)
    throw new LuceneSyntaxError(`\`${end}\` is missing; write \`\\${reader.pattern.charAt(offset)}\` for the character`, offset);
  const text = reader.pattern.slice(reader.at, close);
  reader.at = close + 1;
  return text;
}

function parseInterval(text: string, offset: number): Interval {
  const [, from = '', to = ''] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
  if (from === '')
    throw new LuceneSyntaxError(`\`<${text}>\` is not an interval such as \`<1-31>\`; write \`\\<\` for the character`, offset);
  const [min, max] = [Number(from), Number(to)].sort((a, b) => a - b) as [number, number];
  return { kind: 'interval', min, max, digits: from.length === to.length ? from.length : 0, offset };
}

function takeCharacter(reader: Reader): number {
  reader.take('\\');
  return reader.next().codePointAt(0) ?? 0;
}

const digit: readonly CharacterRange[] = [{ from: 0x30, to: 0x39 }];
const space: readonly CharacterRange[] = [
  { from: 0x09, to: 0x0a },
  { from: 0x0d, to: 0x0d },
  { from: 0x20, to: 0x20 },
];
const word: readonly CharacterRange[] = [
  { from: 0x30, to: 0x39 },
  { from: 0x41, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];
const namedClasses: Readonly<Record<string, readonly CharacterRange[]>> = {
  d: digit,
  D: allBut(digit),
  s: space,
  S: allBut(space),
  w: word,
  W: allBut(word),
};

function allBut(ranges: readonly CharacterRange[]): readonly CharacterRange[] {
  const result: CharacterRange[] = [];
  let from = 0;
  for (const range of ranges) {
    if (range.from > from) result.push({ from, to: range.from - 1 });
    from = range.to + 1;
  }
  return [...result, { from, to: 0x10ffff }];
}

/** `\d` and its like. A backslash before any other letter is refused, as Lucene does. */
function takeNamedClass(reader: Reader): readonly CharacterRange[] | undefined {
  if (reader.peek !== '\\') return undefined;
  const letter = reader.pattern.charAt(reader.at + 1);
  if (!/^[A-Za-z]$/.test(letter)) return undefined;
  const ranges = namedClasses[letter];
  if (ranges === undefined)
    throw new LuceneSyntaxError(`\`\\${letter}\` is not a character class; only \\d, \\s, \\w and \\D, \\S, \\W are`, reader.at);
  reader.at += 2;
  return ranges;
}
