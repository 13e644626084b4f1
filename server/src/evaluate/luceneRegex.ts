/**
 * Lucene's regular expressions as tests for whole values. They are rewritten for RE2, whose matching takes linear time; what RE2 cannot
 * say (`~` and `&`) is combined from several patterns where it stands outside of everything else.
 */
import { RE2JS } from 're2js';
import { assertNever, invariant } from '../base/invariant.js';
import { intervalPattern } from './decimalInterval.js';
import {
  luceneParts,
  LuceneSyntaxError,
  parseLuceneRegex,
  partOutOfReach,
  type CharacterClass,
  type LuceneRegexNode,
} from '../syntax/eql/luceneSyntax.js';
import type { TextTest } from './text.js';

/** Why a pattern cannot be used: `invalid` ones Elasticsearch refuses, `unsupported` ones only we do. */
export interface RegexFailure {
  readonly ok: false;
  readonly reason: 'invalid' | 'unsupported';
  /** One line, without the pattern. */
  readonly message: string;
  /** UTF-16 offset in the pattern. */
  readonly offset: number;
}

export type CompiledRegex = { readonly ok: true; readonly test: TextTest } | RegexFailure;

/** A test for values that match `pattern` as a whole. `caseInsensitive` folds ASCII letters, but not ranges such as `[a-z]`: so does Lucene. */
export function compileLuceneRegex(pattern: string, caseInsensitive: boolean): CompiledRegex {
  try {
    const tree = parseLuceneRegex(pattern);
    const outOfReach = partOutOfReach(tree);
    return outOfReach === undefined
      ? { ok: true, test: toTest(tree, caseInsensitive) }
      : { ok: false, reason: 'unsupported', ...outOfReach };
  } catch (error) {
    if (error instanceof LuceneSyntaxError) return { ok: false, reason: 'invalid', message: error.message, offset: error.offset };
    if (error instanceof Untranslatable) return { ok: false, reason: 'unsupported', message: error.message, offset: error.offset };
    throw error;
  }
}

class Untranslatable extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

function toTest(node: LuceneRegexNode, fold: boolean): TextTest {
  const isCombined = luceneParts(node).some(({ kind }) => kind === 'complement' || kind === 'intersection');
  if (!isCombined) return compileRe2(toRe2(node, fold), node.offset);
  if (node.kind === 'complement') {
    const test = toTest(node.operand, fold);
    return (text) => !test(text);
  }
  invariant(node.kind === 'union' || node.kind === 'intersection', 'what is out of reach was refused before');
  const tests = node.operands.map((operand) => toTest(operand, fold));
  return node.kind === 'union' ? (text) => tests.some((test) => test(text)) : (text) => tests.every((test) => test(text));
}

function compileRe2(source: string, offset: number): TextTest {
  try {
    const compiled = RE2JS.compile(source, RE2JS.DOTALL);
    return (text) => compiled.testExact(text);
  } catch (error) {
    throw new Untranslatable(
      `The pattern is too large to be evaluated (${error instanceof Error ? error.message : String(error)})`,
      offset,
    );
  }
}

const nothing = '[^\\x{0}-\\x{10FFFF}]';

function toRe2(node: LuceneRegexNode, fold: boolean): string {
  switch (node.kind) {
    case 'text':
      return [...node.text].map((character) => characterPattern(character.codePointAt(0) ?? 0, fold)).join('');
    case 'class':
      return classPattern(node, fold);
    case 'anyCharacter':
      return '.';
    case 'anyText':
      return '(?:.*)';
    case 'nothing':
      return nothing;
    case 'interval':
      return intervalPattern(node.min, node.max, node.digits);
    case 'repeat':
      return repeatPattern(toRe2(node.operand, fold), node.min, node.max);
    case 'sequence':
      return node.operands.map((operand) => toRe2(operand, fold)).join('');
    case 'union':
      return `(?:${node.operands.map((operand) => toRe2(operand, fold)).join('|')})`;
    case 'complement':
    case 'intersection':
      throw new Error('`~` and `&` are combined outside of RE2');
    default:
      return assertNever(node);
  }
}

function repeatPattern(operand: string, min: number, max: number | undefined): string {
  if (max !== undefined && max < min) return nothing;
  return `(?:${operand}){${min},${max ?? ''}}`;
}

function characterPattern(codePoint: number, fold: boolean): string {
  const other = fold ? otherCase(codePoint) : undefined;
  return other === undefined ? hex(codePoint) : `[${hex(codePoint)}${hex(other)}]`;
}

function classPattern({ negated, singles, ranges }: CharacterClass, fold: boolean): string {
  const others = fold ? singles.map(otherCase).filter((point) => point !== undefined) : [];
  const members = [...singles, ...others].map(hex);
  return `[${negated ? '^' : ''}${members.join('')}${ranges.map(({ from, to }) => `${hex(from)}-${hex(to)}`).join('')}]`;
}

function otherCase(codePoint: number): number | undefined {
  const isLetter = (codePoint >= 0x41 && codePoint <= 0x5a) || (codePoint >= 0x61 && codePoint <= 0x7a);
  return isLetter ? codePoint ^ 0x20 : undefined;
}

function hex(codePoint: number): string {
  return `\\x{${codePoint.toString(16)}}`;
}
