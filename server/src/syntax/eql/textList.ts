/**
 * Lists of plain texts in parentheses, `("a", "b")`, of which the longest queries consist: read in one go, each value once, and a long one
 * not again while its text is the same. What has anything else in it, a comment, a number, a bad escape, is left to the lexer and the
 * grammar, which know what to say about it.
 */
import { shifted, span, type Span } from '../../base/span.js';
import type { Expr, ListTest, PredicateOperator, StringLiteral } from './ast.js';
import { unescapeSimple } from './escapes.js';

/** Offsets are counted from the opening parenthesis. A long list is the same object wherever it stands: what follows from it can be kept by it. */
export interface TextList {
  /** Escapes resolved. */
  readonly texts: readonly string[];
  /** Of each text, its quotes included. */
  readonly spans: readonly Span[];
  /** Where the commas stand. */
  readonly commas: readonly number[];
  /** Of the whole list, both parentheses included. */
  readonly length: number;
}

/** The list that opens at `start`; undefined where it has anything but texts. */
export function readTextList(text: string, start: number): TextList | undefined {
  const head = text.slice(start, start + headLength);
  const known = longLists.get(head);
  if (known !== undefined && text.startsWith(known.source, start)) return known.list;
  const list = readAnew(text, start);
  if (list !== undefined && isLong(list)) keep(head, { list, source: text.slice(start, start + list.length) });
  return list;
}

/** So long that what follows from its texts is better worked out once. */
export function isLong({ length }: TextList): boolean {
  return length >= longEnough;
}

interface LongList {
  readonly list: TextList;
  readonly source: string;
}

/** Lists that were read last, by how they begin. */
const longLists = new Map<string, LongList>();
const headLength = 64;
const longEnough = 500;
/** Of all lists together, in characters. */
const mostKept = 1024 * 1024;
let kept = 0;

function keep(head: string, long: LongList): void {
  if (kept + long.list.length > mostKept) {
    longLists.clear();
    kept = 0;
  }
  kept += long.list.length;
  longLists.set(head, long);
}

/** In double quotes, without bad escapes. */
const plainText = /"(?!"")[^"\\\r\n]*(?:\\[btnfr"'\\][^"\\\r\n]*)*"/y;

function readAnew(text: string, start: number): TextList | undefined {
  const texts: string[] = [];
  const spans: Span[] = [];
  const commas: number[] = [];
  for (let at = start; ;) {
    const from = afterBlanks(text, at + 1);
    plainText.lastIndex = from;
    if (!plainText.test(text)) return undefined;
    const end = plainText.lastIndex;
    texts.push(unescapeSimple(text.slice(from + 1, end - 1)));
    spans.push(span(from - start, end - start));
    at = afterBlanks(text, end);
    const next = text.charCodeAt(at);
    if (next === close) return { texts, spans, commas, length: at + 1 - start };
    if (next !== comma) return undefined;
    commas.push(at - start);
  }
}

const [comma, close, space, tab, lineFeed, carriageReturn] = [',', ')', ' ', '\t', '\n', '\r'].map((character) => character.charCodeAt(0));

function afterBlanks(text: string, start: number): number {
  let at = start;
  for (let next = text.charCodeAt(at); next === space || next === lineFeed || next === tab || next === carriageReturn;) {
    at++;
    next = text.charCodeAt(at);
  }
  return at;
}

/** The nodes of the texts of a list that opens at `start`. */
export function literalsOf({ texts, spans }: TextList, start: number): readonly StringLiteral[] {
  return spans.map((inList, at) => ({ kind: 'string', span: shifted(inList, start), value: texts[at] ?? '', raw: false }));
}

/** A list and where it opens. */
export interface PlacedList {
  readonly list: TextList;
  readonly start: number;
}

/**
 * A class, because of the getter: V8 gives each object that has a getter of its own a hidden class of its own, and those keep what the
 * getter sees through all small garbage collections.
 */
class TextsTest implements ListTest {
  readonly kind = 'listTest';
  readonly operator: PredicateOperator;
  readonly negated: boolean;
  readonly operatorSpan: Span;
  readonly subject: Expr;
  readonly parenthesised = true;
  readonly span: Span;
  readonly #place: PlacedList;
  #values: readonly StringLiteral[] | undefined;

  constructor({ operator, negated, operatorSpan, subject }: TestBeforeValues, whole: Span, place: PlacedList) {
    this.operator = operator;
    this.negated = negated;
    this.operatorSpan = operatorSpan;
    this.subject = subject;
    this.span = whole;
    this.#place = place;
  }

  get values(): readonly StringLiteral[] {
    return (this.#values ??= literalsOf(this.#place.list, this.#place.start));
  }

  static placeOf(test: ListTest): PlacedList | undefined {
    return #place in test ? test.#place : undefined;
  }
}

/** A test up to its operator. */
export type TestBeforeValues = Pick<ListTest, 'operator' | 'negated' | 'operatorSpan' | 'subject'>;

/** A test against a long list of texts, which covers the span `whole`: the nodes of those are made when they are first asked for. */
export function testOfTexts(test: TestBeforeValues, whole: Span, place: PlacedList): ListTest {
  return new TextsTest(test, whole, place);
}

/** What a test of the parser's compares with, where that is a long list of plain texts: for who needs no node for each of them. */
export function textsOf(test: ListTest): PlacedList | undefined {
  return TextsTest.placeOf(test);
}
