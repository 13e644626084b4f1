/** Expressions: from the concrete tree to ours. Order of operators, and everything that is missing or does not belong. */
import { tokenMatcher, type CstElement, type CstNode, type IToken } from 'chevrotain';
import { invariant } from '../../base/invariant.js';
import { cover, span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { ArithmeticOperator, ComparisonOperator, Expr, Logical } from './ast.js';
import { readOperand } from './buildOperand.js';
import type { Build, Separator } from './build.js';
import { isToken, piecesOf, tokenOf } from './cst.js';
import { quotedText } from './groups.js';
import { coverTokens } from './literals.js';
import { fix, missingNode, type Reporter } from './report.js';
import * as t from './tokens.js';

/** Terms and the operators between them, as far as they are read. */
interface Chain {
  readonly operands: Expr[];
  /** `operators[i]` stands after `operands[i]`. */
  readonly operators: ('and' | 'or')[];
  /** The end of what was read last. */
  end: number;
  /** What was read last does not belong here and has been reported. */
  afterStray: boolean;
}

/** A condition or value that has to be there; `at` is the end of the token before it. */
export function buildRequired(node: CstNode | undefined, at: number, expected: string, message: string, build: Build): Expr {
  if (node === undefined) return build.reporter.missing(at, expected, message);
  return buildElements(node, at, 'operator', build)[0] ?? missingNode(at, expected);
}

/** The expression; more than one only where a comma is missing between the values of a list. */
export function buildElements(node: CstNode, at: number, separator: Separator, build: Build): readonly Expr[] {
  const { reporter } = build;
  const elements: Expr[] = [];
  let chain = startChain(at);
  let nots: IToken[] = [];
  let strays: IToken[] = [];
  const endStrays = (): void => {
    addStray(chain, strays, reporter);
    strays = [];
  };
  const endNots = (term: Expr | undefined): void => {
    const negated = negate(nots, term, reporter);
    if (negated !== undefined) addTerm(chain, negated, reporter);
    nots = [];
  };
  const startTerm = (): void => {
    endStrays();
    if (nots.length > 0 || separator !== 'comma' || !isComplete(chain)) return;
    reporter.expected(chain.end, '`,` is missing between two values', fix('Add `,`', span(chain.end, chain.end), ','));
    elements.push(finish(chain, reporter));
    chain = startChain(chain.end);
  };
  for (const piece of piecesOf(node)) {
    const token = isToken(piece) ? piece : tokenOf(piece, 'stray');
    if (token === undefined) {
      startTerm();
      endNots(buildTerm(piece as CstNode, build));
    } else if (token.tokenType === t.Not) {
      startTerm();
      nots.push(token);
    } else if (token.tokenType === t.And || token.tokenType === t.Or) {
      endStrays();
      endNots(undefined);
      addOperator(chain, token, reporter);
    } else {
      endNots(undefined);
      strays.push(token);
    }
  }
  endStrays();
  endNots(undefined);
  return [...elements, finish(chain, reporter)];
}

/** The term with every `not` before it; undefined where there is neither. */
function negate(nots: readonly IToken[], term: Expr | undefined, reporter: Reporter): Expr | undefined {
  const last = nots.at(-1);
  const inner =
    term ?? (last === undefined ? undefined : reporter.missing(tokenEnd(last), 'a condition', 'A condition is missing after `not`'));
  if (inner === undefined) return undefined;
  return nots.reduceRight<Expr>((operand, not) => ({ kind: 'not', operand, span: span(not.startOffset, operand.span.end) }), inner);
}

function startChain(at: number): Chain {
  return { operands: [], operators: [], end: at, afterStray: false };
}

function isComplete({ operands, operators }: Chain): boolean {
  return operands.length > operators.length;
}

function addStray(chain: Chain, tokens: readonly IToken[], reporter: Reporter): void {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return;
  const text = quotedText(tokens);
  const message =
    first.tokenType === t.Comma ? 'Conditions are joined with `and` or `or`, not with `,`' : `\`${text}\` is not expected here`;
  reporter.syntax(coverTokens(first, last), message);
  reporter.spoil(chain.end);
  chain.end = tokenEnd(last);
  chain.afterStray = true;
}

function addOperator(chain: Chain, token: IToken, reporter: Reporter): void {
  if (!isComplete(chain)) {
    const place = chain.operands.length === 0 ? token.startOffset : chain.end;
    reporter.expected(chain.end, `A condition is missing before \`${token.image}\``);
    chain.operands.push(missingNode(place, 'a condition'));
  }
  chain.operators.push(token.tokenType === t.Or ? 'or' : 'and');
  chain.end = tokenEnd(token);
  chain.afterStray = false;
}

function addTerm(chain: Chain, term: Expr, reporter: Reporter): void {
  if (isComplete(chain)) {
    const touching = term.span.start === chain.end ? 'here; a quote may be out of place' : 'between two conditions';
    if (!chain.afterStray) reporter.expected(chain.end, `\`and\` or \`or\` is missing ${touching}`);
    chain.operators.push('and');
  }
  chain.operands.push(term);
  chain.end = term.span.end;
  chain.afterStray = false;
}

/** The chain as one expression: `and` binds tighter than `or`. */
function finish(chain: Chain, reporter: Reporter): Expr {
  if (!isComplete(chain)) {
    const operator = chain.operators.at(-1);
    if (operator !== undefined && !chain.afterStray) reporter.expected(chain.end, `A condition is missing after \`${operator}\``);
    chain.operands.push(missingNode(chain.end, 'a condition'));
  }
  const alternatives: Expr[][] = [[]];
  chain.operands.forEach((operand, at) => {
    alternatives.at(-1)?.push(operand);
    if (chain.operators[at] === 'or') alternatives.push([]);
  });
  return logical(
    'or',
    alternatives.map((operands) => logical('and', operands)),
  );
}

function logical(kind: Logical['kind'], operands: readonly Expr[]): Expr {
  const [first] = operands;
  const last = operands.at(-1);
  invariant(first !== undefined && last !== undefined, 'there is an operand');
  return operands.length === 1 ? first : { kind, operands, span: cover(first.span, last.span) };
}

function buildTerm(node: CstNode, build: Build): Expr {
  return node.name === 'lineage' ? buildLineage(node, build) : buildBinary(piecesOf(node), build);
}

function buildLineage(node: CstNode, build: Build): Expr {
  const relation = tokenOf(node, 'Relation');
  const of = tokenOf(node, 'Of');
  const group = tokenOf(node, 'ItemGroup');
  invariant(relation !== undefined && of !== undefined, 'a relationship has its words');
  const relationSpan = tokenSpan(relation);
  build.reporter.syntax(relationSpan, `Elasticsearch does not support relationships between processes such as \`${relation.image} of\``);
  const message = `A query in brackets is missing after \`${relation.image} of\``;
  const query = group === undefined ? build.reporter.missing(tokenEnd(of), 'a query in brackets', message) : build.itemQuery(group);
  return { kind: 'lineage', relation: relation.image, relationSpan, query, span: coverTokens(relation, group ?? of) };
}

/** An operator between two values; its text is what was meant. */
interface Operator {
  readonly text: string;
  readonly span: Span;
}

/** Operands and the operators between them; what is one operand alone is given back as it is. */
function buildBinary(pieces: readonly CstElement[], build: Build): Expr {
  const { reporter } = build;
  const operands: Expr[] = [];
  const operators: Operator[] = [];
  for (let at = 0; at < pieces.length;) {
    const operator = binaryOperatorAt(pieces, at);
    if (operator === undefined) {
      const { operand, next } = readOperand(pieces, at, build);
      if (next === pieces.length && operands.length === 0) return operand;
      operands.push(operand);
      at = next;
    } else {
      if (operands.length > operators.length) operators.push({ text: operator.image, span: tokenSpan(operator) });
      else addSecondOperator(operands, operators, operator, reporter);
      at++;
    }
  }
  const last = operators.at(-1);
  if (last !== undefined && operands.length === operators.length)
    operands.push(missingOperand(last.span.end, `after \`${last.text}\``, reporter));
  return combine(
    operands,
    operators.map((operator) => respeltOperator(operator, reporter)),
    reporter,
  );
}

function binaryOperatorAt(pieces: readonly CstElement[], at: number): IToken | undefined {
  const piece = pieces[at];
  return piece !== undefined && isToken(piece) && tokenMatcher(piece, t.BinaryOperator) ? piece : undefined;
}

/** Operators that are written in two tokens in other languages. */
const foreignOperators: Readonly<Record<string, string>> = { '<>': '!=', '=>': '>=', '=<': '<=', '===': '==', '!==': '!=', '=!': '!=' };

/** An operator with no value before it: the second half of a foreign one, or a gap. */
function addSecondOperator(operands: Expr[], operators: Operator[], token: IToken, reporter: Reporter): void {
  const previous = operators.at(-1);
  const place = tokenSpan(token);
  if (previous === undefined) {
    operands.push(missingOperand(place.start, `before \`${token.image}\``, reporter));
  } else {
    const written = previous.text + token.image;
    const meant = previous.span.end === place.start ? foreignOperators[written] : undefined;
    if (meant !== undefined) {
      const both = cover(previous.span, place);
      reporter.syntax(
        both,
        `\`${written}\` is not an operator of EQL; write \`${meant}\``,
        fix(`Change to \`${meant}\``, both, meant, 'preferred'),
      );
      operators[operators.length - 1] = { text: meant, span: both };
      return;
    }
    operands.push(missingOperand(previous.span.end, `after \`${previous.text}\``, reporter));
  }
  operators.push({ text: token.image, span: place });
}

function missingOperand(at: number, where: string, reporter: Reporter): Expr {
  return reporter.missing(at, 'a value', `A value is missing ${where}`);
}

function respeltOperator(operator: Operator, reporter: Reporter): Operator {
  if (operator.text !== '=') return operator;
  reporter.syntax(operator.span, '`=` is not a comparison in EQL; write `==`', fix('Change to `==`', operator.span, '==', 'preferred'));
  return { ...operator, text: '==' };
}

const products: ReadonlySet<string> = new Set(['*', '/', '%']);
const sums: ReadonlySet<string> = new Set(['+', '-']);

/** Products bind tighter than sums, sums tighter than comparisons. */
function combine(operands: readonly Expr[], operators: readonly Operator[], reporter: Reporter): Expr {
  const [factors, afterProducts] = foldOperators(operands, operators, (text) => products.has(text), arithmetic);
  const [addends, comparisons] = foldOperators(factors, afterProducts, (text) => sums.has(text), arithmetic);
  for (const second of comparisons.slice(1)) {
    reporter.syntax(second.span, "Comparisons can't be chained; compare each pair and join the two with `and`");
  }
  const [[result]] = foldOperators(addends, comparisons, () => true, comparison);
  invariant(result !== undefined, 'there is an operand');
  return result;
}

type Join = (left: Expr, operator: Operator, right: Expr) => Expr;

/** Joins neighbours from the left wherever the operator between them is `wanted`. */
function foldOperators(
  operands: readonly Expr[],
  operators: readonly Operator[],
  wanted: (text: string) => boolean,
  join: Join,
): readonly [readonly Expr[], readonly Operator[]] {
  const rest: Operator[] = [];
  const folded: Expr[] = operands.slice(0, 1);
  operators.forEach((operator, at) => {
    const left = folded.at(-1);
    const right = operands[at + 1];
    if (left === undefined || right === undefined) return;
    if (wanted(operator.text)) {
      folded[folded.length - 1] = join(left, operator, right);
    } else {
      rest.push(operator);
      folded.push(right);
    }
  });
  return [folded, rest];
}

function arithmetic(left: Expr, operator: Operator, right: Expr): Expr {
  return {
    kind: 'arithmetic',
    operator: operator.text as ArithmeticOperator,
    operatorSpan: operator.span,
    left,
    right,
    span: cover(left.span, right.span),
  };
}

function comparison(left: Expr, operator: Operator, right: Expr): Expr {
  return {
    kind: 'comparison',
    operator: operator.text as ComparisonOperator,
    operatorSpan: operator.span,
    left,
    right,
    span: cover(left.span, right.span),
  };
}
