/** Mistakes after an operand: brackets without a partner, a missing operator, a keyword without the white space it needs. */
import type { IToken } from 'chevrotain';
import { span } from '../../../base/span.js';
import { isKqlSpace } from '../literals.js';
import { And, Colon, LBrace, LParen, makeToken, Not, Or, Quoted, RBrace, RParen, RangeOperator, tokenEnd, tokenSpan, UnterminatedString, BadEscape, Literal } from '../tokens.js'; // prettier-ignore
import {
  absent, closingIndex, enclosingList, fix, hasUnclosedBracket, insert, is, isLiteral, isValue, literalOf, looksLikeField, noValueProblem, openBrackets, problem,
  quote, replace, spliced, splitAtLastSpace, sureFix, wantsOperand, wordOf, type Mistake, type Situation,
} from './situation.js'; // prettier-ignore

/** `a:b)`, `a:{b:c}}`, `(a:b}` */
const strayClosing: Mistake = (situation) => {
  const { tokens, at } = situation;
  const closing = tokens[at];
  if (!is(closing, RParen, RBrace)) return undefined;
  const open = openBrackets(situation, at).at(-1);
  const opening = open === undefined ? undefined : tokens[open.index];
  const deletion = fix(`Delete ${quote(closing.image)}`, replace(tokenSpan(closing), ''));
  if (opening === undefined || wantsOperand(tokens[at - 1])) {
    return {
      problem: problem('QRY001', tokenSpan(closing), `This ${quote(closing.image)} closes nothing; delete it`, deletion),
      tokens: spliced(situation, at, at + 1),
    };
  }
  const right = is(opening, LParen) ? RParen : RBrace;
  const outer = openBrackets(situation, at).at(-2);
  if (open !== undefined && outer !== undefined && is(tokens[outer.index], right === RParen ? LBrace : LParen)) {
    const end = tokenSpan(tokens[at - 1] ?? closing).end;
    return closedAt(situation, open.index, end, (inserted) => spliced(situation, at, at, inserted));
  }
  const sign = right === RParen ? ')' : '}';
  const message = `${quote(opening.image)} is closed by ${quote(closing.image)}; write ${quote(sign)}`;
  return {
    problem: problem('QRY001', tokenSpan(closing), message, fix(`Replace by ${quote(sign)}`, replace(tokenSpan(closing), sign))),
    tokens: spliced(situation, at, at + 1, makeToken(right, closing.image, closing.startOffset)),
  };
};

/** `a:(b`, `(a:b`, `a:{b:c` */
const unclosedBracket: Mistake = (situation) => {
  const { tokens, at } = situation;
  if (tokens[at] !== undefined) return undefined;
  const open = openBrackets(situation, at).at(-1);
  const last = tokens[at - 1];
  if (open === undefined || last === undefined) return undefined;
  return closedAt(situation, open.index, tokenSpan(last).end, (closing) => [...tokens, closing]);
};

/** `a:(b or c and d:e`: the list has to end before the next field. */
const unclosedList: Mistake = (situation) => {
  const { tokens, at } = situation;
  const list = enclosingList(situation);
  const field = tokens[at - 1];
  if (!is(tokens[at], Colon, RangeOperator) || list === undefined || !is(field, Literal, Quoted) || !hasUnclosedBracket(situation))
    return undefined;
  const outermost = openBrackets(situation, at).find((bracket) => bracket.kind === 'list') ?? list;
  const first = is(tokens[at - 2], Not) ? at - 2 : at - 1;
  const operator = tokens[first - 1];
  if (is(operator, And, Or) && first - 2 > outermost.index) {
    const end = tokenSpan(tokens[first - 2] ?? operator).end;
    return closedAt(situation, outermost.index, end, (closing) => spliced(situation, first - 1, first - 1, closing));
  }
  const split = is(field, Literal) ? splitAtLastSpace(situation, field) : undefined;
  if (split === undefined) return undefined;
  const [left, right] = [literalOf(situation, split.left.start, split.left.end), literalOf(situation, split.right.start, tokenEnd(field))];
  return closedAt(situation, outermost.index, split.left.end, (closing) => spliced(situation, at - 1, at, left, closing, right));
};

function closedAt(situation: Situation, opening: number, offset: number, close: (closing: IToken) => readonly IToken[]) {
  const bracket = situation.tokens[opening];
  const parenthesis = is(bracket, LParen);
  const sign = parenthesis ? ')' : '}';
  const place = bracket === undefined ? span(offset, offset) : tokenSpan(bracket);
  return {
    problem: problem(
      'QRY001',
      place,
      `This ${quote(bracket?.image ?? sign)} is never closed; write a closing ${quote(sign)}`,
      fix(`Insert ${quote(sign)}`, insert(offset, sign)),
    ),
    tokens: close(makeToken(parenthesis ? RParen : RBrace, '', offset)),
  };
}

/** `(a:b)and (c:d)`, `"x"or"y"` */
const keywordAfterClosing: Mistake = (situation) => {
  const { tokens, at } = situation;
  const literal = tokens[at];
  const word = /^(?:and|or)(?![^ \t\r\n\u00a0])/i.exec(literal?.image ?? '')?.[0];
  if (!is(literal, Literal) || word === undefined) return undefined;
  const { startOffset } = literal;
  const end = startOffset + word.length;
  const rest =
    wordOf(situation, literal).length > word.length
      ? [literalOf(situation, end + leadingSpace(situation.text, end), tokenEnd(literal))]
      : [];
  const operator = makeToken(word.toLowerCase() === 'and' ? And : Or, word, startOffset);
  const spaces = [
    ...(isKqlSpace(situation.text[startOffset - 1]) ? [] : [insert(startOffset, ' ')]),
    ...(isKqlSpace(situation.text[end]) ? [] : [insert(end, ' ')]),
  ];
  return {
    problem: problem(
      'QRY001',
      span(startOffset, end),
      `${quote(word)} needs white space on both sides`,
      sureFix('Insert white space', ...spaces),
    ),
    tokens: spliced(situation, at, at + 1, operator, ...rest),
  };
};

function leadingSpace(text: string, offset: number): number {
  let length = 0;
  while (isKqlSpace(text[offset + length])) length++;
  return length;
}

/** `a:b and(c:d)`, `not(foo)`, `a:b not(c)`: the keyword is the end of the literal before the bracket or string. */
const keywordBeforeOpening: Mistake = (situation) => {
  const { tokens, at } = situation;
  const literal = tokens[at - 1];
  const opening = tokens[at];
  if (!is(literal, Literal) || !is(opening, LParen, Quoted, UnterminatedString)) return undefined;
  const place = tokenSpan(literal);
  const split = splitAtLastSpace(situation, literal);
  const word = situation.text.slice(split?.right.start ?? place.start, place.end);
  const keyword = word.toLowerCase();
  if (keyword !== 'not' && (split === undefined || (keyword !== 'and' && keyword !== 'or'))) return undefined;
  const start = place.end - word.length;
  const missingAnd = keyword === 'not' && split !== undefined;
  const before = split === undefined ? [] : [literalOf(situation, split.left.start, split.left.end)];
  const operator = makeToken(keyword === 'not' ? Not : keyword === 'and' ? And : Or, word, start);
  const space = insert(place.end, ' ');
  const problemHere = missingAnd
    ? problem(
        'QRY001',
        span(start, place.end),
        `An operator is missing before ${quote(word)}, which also needs white space after it`,
        fix('Insert `and`', insert(start, 'and '), space),
      )
    : problem(
        'QRY001',
        span(start, place.end),
        `${quote(word)} needs white space ${keyword === 'not' ? 'after it' : 'on both sides'}`,
        sureFix('Insert white space', space),
      );
  return {
    problem: problemHere,
    tokens: spliced(situation, at - 1, at, ...before, ...(missingAnd ? [makeToken(And, '', start)] : []), operator),
  };
};

/** `a:b not c:d` */
const notAfterOperand: Mistake = (situation) => {
  const { tokens, at } = situation;
  const not = tokens[at];
  const previous = tokens[at - 1];
  if (!is(not, Not)) return undefined;
  const value = is(previous, Literal) && isLiteral(tokens[at + 1]) ? quotedPhrase(situation) : undefined;
  return {
    problem: problem(
      'QRY001',
      tokenSpan(not),
      `An operator is missing before ${quote(wordOf(situation, not))}; write ${quote(`and ${wordOf(situation, not)}`)}`,
      fix('Insert `and`', insert(not.startOffset, 'and ')),
      value,
    ),
    tokens: spliced(situation, at, at, makeToken(And, '', not.startOffset)),
  };
};

/** `message:is not found`: it may be one value of several words. */
function quotedPhrase(situation: Situation) {
  const { tokens, at } = situation;
  const [first, last] = [tokens[at - 1], tokens[at + 1]];
  if (!is(first, Literal) || !is(last, Literal) || !isValue(situation, at - 1) || is(tokens[at + 2], Colon, RangeOperator))
    return undefined;
  const end = tokenSpan(last).end;
  return fix('Quote the value', insert(first.startOffset, '"'), insert(end, '"'));
}

/** `a:"x" "y"`, `a:("x" "y")`, `(a:b) (c:d)`, `a:b (c:d)` */
const missingOperator: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [previous, next] = [tokens[at - 1], tokens[at]];
  if (previous === undefined || !is(next, Literal, Quoted, UnterminatedString, LParen, LBrace, BadEscape)) return undefined;
  const gap = span(tokenSpan(previous).end, next.startOffset);
  const place = gap.start === gap.end ? tokenSpan(next) : gap;
  const inList = enclosingList(situation) !== undefined;
  const values = inList ? undefined : valuesInRow(situation);
  if (values !== undefined)
    return {
      ...values,
      problem: problem('QRY001', place, `Two values stand in a row; write ${quote('(… or …)')} around them`, values.fix),
    };
  const message = inList
    ? 'An operator is missing between these two values; write `or`'
    : 'An operator is missing between these two conditions; write `and` or `or`';
  const offered = (inList ? ['or', 'and'] : ['and', 'or']).map((word) =>
    fix(`Insert \`${word}\``, insert(next.startOffset, gap.start === gap.end ? ` ${word} ` : `${word} `)),
  );
  return {
    problem: problem('QRY001', place, message, ...offered),
    tokens: spliced(situation, at, at, makeToken(inList ? Or : And, '', next.startOffset)),
  };
};

/** `a:"x" "y"`: both are values of the field. */
function valuesInRow(situation: Situation) {
  const { tokens, at } = situation;
  const [first, second] = [tokens[at - 1], tokens[at]];
  if (!is(first, Quoted) || !is(tokens[at - 2], Colon) || !is(second, Quoted) || is(tokens[at + 1], Colon, RangeOperator)) return undefined;
  const end = tokenEnd(second);
  return {
    fix: fix('Make it a list with `or`', insert(first.startOffset, '('), insert(second.startOffset, 'or '), insert(end, ')')),
    tokens: [
      ...tokens.slice(0, at - 1), makeToken(LParen, '', first.startOffset), first, makeToken(Or, '', second.startOffset), second,
      makeToken(RParen, '', end), ...tokens.slice(at + 1),
    ], // prettier-ignore
  };
}

/** `process.name "x"`, `process.name ("x" or "y")` */
const missingColon: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [field, next] = [tokens[at - 1], tokens[at]];
  if (!is(field, Literal) || !is(next, Quoted, LParen, LBrace) || isValue(situation, at - 1)) return undefined;
  const name = wordOf(situation, field);
  if (!looksLikeField(name) || enclosingList(situation) !== undefined || holdsFields(situation)) return undefined;
  const end = tokenSpan(field).end;
  const message = `A colon is missing between ${quote(name)} and its value`;
  return {
    problem: problem('QRY001', span(end, Math.max(end, next.startOffset)), message, fix('Insert a colon', insert(end, ':'))),
    tokens: spliced(situation, at, at, makeToken(Colon, '', end)),
  };
};

/** Whether the bracket at the unexpected token holds conditions, not values. */
function holdsFields(situation: Situation): boolean {
  const { tokens, at } = situation;
  const close = is(tokens[at], LParen) ? closingIndex(situation, at) : undefined;
  return close !== undefined && tokens.slice(at, close).some((token) => is(token, Colon, RangeOperator));
}

/** `a:b c:d`, and over a line break: the value holds the next field's name. */
const missingOperatorInLiteral: Mistake = (situation) => {
  const { tokens, at } = situation;
  const literal = tokens[at - 1];
  if (!is(literal, Literal) || !is(tokens[at], Colon, RangeOperator) || enclosingList(situation) !== undefined) return undefined;
  const keyword = /^(?:and|or)(?=[ \t\r\n\u00a0])/i.exec(literal.image)?.[0];
  if (keyword !== undefined && is(tokens[at - 2], Colon)) return keywordAsValue(situation, literal, keyword);
  const split = splitAtLastSpace(situation, literal);
  if (split === undefined) return undefined;
  const left = literalOf(situation, split.left.start, split.left.end);
  const right = literalOf(situation, split.right.start, tokenEnd(literal));
  const name = quote(situation.text.slice(split.right.start, split.right.end));
  const offered = ['and', 'or'].map((word) => fix(`Insert \`${word}\``, insert(split.right.start, `${word} `)));
  return {
    problem: problem(
      'QRY001',
      span(split.left.end, split.right.start),
      `An operator is missing before ${name}; write \`and\` or \`or\``,
      ...offered,
    ),
    tokens: spliced(situation, at - 1, at, left, makeToken(And, '', split.right.start), right),
  };
};

/** `a: and b:c`: without a value the keyword was read as one. */
function keywordAsValue(situation: Situation, literal: IToken, keyword: string) {
  const { tokens, at } = situation;
  const colon = tokens[at - 2];
  if (colon === undefined) return undefined;
  const after = literal.startOffset + keyword.length;
  const operator = makeToken(keyword.toLowerCase() === 'and' ? And : Or, keyword, literal.startOffset);
  const rest = literalOf(situation, after + leadingSpace(situation.text, after), tokenEnd(literal));
  return { problem: noValueProblem(situation, at - 2), tokens: spliced(situation, at - 1, at, absent(tokenEnd(colon)), operator, rest) };
}

/** `a:"b":c`, `(a):b` */
const colonAfterValue: Mistake = (situation) => {
  const { tokens, at } = situation;
  const colon = tokens[at];
  if (!is(colon, Colon, RangeOperator)) return undefined;
  const to = isLiteral(tokens[at + 1]) ? at + 2 : at + 1;
  const place = span(colon.startOffset, tokenSpan(tokens[to - 1] ?? colon).end);
  const message = `${quote(colon.image)} needs a field on its left, not ${is(tokens[at - 1], RParen, RBrace) ? 'a bracket' : 'a value'}`;
  return {
    problem: problem('QRY001', place, message, fix(`Delete ${quote(situation.text.slice(place.start, place.end))}`, replace(place, ''))),
    tokens: spliced(situation, at, to),
  };
};

/** Brackets that do not pair up. */
export const brackets: readonly Mistake[] = [unclosedBracket, unclosedList, strayClosing];

/** Operators that are there, but not written as Kibana wants them. */
export const keywords: readonly Mistake[] = [keywordAfterClosing, keywordBeforeOpening];

/** Operators that are not there. */
export const missingOperators: readonly Mistake[] = [
  missingOperatorInLiteral,
  missingColon,
  notAfterOperand,
  colonAfterValue,
  missingOperator,
];
