/**
 * KQL tree to text: one layout for every spelling of the same query. Only the white space between tokens and the letter case of
 * keywords change; an unquoted literal keeps the white space inside of it.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { assertNever, invariant } from '../../base/invariant.js';
import { group, indent, line, render, type Doc } from '../print/doc.js';
import { bracketed, headed, lineBreakOf, listed, pageWidth, separated, stacked } from '../print/layout.js';
import { TokenReader, type PrintToken } from '../print/reader.js';
import { literalText, type Expr, type Literal, type Logical, type Match, type Missing, type Value, type ValueLogical } from './ast.js';
import { spaceClass } from './literals.js';
import type { KqlToken, ParsedKql } from './parse.js';

/**
 * The query in its one layout, lines of at most `width` columns where that is possible, with a line break at its end (none for a blank
 * query, and none where it would be read as part of the query). Undefined for a query with syntax problems: nobody can say where its white space belongs.
 */
export function printKql({ text, tree, tokens, problems }: ParsedKql, width = pageWidth): string | undefined {
  if (problems.length > 0) return undefined;
  if (tree.body === undefined) return '';
  const reader = new TokenReader(text, tokens.map(printed), []);
  const doc = printBody(tree.body, reader);
  invariant(reader.isAtEnd, 'the tree has fewer tokens than the text');
  const lineBreak = lineBreakOf(text);
  return render(doc, { width, lineBreak }) + (reader.allowsSpace ? lineBreak : '');
}

const keywordTypes: ReadonlySet<string> = new Set(['And', 'Or', 'Not']);
/** In an unquoted literal such a word is text as long as no white space follows: `a:cannot`, `a:b and`. */
const keywordAtEnd = new RegExp(`not$|${spaceClass}(?:and|or)$`, 'i');

function printed({ type, span, text }: KqlToken): PrintToken {
  return { span, text: keywordTypes.has(type) ? text.toLowerCase() : text, isTight: type === 'Literal' && keywordAtEnd.test(text) };
}

type Chain = Logical | ValueLogical;
type Condition = Expr | Value;

function printBody(body: Expr, reader: TokenReader): Doc {
  return isChain(body) ? headed(printOperands(body, reader), scopeCount(body)) : printCondition(body, reader);
}

function isChain(node: Condition): node is Chain {
  return node.kind === 'and' || node.kind === 'or' || node.kind === 'valueAnd' || node.kind === 'valueOr';
}

/** What says which events are looked at, before the rule says what is special about them. */
const scopeFields: ReadonlySet<string> = new Set([
  'host.os.type',
  'data_stream.dataset',
  'event.dataset',
  'event.category',
  'event.type',
  'event.kind',
]);

/** How many of the first conditions share the first line: those that state the scope, or one. A chain is set off from the one it stands in. */
function scopeCount({ kind, operands }: Chain): number {
  if (operands[0] !== undefined && isChain(operands[0])) return 0;
  const others = operands.findIndex((operand) => !statesScope(operand));
  return kind === 'and' ? Math.max(1, others < 0 ? operands.length : others) : 1;
}

function statesScope(condition: Condition): boolean {
  return condition.kind === 'match' && condition.field !== undefined && scopeFields.has(literalText(condition.field));
}

function printChain(node: Chain, reader: TokenReader): Doc {
  return stacked(printOperands(node, reader));
}

function printOperands({ operands }: Chain, reader: TokenReader): readonly Doc[] {
  return separated<Condition>(reader, operands, (operand) => printOperand(operand, reader), ' ');
}

/** A chain inside of another one is set off from it. */
function printOperand(operand: Condition, reader: TokenReader): Doc {
  return isChain(operand) ? group(indent(printChain(operand, reader))) : printCondition(operand, reader);
}

function printCondition(node: Condition, reader: TokenReader): Doc {
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'valueAnd':
      return printChain(node, reader);
    case 'valueOr':
      return printValues(node, reader);
    case 'not':
    case 'valueNot':
      return [reader.take(), ' ', printCondition(node.operand, reader)];
    case 'group':
    case 'valueGroup':
      return bracketed(reader, () => printCondition(node.inner, reader));
    case 'match':
      return printMatch(node, reader);
    case 'range':
      return [reader.take(), reader.allowsSpace ? ' ' : '', reader.take(), ' ', reader.take()];
    case 'nested':
      return [reader.take(), reader.take(), ' ', bracketed(reader, () => printCondition(node.body, reader), line)];
    case 'literal':
      return reader.take();
    case 'missing':
      return absent(node);
    default:
      return assertNever(node);
  }
}

function printMatch({ field, value }: Match, reader: TokenReader): Doc {
  return [field === undefined ? '' : [reader.take(), reader.take()], printCondition(value, reader)];
}

/** Alternatives that are plain values are a list; others are a chain. */
function printValues(node: ValueLogical, reader: TokenReader): Doc {
  const values = node.operands.filter((operand): operand is Literal => operand.kind === 'literal');
  if (values.length < node.operands.length) return printChain(node, reader);
  return listed(reader, values, () => reader.take(), ' ');
}

/** A query without problems has nothing that is missing. */
function absent({ expected }: Missing): Doc {
  invariant(false, `${expected} is missing in a query without problems`);
}
