/** Mistakes where a value, an operand or a field was wanted and something else, or nothing, stands. */
import type { IToken } from 'chevrotain';
import { span, type Span } from '../../../base/span.js';
import { And, Colon, LBrace, LParen, makeToken, Not, Or, Quoted, RangeOperator, RBrace, RParen, tokenEnd, tokenPieces, tokenSpan, UnterminatedString } from '../tokens.js'; // prettier-ignore
import {
  absent, closingIndex, enclosingList, fieldBefore, fix, insert, is, isLiteral, noValueProblem, openBrackets, problem, quote, replace, spliced,
  sureFix, wantsOperand, wordOf, type Mistake, type Repair, type Situation,
} from './situation.js'; // prettier-ignore

/** `process.name:` */
const noValue: Mistake = (situation) => {
  const { tokens, at } = situation;
  const colon = tokens[at - 1];
  if (!is(colon, Colon) || !endsOperand(situation)) return undefined;
  return { problem: noValueProblem(situation, at - 1), tokens: spliced(situation, at, at, absent(tokenEnd(colon))) };
};

/** `process.pid >` */
const noRangeValue: Mistake = (situation) => {
  const { tokens, at } = situation;
  const operator = tokens[at - 1];
  if (!is(operator, RangeOperator) || !endsOperand(situation)) return undefined;
  const field = wordOf(situation, tokens[at - 2]);
  const message = `${quote(`${field} ${operator.image}`)} has no value to compare with; write one after the operator`;
  return { problem: problem('QRY001', tokenSpan(operator), message), tokens: spliced(situation, at, at, absent(tokenEnd(operator))) };
};

/** `a:b and`, `a:(b or )`, `a:b and not` */
const nothingAfterOperator: Mistake = (situation) => {
  const { tokens, at, text } = situation;
  const operator = tokens[at - 1];
  if (!is(operator, And, Or, Not) || !endsOperand(situation)) return undefined;
  const before = tokens[at - 2];
  const dangling = is(operator, Not) && is(before, And, Or) ? before : operator;
  const word = wordOf(situation, operator);
  const wanted = enclosingList(situation) === undefined ? 'a condition' : 'a value';
  const message = is(operator, Not) ? `${quote(word)} has nothing to negate` : `${quote(word)} has nothing on its right`;
  const deleted = text.slice(tokenSpan(dangling).start, tokenSpan(operator).end);
  return {
    problem: problem(
      'QRY001',
      tokenSpan(operator),
      `${message}; write ${wanted} after it, or delete it`,
      fix(`Delete ${quote(deleted)}`, replace(span(dangling.startOffset, tokenEnd(operator)), '')),
    ),
    tokens: spliced(situation, at, at, absent(tokenEnd(operator))),
  };
};

/** `a:()`, `()`, `a:{}` */
const emptyBrackets: Mistake = (situation) => {
  const { tokens, at } = situation;
  const opening = tokens[at - 1];
  const closing = tokens[at];
  if (!is(opening, LParen, LBrace) || !is(closing, opening.tokenType === LParen ? RParen : RBrace)) return undefined;
  const place = span(opening.startOffset, tokenEnd(closing));
  const field = fieldBefore(situation, at - 1);
  const what = field === undefined ? 'These brackets are empty' : `${quote(wordOf(situation, field))} has empty brackets`;
  const wanted = is(opening, LBrace) || field === undefined ? 'a condition' : 'a value';
  return {
    problem: problem(
      'QRY001',
      place,
      `${what}; write ${wanted} inside, or delete the clause`,
      fix('Delete the clause', replace(clauseSpan(situation, at - 1, at), '')),
    ),
    tokens: spliced(situation, at, at, absent(closing.startOffset)),
  };
};

/** The clause that the bracket belongs to, with its `not` and the operator that joins it to its neighbour. */
function clauseSpan(situation: Situation, opening: number, closing: number): Span {
  const { tokens } = situation;
  let first = is(tokens[opening - 1], Colon) ? opening - 2 : opening;
  if (is(tokens[first - 1], Not)) first--;
  const before = tokens[first - 1];
  const after = tokens[closing + 1];
  const start = is(before, And, Or) ? before.startOffset : (tokens[first]?.startOffset ?? 0);
  const last = is(after, And, Or) && !is(before, And, Or) ? after : tokens[closing];
  return span(start, last === undefined ? start : tokenEnd(last));
}

/** `a:(` at the end of the text */
const nothingInBrackets: Mistake = (situation) => {
  const { tokens, at } = situation;
  const opening = tokens[at - 1];
  if (!is(opening, LParen, LBrace) || tokens[at] !== undefined) return undefined;
  const list = enclosingList(situation) !== undefined;
  const closing = is(opening, LParen) ? RParen : RBrace;
  const sign = closing === RParen ? ')' : '}';
  const end = tokenEnd(opening);
  const offered = list ? fix('Match any value with `(*)`', insert(end, `*${sign}`)) : undefined;
  const message = `The ${quote(opening.image)} has nothing after it; write ${list ? 'values' : 'a condition'} and a closing ${quote(sign)}`;
  return {
    problem: problem('QRY001', tokenSpan(opening), message, offered),
    tokens: spliced(situation, at, at, absent(end), makeToken(closing, '', end)),
  };
};

/** `a:(> 5 and < 10)` */
const rangesInList: Mistake = (situation) => {
  const { tokens, at } = situation;
  const list = enclosingList(situation);
  const field = fieldBefore(situation, at);
  const operator = tokens[at];
  if (!is(operator, RangeOperator) || !wantsOperand(tokens[at - 1]) || list === undefined || field === undefined) return undefined;
  const name = wordOf(situation, field);
  const message = `A range cannot stand in a value list; write ${quote(`${name} ${operator.image} …`)} as a condition of its own`;
  const place = tokenSpan(operator);
  const close = closingIndex(situation, list.index);
  if (close === undefined || !is(tokens[list.index - 1], Colon) || !holdsOnlyRanges(situation, list.index + 1, close)) {
    return { problem: problem('KQL108', place, message), tokens: spliced(situation, at, at + 1) };
  }
  const inside = tokens.slice(list.index, close + 1);
  const repeated = inside.filter((token) => is(token, RangeOperator)).map((token) => insert(token.startOffset, `${name} `));
  const removed = replace(span(field.startOffset, tokens[list.index]?.startOffset ?? field.startOffset), '');
  const spread = inside.flatMap((token) => (is(token, RangeOperator) ? [copyOf(field, token.startOffset), token] : [token]));
  return {
    problem: problem('KQL108', place, message, fix(`Repeat ${quote(name)} before every range`, removed, ...repeated)),
    tokens: spliced(situation, list.index - 2, close + 1, ...spread),
  };
};

function holdsOnlyRanges(situation: Situation, from: number, to: number): boolean {
  const inside = situation.tokens.slice(from, to);
  return inside.every((token, index) => (isLiteral(token) ? is(inside[index - 1], RangeOperator) : is(token, RangeOperator, And, Or, Not)));
}

/** A field that stands for itself once more, without a place in the text. */
function copyOf(field: IToken, offset: number): IToken {
  return makeToken(field.tokenType, '', offset, tokenPieces(field));
}

/** `a:>5` */
const colonBeforeRange: Mistake = (situation) => {
  const { tokens, at } = situation;
  const colon = tokens[at - 1];
  const operator = tokens[at];
  const field = tokens[at - 2];
  if (!is(colon, Colon) || !is(operator, RangeOperator)) return undefined;
  const example = `${wordOf(situation, field)} ${operator.image} ${wordOf(situation, tokens[at + 1])}`.trimEnd();
  return {
    problem: problem(
      'KQL108',
      span(colon.startOffset, tokenEnd(operator)),
      `KQL writes a range without the colon: ${quote(example)}`,
      sureFix(
        'Delete the colon',
        replace(span(colon.startOffset, operator.startOffset), precededBySpace(situation, colon.startOffset) ? '' : ' '),
      ),
    ),
    tokens: spliced(situation, at - 1, at),
  };
};

function precededBySpace(situation: Situation, offset: number): boolean {
  return /\s/.test(situation.text[offset - 1] ?? ' ');
}

/** `< 1000`, `a > 5 and < 10` */
const rangeWithoutField: Mistake = (situation) => {
  const { tokens, at } = situation;
  const operator = tokens[at];
  if (!is(operator, RangeOperator) || !wantsOperand(tokens[at - 1]) || is(tokens[at - 1], Colon, RangeOperator)) return undefined;
  const field = is(tokens[at - 1], And, Or, Not) ? rangedField(situation) : undefined;
  if (field !== undefined) {
    const name = wordOf(situation, field);
    return {
      problem: problem(
        'QRY001',
        tokenSpan(operator),
        `${quote(operator.image)} needs a field on its left; repeat ${quote(name)}`,
        fix(`Insert ${quote(name)}`, insert(operator.startOffset, `${name} `)),
      ),
      tokens: spliced(situation, at, at, copyOf(field, operator.startOffset)),
    };
  }
  const message = `${quote(operator.image)} has no field on its left; a range is written ${quote(`field ${operator.image} value`)}`;
  const to = isLiteral(tokens[at + 1]) ? at + 2 : at + 1;
  return { problem: problem('QRY001', tokenSpan(operator), message), tokens: spliced(situation, at, to, absent(operator.startOffset)) };
};

/** The field of the nearest range before, within the same brackets. */
function rangedField(situation: Situation): IToken | undefined {
  const { tokens, at } = situation;
  const opening = openBrackets(situation, at).at(-1)?.index ?? -1;
  for (let index = at - 1; index > opening; index--) {
    if (is(tokens[index], RangeOperator) && isLiteral(tokens[index - 1])) return tokens[index - 1];
  }
  return undefined;
}

/** `a <> 5`, `a >> 5` */
const twoRangeOperators: Mistake = (situation) => {
  const { tokens, at } = situation;
  const first = tokens[at - 1];
  const second = tokens[at];
  const field = tokens[at - 2];
  if (!is(first, RangeOperator) || !is(second, RangeOperator) || field === undefined) return undefined;
  const place = span(first.startOffset, tokenEnd(second));
  if (first.image !== '<' || second.image !== '>') {
    const message = `Two operators stand in a row; a range has one of ${'`<`, `<=`, `>`, `>=`'}`;
    return {
      problem: problem('QRY001', place, message, fix(`Delete ${quote(second.image)}`, replace(tokenSpan(second), ''))),
      tokens: spliced(situation, at, at + 1),
    };
  }
  const name = wordOf(situation, field);
  return {
    problem: problem(
      'KQL108',
      place,
      `KQL has no ${quote('<>')}; write ${quote(`not ${name}:…`)}`,
      fix('Negate with `not`', insert(field.startOffset, 'not '), replace(span(tokenSpan(field).end, tokenEnd(second)), ':')),
    ),
    tokens: spliced(situation, at - 2, at + 1, makeToken(Not, '', field.startOffset), field, makeToken(Colon, '', first.startOffset)),
  };
};

/** `a > (1)`, `a > (1 or 2)` */
const bracketsInRange: Mistake = (situation) => {
  const { tokens, at } = situation;
  const opening = tokens[at];
  if (!is(tokens[at - 1], RangeOperator) || !is(opening, LParen, LBrace)) return undefined;
  const close = closingIndex(situation, at);
  const closing = close === undefined ? undefined : tokens[close];
  const end = closing === undefined ? tokenEnd(opening) : tokenEnd(closing);
  const message = 'A range takes one value, without brackets';
  if (close === at + 2 && closing !== undefined && isLiteral(tokens[at + 1])) {
    const unwrap = sureFix('Remove the brackets', replace(tokenSpan(opening), ''), replace(tokenSpan(closing), ''));
    return {
      problem: problem('QRY001', span(opening.startOffset, end), message, unwrap),
      tokens: [...tokens.slice(0, at), ...tokens.slice(at + 1, close), ...tokens.slice(close + 1)],
    };
  }
  const to = close === undefined ? at + 1 : close + 1;
  return {
    problem: problem('QRY001', span(opening.startOffset, end), message),
    tokens: spliced(situation, at, to, absent(opening.startOffset)),
  };
};

/** `foo: not bar` */
const notAfterColon: Mistake = (situation) => {
  const { tokens, at } = situation;
  const not = tokens[at];
  const field = tokens[at - 2];
  if (!is(tokens[at - 1], Colon) || !is(not, Not) || field === undefined) return undefined;
  const value = tokens[at + 1];
  const last = is(value, LParen, LBrace) ? (closingIndex(situation, at + 1) ?? situation.tokens.length - 1) : at + 1;
  const end = isLiteral(value) || is(value, LParen) ? tokenSpan(tokens[last] ?? not).end : tokenSpan(not).end;
  const written = wordOf(situation, not);
  const message = `${quote(written)} cannot stand right after the colon; put it into brackets, or in front of the field`;
  return {
    problem: problem(
      'QRY001',
      tokenSpan(not),
      message,
      fix('Put brackets around it', insert(not.startOffset, '('), insert(end, ')')),
      fix(
        `Move ${quote(written)} in front of the field`,
        insert(field.startOffset, `${written} `),
        replace(span(not.startOffset, tokenEnd(not)), ''),
      ),
    ),
    tokens: [...tokens.slice(0, at), makeToken(LParen, '', not.startOffset), not, ...wrapped(situation, last, end)],
  };
};

function wrapped(situation: Situation, last: number, end: number): readonly IToken[] {
  const { tokens, at } = situation;
  const value = tokens[at + 1];
  const to = isLiteral(value) || is(value, LParen) ? last + 1 : at + 1;
  return [...tokens.slice(at + 1, to), makeToken(RParen, '', end), ...tokens.slice(to)];
}

/** `not not a:b` */
const doubleNot: Mistake = (situation) => {
  const { tokens, at } = situation;
  const first = tokens[at - 1];
  const second = tokens[at];
  if (!is(first, Not) || !is(second, Not)) return undefined;
  const place = span(first.startOffset, tokenSpan(second).end);
  const both = sureFix('Delete both', replace(span(first.startOffset, tokenEnd(second)), ''));
  return {
    problem: problem('QRY001', place, 'Two `not` in a row cancel each other, and KQL does not read them; delete both', both),
    tokens: spliced(situation, at - 1, at + 1),
  };
};

/** `a > not 5` */
const notInRange: Mistake = (situation) => {
  const { tokens, at } = situation;
  const not = tokens[at];
  const field = tokens[at - 2];
  if (!is(tokens[at - 1], RangeOperator) || !is(not, Not) || field === undefined) return undefined;
  const moved = fix(
    'Move `not` in front of the field',
    insert(field.startOffset, 'not '),
    replace(span(not.startOffset, tokenEnd(not)), ''),
  );
  return {
    problem: problem('QRY001', tokenSpan(not), '`not` cannot stand before the value of a range; put it in front of the field', moved),
    tokens: spliced(situation, at, at + 1),
  };
};

/** `a::b`, `a >: 5`, `:b` */
const strayColon: Mistake = (situation) => {
  const { tokens, at } = situation;
  const colon = tokens[at];
  if (!is(colon, Colon) || !wantsOperand(tokens[at - 1])) return undefined;
  const afterOperator = is(tokens[at - 1], Colon, RangeOperator);
  const message = afterOperator
    ? `This colon is one too many; ${quote(wordOf(situation, tokens[at - 1]))} already stands before it`
    : 'A colon needs a field on its left';
  return {
    problem: problem('QRY001', tokenSpan(colon), message, fix('Delete the colon', replace(tokenSpan(colon), ''))),
    tokens: spliced(situation, at, at + 1),
  };
};

/** `{ a:b }` */
const braceWithoutPath: Mistake = (situation) => {
  const { tokens, at } = situation;
  const opening = tokens[at];
  if (!is(opening, LBrace) || !wantsOperand(tokens[at - 1])) return undefined;
  const close = closingIndex(situation, at);
  const closing = close === undefined ? undefined : tokens[close];
  const edits = [replace(tokenSpan(opening), '('), ...(is(closing, RBrace) ? [replace(tokenSpan(closing), ')')] : [])];
  const renamed = tokens.map((token, index) =>
    index === at
      ? makeToken(LParen, '{', token.startOffset)
      : index === close && is(token, RBrace)
        ? makeToken(RParen, '}', token.startOffset)
        : token,
  );
  return {
    problem: problem(
      'QRY001',
      tokenSpan(opening),
      'A brace needs the path of a nested field before it: `path:{ … }`; plain groups are written with parentheses',
      fix('Use parentheses', ...edits),
    ),
    tokens: renamed,
  };
};

/** `foo:"ba` */
const unterminatedString: Mistake = (situation) => {
  const { tokens, at } = situation;
  const string = tokens[at];
  if (!is(string, UnterminatedString) || !wantsOperand(tokens[at - 1])) return undefined;
  return closeString(situation, at, string.image, tokens.slice(at + 1));
};

/** Closes the string that begins at the token; `image` is the part of the text that it holds, opening quote included. */
export function closeString(situation: Situation, at: number, image: string, after: readonly IToken[]): Repair {
  const start = situation.tokens[at]?.startOffset ?? 0;
  const end = start + image.length;
  const escapedQuote = image.length > 1 && image.endsWith('"');
  const closed = escapedQuote ? `${image.slice(0, -1)}\\"` : `${image}"`;
  const message = escapedQuote
    ? 'This string is never closed: `\\"` is an escaped quote; write `\\\\"` to end the string with a backslash'
    : 'This string is never closed; write a closing `"`';
  const repair = escapedQuote ? fix('Double the last backslash', insert(end - 2, '\\')) : fix('Close the string', insert(end, '"'));
  const quoted = makeToken(Quoted, image, start, tokenPieces(makeToken(Quoted, closed, start)));
  return { problem: problem('QRY001', span(start, end), message, repair), tokens: [...situation.tokens.slice(0, at), quoted, ...after] };
}

/** What may be wrong where an operand or a value was wanted, the more specific mistakes first. */
export const missingParts: readonly Mistake[] = [
  unterminatedString, colonBeforeRange, rangesInList, twoRangeOperators, bracketsInRange, notInRange, notAfterColon, doubleNot, noValue,
  noRangeValue, nothingAfterOperator, emptyBrackets, nothingInBrackets, rangeWithoutField, strayColon, braceWithoutPath,
]; // prettier-ignore

function endsOperand(situation: Situation): boolean {
  const token = situation.tokens[situation.at];
  return token === undefined || is(token, RParen, RBrace);
}
