/**
 * Whether two forms of a query say the same, as far as their logic tells: clauses that others imply, values that stand twice or that
 * another pattern takes anyway, the case of texts without letters. Equal forms have equal texts; unequal texts prove nothing.
 */
import type { Span } from '../../base/span.js';
import { fieldFamily } from '../../evaluate/lowering.js';
import type { LoweredQuery } from '../../evaluate/lowerQuery.js';
import type { Equals, Predicate, Regex, Wildcard, WildcardPattern } from '../../evaluate/predicate.js';
import type { QueryItem } from '../../evaluate/sequence/query.js';
import { foldAscii } from '../../evaluate/text.js';
import { compileWildcards, isPlainText, patternText } from '../../evaluate/wildcard.js';

/** What a field may hold where that is settled: ECS allows no other values. */
export type ValuesOf = (field: string) => readonly string[] | undefined;

/** The meaning of a query that was lowered from the text `source`. */
type MeaningOf = (query: LoweredQuery['query'], source: string) => string;

/** For the forms of one query: what they have in common is looked into once. */
export function createMeanings(valuesOf: ValuesOf): MeaningOf {
  const simplifier: Simplifier = { valuesOf, leaves: new Map(), patterns: new Map() };
  return (query, source) => {
    const meaning = (predicate: Predicate): string => keyOf(simplified(predicate, simplifier), source);
    if (query.kind === 'events') return written([meaning(query.predicate), query.pipes]);
    const item = ({ predicate, inherited, keys, missing, runs }: QueryItem): unknown => [
      meaning(predicate),
      inherited.map(meaning),
      keys.map(({ field, optional }) => [field?.name, optional]),
      missing,
      runs,
    ];
    const until = query.kind === 'sequence' && query.until !== undefined ? item(query.until) : undefined;
    return written([query.items.map(item), until, query.kind === 'sequence' ? [query.maxspan, query.pipes] : []]);
  };
}

interface Simplifier {
  readonly valuesOf: ValuesOf;
  /** Simplified leaves, and patterns, by what they are made from. */
  readonly leaves: Map<string, Predicate>;
  readonly patterns: Map<string, KnownPattern>;
}

/** A pattern ready to be compared with many others. */
interface KnownPattern {
  /** As `textOf` has it. */
  readonly text: string;
  readonly isPlain: boolean;
  /** Has a wildcard for one character. */
  readonly hasOne: boolean;
  readonly takes: ReturnType<typeof compileWildcards>;
}

function written(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each));
}

function simplified(predicate: Predicate, simplifier: Simplifier): Predicate {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return simplifiedChain(
        predicate.kind,
        predicate.operands.map((operand) => simplified(operand, simplifier)),
        predicate.span,
        simplifier,
      );
    case 'not': {
      const operand = simplified(predicate.operand, simplifier);
      if (operand.kind === 'not') return operand.operand;
      return operand.kind === 'fixed' ? { ...operand, value: !operand.value } : { ...predicate, operand };
    }
    case 'equals':
    case 'wildcard':
      return knownLeaf(predicate, simplifier);
    case 'regex':
      return { ...predicate, patterns: [...new Set(predicate.patterns)].sort(), caseInsensitive: foldsSomething(predicate) };
    case 'nested':
      return { ...predicate, operand: simplified(predicate.operand, simplifier) };
    default:
      return predicate;
  }
}

/** Without operands that change nothing beside the others. They are simplified themselves. */
function simplifiedChain(kind: 'and' | 'or', operands: readonly Predicate[], span: Span, simplifier: Simplifier): Predicate {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const neutral = kind === 'and';
  if (flat.some((operand) => operand.kind === 'fixed' && operand.value !== neutral)) return { kind: 'fixed', value: !neutral, span };
  const kept: Predicate[] = [];
  for (const operand of flat.filter(({ kind: each }) => each !== 'fixed')) {
    const isIdle = (one: Predicate, other: Predicate): boolean =>
      neutral ? implies(other, one, simplifier) : implies(one, other, simplifier);
    if (kept.some((other) => isIdle(operand, other))) continue;
    for (let at = kept.length - 1; at >= 0; at--) if (isIdle(kept[at] ?? operand, operand)) kept.splice(at, 1);
    kept.push(operand);
  }
  const [only] = kept;
  if (only === undefined) return { kind: 'fixed', value: neutral, span };
  return kept.length === 1 ? only : { kind, operands: kept, span };
}

function knownLeaf(leaf: Equals | Wildcard, simplifier: Simplifier): Predicate {
  const key = keyOf(leaf, '');
  const known = simplifier.leaves.get(key) ?? simplifiedLeaf(leaf, simplifier);
  simplifier.leaves.set(key, known);
  return known;
}

/** Keyword fields compare whole texts, so there equality is a pattern without wildcards. */
function simplifiedLeaf(leaf: Equals | Wildcard, simplifier: Simplifier): Predicate {
  const asked = patternsOf(leaf);
  const patterns = allowedOnly(asked, leaf.caseInsensitive, simplifier.valuesOf(leaf.field.name));
  if (patterns === undefined) return { ...leaf, ...('constants' in leaf ? { constants: distinct(leaf.constants) } : {}) };
  // What is allowed is written in one way.
  const caseInsensitive = patterns === asked && leaf.caseInsensitive && patterns.some((pattern) => /[a-z]/i.test(textOf(pattern)));
  const kept = withoutCovered(patterns, caseInsensitive, simplifier);
  return { kind: 'wildcard', field: leaf.field, patterns: kept, caseInsensitive, span: leaf.span };
}

/** Each once, and without those that another one takes anyway; in one order. Plain texts take nothing but themselves. */
function withoutCovered(
  patterns: readonly WildcardPattern[],
  caseInsensitive: boolean,
  simplifier: Simplifier,
): readonly WildcardPattern[] {
  const known = [...new Set(patterns.map((pattern) => knownPattern(pattern, caseInsensitive, simplifier)))];
  const wild = known.filter(({ isPlain }) => !isPlain);
  const isCovered = (inner: KnownPattern): boolean =>
    // Of two that take the same, the first in order stays.
    wild.some((outer) => outer !== inner && takesAll(outer, inner) && (!takesAll(inner, outer) || outer.text < inner.text));
  return known
    .filter((each) => !isCovered(each))
    .map(({ text }) => text)
    .sort()
    .map(patternOf);
}

/** The same pattern is the same object. Where case is ignored, it is in lower case. */
function knownPattern(pattern: WildcardPattern, caseInsensitive: boolean, { patterns }: Simplifier): KnownPattern {
  const unfolded = textOf(pattern);
  const text = caseInsensitive ? foldAscii(unfolded) : unfolded;
  const known = patterns.get(text);
  if (known !== undefined) return known;
  const folded = patternOf(text);
  const made = {
    text,
    isPlain: isPlainText(folded),
    hasOne: folded.some(({ kind }) => kind === 'one'),
    takes: compileWildcards([folded], false),
  };
  patterns.set(text, made);
  return made;
}

/** Whether `outer` takes each text that `inner` does. */
function takesAll(outer: KnownPattern, inner: KnownPattern): boolean {
  return inner.isPlain || !outer.hasOne ? outer.takes(inner.text) : outer === inner;
}

/** The pattern that `textOf` is told of. */
function patternOf(text: string): WildcardPattern {
  return text
    .split(/([\ue000\ue001])/)
    .filter((part) => part !== '')
    .map((part) => (part === anyRun ? { kind: 'run' } : part === anyOne ? { kind: 'one' } : { kind: 'text', text: part }));
}

function patternsOf(leaf: Equals | Wildcard): readonly WildcardPattern[] | undefined {
  if (leaf.kind === 'wildcard') return leaf.patterns;
  if (fieldFamily(leaf.field.type) !== 'keyword' || !leaf.constants.every((constant) => typeof constant === 'string')) return undefined;
  return leaf.constants.map((constant) => [{ kind: 'text', text: String(constant) }]);
}

/** The values that the field may hold and the patterns take, unless the query asks for some that it may not. */
function allowedOnly(
  patterns: readonly WildcardPattern[] | undefined,
  caseInsensitive: boolean,
  allowed: readonly string[] | undefined,
): readonly WildcardPattern[] | undefined {
  if (patterns === undefined || allowed === undefined) return patterns;
  const isAllowed = (text: string): boolean =>
    allowed.some((value) => (caseInsensitive ? value.toLowerCase() === text.toLowerCase() : value === text));
  if (patterns.some((pattern) => isPlainText(pattern) && !isAllowed(textOf(pattern)))) return patterns;
  const takes = compileWildcards(patterns, caseInsensitive);
  return allowed.filter((value) => takes(value)).map((text) => [{ kind: 'text', text }]);
}

function distinct(constants: Equals['constants']): Equals['constants'] {
  const byText = new Map(constants.map((constant) => [`${typeof constant} ${written(constant)}`, constant]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, constant]) => constant);
}

function foldsSomething({ caseInsensitive, patterns }: Regex): boolean {
  return caseInsensitive && patterns.some((pattern) => /[a-z]/i.test(pattern));
}

/** Stand for what a wildcard may be: no text has them, so only a wildcard takes them. */
const [anyRun, anyOne] = ['\ue000', '\ue001'];

function textOf(pattern: WildcardPattern): string {
  return patternText(pattern, anyRun, anyOne);
}

/** Of simplified predicates; false where it cannot be told. */
function implies(a: Predicate, b: Predicate, simplifier: Simplifier): boolean {
  if (a.kind === 'or') return a.operands.every((operand) => implies(operand, b, simplifier));
  if (b.kind === 'and') return b.operands.every((operand) => implies(a, operand, simplifier));
  if (a.kind === 'and') return a.operands.some((operand) => implies(operand, b, simplifier));
  if (b.kind === 'or') return b.operands.some((operand) => implies(a, operand, simplifier));
  if (a.kind === 'not' || b.kind === 'not') return a.kind === 'not' && b.kind === 'not' && implies(b.operand, a.operand, simplifier);
  if (!('field' in a) || !('field' in b) || a.field.name !== b.field.name) return false;
  if (b.kind === 'exists') return true;
  if (a.kind === 'wildcard' && b.kind === 'wildcard') return takesPatterns(b, a, simplifier);
  return a.kind === b.kind && keyOf(a, '') === keyOf(b, '');
}

function takesPatterns(outer: Wildcard, inner: Wildcard, simplifier: Simplifier): boolean {
  if (inner.caseInsensitive && !outer.caseInsensitive) return false;
  const knownOnes = ({ patterns }: Wildcard): readonly KnownPattern[] =>
    patterns.map((pattern) => knownPattern(pattern, outer.caseInsensitive, simplifier));
  const outers = knownOnes(outer);
  return knownOnes(inner).every((each) => outers.some((other) => takesAll(other, each)));
}

/** The same for predicates that say the same. What cannot be looked into is told by its text. */
function keyOf(predicate: Predicate, source: string): string {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return `${predicate.kind}(${predicate.operands
        .map((operand) => keyOf(operand, source))
        .sort()
        .join(' ')})`;
    case 'not':
      return `not(${keyOf(predicate.operand, source)})`;
    case 'nested':
      return `nested ${predicate.path.name}(${keyOf(predicate.operand, source)})`;
    case 'computed':
    case 'anyField':
      return `${predicate.kind} ${source.slice(predicate.span.start, predicate.span.end)}`;
    default: {
      const field = 'field' in predicate ? predicate.field.name : undefined;
      return written({ ...predicate, field, span: undefined });
    }
  }
}
