/**
 * EQL tree and comments to text: one layout for every spelling of the same query. Only white space and the places of comments change.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import { assertNever, invariant } from '../../base/invariant.js';
import { fill, group, hardLine, indent, render, type Doc } from '../print/doc.js';
import { bracketed, headed, lineBreakOf, listed, pageWidth, separated, stacked } from '../print/layout.js';
import { TokenReader } from '../print/reader.js';
import type {
  By,
  EqlQuery,
  EventQuery,
  Expr,
  Join,
  ListTest,
  Logical,
  Maxspan,
  Missing,
  Pipe,
  Runs,
  Sample,
  Sequence,
  SequenceItem,
} from './ast.js';
import type { EqlToken, ParsedEql } from './parse.js';

/**
 * The query in its one layout, lines of at most `width` columns where that is possible, with a line break at its end. Undefined for a
 * query with syntax problems: nobody can say where its white space belongs.
 */
export function printEql(parsed: ParsedEql, width = pageWidth): string | undefined {
  const { text, tree, comments, problems } = parsed;
  if (problems.length > 0) return undefined;
  const notes = comments.map((span) => {
    const note = text.slice(span.start, span.end);
    const endsLine = note.startsWith('//');
    return { span, text: endsLine ? note.trimEnd() : note, endsLine };
  });
  const reader = new TokenReader(text, eqlWords(parsed), notes);
  const doc = printQuery(tree, reader);
  invariant(reader.isAtEnd, 'the tree has fewer tokens than the text');
  const lineBreak = lineBreakOf(text);
  return render(doc, { width, lineBreak }) + lineBreak;
}

/** The tokens that are no comments: formatting keeps each of them, in this order. */
export function eqlWords({ tokens }: ParsedEql): readonly EqlToken[] {
  return tokens.filter(({ type }) => !commentTypes.has(type));
}

const commentTypes: ReadonlySet<string> = new Set(['LineComment', 'BlockComment']);

function printQuery({ body, pipes }: EqlQuery, reader: TokenReader): Doc {
  return [
    reader.takeLead(),
    printBody(body, reader),
    pipes.map((pipe) => [hardLine, reader.takeLead(), printPipe(pipe, reader)]),
    reader.takeDangling(),
  ];
}

function printBody(body: EqlQuery['body'], reader: TokenReader): Doc {
  switch (body.kind) {
    case 'eventQuery':
      return printEventQuery(body, reader);
    case 'sequence':
    case 'sample':
    case 'join':
      return printSequence(body, reader);
    case 'missing':
      return absent(body);
    default:
      return assertNever(body);
  }
}

/** A query without problems has nothing that is missing. */
function absent({ expected }: Missing): Doc {
  invariant(false, `${expected} is missing in a query without problems`);
}

function printSequence(node: Sequence | Sample | Join, reader: TokenReader): Doc {
  const until = 'until' in node ? node.until : undefined;
  return [
    reader.take(),
    printOptions([node.by, 'maxspan' in node ? node.maxspan : undefined], reader),
    indent(node.items.map((item) => [hardLine, reader.takeLead(), printItem(item, reader)])),
    until === undefined ? '' : [hardLine, reader.takeLead(), reader.take(), ' ', printItem(until, reader)],
  ];
}

function printItem({ query, by, runs }: SequenceItem, reader: TokenReader): Doc {
  const open = reader.take();
  const start = reader.hasLead ? indent(reader.takeLead()) : '';
  const inner = query.kind === 'missing' ? absent(query) : printEventQuery(query, reader);
  const dangling = reader.hasLead ? [indent(reader.takeDangling()), hardLine] : '';
  return [open, start, inner, dangling, reader.take(), printOptions([by, runs], reader)];
}

/** `by` and `with` in the order in which they are written. */
function printOptions(options: readonly (By | Maxspan | Runs | undefined)[], reader: TokenReader): Doc {
  return options
    .filter((option) => option !== undefined)
    .sort((a, b) => a.span.start - b.span.start)
    .map((option) => [' ', reader.take(), ' ', option.kind === 'by' ? printKeys(option, reader) : reader.takeUntil(option.span.end)]);
}

function printKeys({ keys }: By, reader: TokenReader): Doc {
  return indent(fill(separated(reader, keys, (key) => printExpr(key, reader), '')));
}

function printPipe({ args }: Pipe, reader: TokenReader): Doc {
  const name = [reader.take(), ' ', reader.take()];
  return args.length === 0 ? name : [name, ' ', fill(separated(reader, args, (arg) => printExpr(arg, reader), ''))];
}

function printEventQuery({ category, condition }: EventQuery, reader: TokenReader): Doc {
  invariant(category.kind === 'category', 'a query without problems has a category');
  const head = [reader.take(), ' ', reader.take(), ' '];
  if (!reader.hasLead) return [head, printCondition(condition, reader)];
  return [head, indent([reader.takeLead(), isChain(condition) ? group(printChain(condition, reader)) : printExpr(condition, reader)])];
}

function printCondition(condition: Expr, reader: TokenReader): Doc {
  return isChain(condition) ? headed(printOperands(condition, reader), scopeCount(condition)) : printExpr(condition, reader);
}

function isChain(node: Expr): node is Logical {
  return node.kind === 'and' || node.kind === 'or';
}

/** What says which events are looked at, before the rule says what is special about them. */
const scopeFields: ReadonlySet<string> = new Set([
  'host.os.type',
  'data_stream.dataset',
  'event.dataset',
  'event.category',
  'event.type',
  'event.action',
  'event.code',
]);

/** How many of the first conditions share the first line: those that state the scope, or one. A chain is set off from the one it stands in. */
function scopeCount({ kind, operands }: Logical): number {
  if (operands[0] !== undefined && isChain(operands[0])) return 0;
  const others = operands.findIndex((operand) => !statesScope(operand));
  return kind === 'or' ? 1 : Math.max(1, others < 0 ? operands.length : others);
}

function statesScope(condition: Expr): boolean {
  const subject = condition.kind === 'comparison' ? condition.left : condition.kind === 'listTest' ? condition.subject : undefined;
  return subject?.kind === 'field' && scopeFields.has(subject.name);
}

function printChain(node: Logical, reader: TokenReader): Doc {
  return stacked(printOperands(node, reader));
}

function printOperands({ operands }: Logical, reader: TokenReader): readonly Doc[] {
  return separated(reader, operands, (operand) => printOperand(operand, reader), ' ');
}

/** A chain inside of another one is set off from it. */
function printOperand(operand: Expr, reader: TokenReader): Doc {
  return isChain(operand) ? group(indent(printChain(operand, reader))) : printExpr(operand, reader);
}

function printExpr(node: Expr, reader: TokenReader): Doc {
  switch (node.kind) {
    case 'and':
    case 'or':
      return printChain(node, reader);
    case 'not':
      return [reader.take(), ' ', printOperand(node.operand, reader)];
    case 'group':
      return bracketed(reader, () => printExpr(node.inner, reader));
    case 'comparison':
    case 'arithmetic':
      return [printExpr(node.left, reader), ' ', reader.take(), ' ', printExpr(node.right, reader)];
    case 'sign':
      return [reader.take(), printExpr(node.operand, reader)];
    case 'listTest':
      return printListTest(node, reader);
    case 'call':
      return [reader.take(), bracketed(reader, () => listed(reader, node.args, (arg) => printOperand(arg, reader), ''))];
    case 'field':
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return reader.takeUntil(node.span.end);
    case 'lineage':
      invariant(false, 'a query without problems has no relationships');
      return [];
    case 'missing':
      return absent(node);
    default:
      return assertNever(node);
  }
}

function printListTest({ subject, negated, values, parenthesised }: ListTest, reader: TokenReader): Doc {
  const left = [printExpr(subject, reader), ' ', negated ? [reader.take(), ' '] : '', reader.take(), ' '];
  const print = (value: Expr): Doc => printExpr(value, reader);
  return [left, parenthesised ? bracketed(reader, () => listed(reader, values, print, '')) : values.map(print)];
}
