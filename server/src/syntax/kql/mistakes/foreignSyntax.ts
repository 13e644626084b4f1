/** What people bring along from EQL, Lucene, SQL and programming languages, and how KQL says it. */
import type { IToken } from 'chevrotain';
import type { TextEdit } from '../../../base/edit.js';
import type { Problem } from '../../../base/problem.js';
import { span, type Span } from '../../../base/span.js';
import { endWithoutSpace, isKqlSpace } from '../literals.js';
import { And, Colon, Literal, LParen, makeToken, Not, Or, Quoted, RangeOperator, RBrace, RParen, tokenEnd, tokenSpan, UnterminatedString } from '../tokens.js'; // prettier-ignore
import { foreignComparisons } from './foreignComparison.js';
import {
  absent, areAdjacent, closingIndex, enclosingList, fix, is, isValue, literalOf, problem, quote, replace,
  spliced, sureFix, wordOf, type Mistake, type Situation,
} from './situation.js'; // prettier-ignore

const otherLanguages = [
  {
    name: 'EQL',
    start: /^\s*(?:[\w.]+|"[^"\n]*")\s+where(?=\s)/i,
    advice: "set the rule's type and language to `eql`, name a bare query `.eql`, or write it in KQL",
  },
  {
    name: 'EQL',
    start: /^\s*(?:sequence|sample)(?=\s[^[]*\[)/i,
    advice: "set the rule's type and language to `eql`, or name a bare query `.eql`; KQL has no sequences",
  },
  { name: 'ES|QL', start: /^\s*from\s+[\w*,.:-]+(?=\s*\|)/i, advice: "set the rule's type and language to `esql`" },
] as const;

/** The one problem worth reporting when a query that Kibana rejects is written in another language altogether. */
export function otherLanguageProblem(text: string): Problem | undefined {
  for (const { name, start, advice } of otherLanguages) {
    const found = start.exec(text)?.[0];
    if (found !== undefined)
      return problem('KQL108', span(found.length - found.trimStart().length, found.length), `This is ${name}, not KQL; ${advice}`);
  }
  return undefined;
}

/** `a:("x","y")`, `a:"x", b:"y"` */
const comma: Mistake = (situation) => {
  const { tokens, at } = situation;
  const literal = tokens[at];
  if (!is(literal, Literal) || !literal.image.startsWith(',')) return undefined;
  const place = span(literal.startOffset, literal.startOffset + 1);
  const rest = wordOf(situation, literal).slice(1).trimStart();
  const end = tokenEnd(literal);
  if (rest === '' && (tokens[at + 1] === undefined || is(tokens[at + 1], RParen, RBrace, And, Or))) {
    return {
      problem: problem('QRY001', place, 'This comma separates nothing; delete it', sureFix('Delete the comma', replace(place, ''))),
      tokens: spliced(situation, at, at + 1),
    };
  }
  const inList = enclosingList(situation) !== undefined;
  const after = end - literal.image.slice(1).trimStart().length;
  const offered = (inList ? ['or'] : ['and', 'or']).map((word) => fix(`Replace by \`${word}\``, spaced(situation, place, word)));
  const all = inList ? commasFrom(situation) : [];
  const every =
    all.length < 2 ? [] : [fix('Replace every comma by `or`', ...all.map((offset) => spaced(situation, span(offset, offset + 1), 'or')))];
  return {
    problem: problem(
      'QRY001',
      place,
      `KQL does not separate ${inList ? 'values' : 'conditions'} by commas; write ${inList ? '`or`' : '`and` or `or`'}`,
      ...every,
      ...offered,
    ),
    tokens: spliced(
      situation,
      at,
      at + 1,
      makeToken(inList ? Or : And, '', literal.startOffset),
      ...(rest === '' ? [] : [literalOf(situation, after, end)]),
    ),
  };
};

/** Puts the keyword in the place of something else, with the white space it needs. */
function spaced(situation: Situation, place: Span, word: string): TextEdit {
  const [before, after] = [situation.text[place.start - 1], situation.text[place.end]].map((char) => (isKqlSpace(char) ? '' : ' '));
  return replace(place, `${before}${word}${after}`);
}

/** Where commas stand between the values from here to the end of the list. */
function commasFrom(situation: Situation): readonly number[] {
  const { tokens, at } = situation;
  const end = tokens.findIndex((token, index) => index > at && !is(token, Literal, Quoted));
  const values = tokens.slice(at, end < 0 ? tokens.length : end).filter((token) => is(token, Literal));
  return values.flatMap((token) => [...token.image.matchAll(/,/g)].map((found) => token.startOffset + found.index));
}

/** `"x"~2`, `"x"^3` */
const luceneSuffix: Mistake = (situation) => {
  const { tokens, at } = situation;
  const suffix = tokens[at];
  if (!is(suffix, Literal) || !areAdjacent(tokens[at - 1], suffix) || !/^[~^][\d.]*\s*$/.test(suffix.image)) return undefined;
  const place = tokenSpan(suffix);
  const what = suffix.image.startsWith('~') ? 'no proximity or fuzzy search' : 'no boosting';
  return {
    problem: problem(
      'KQL108',
      place,
      `${quote(wordOf(situation, suffix))} is Lucene syntax; KQL has ${what}`,
      fix(`Delete ${quote(wordOf(situation, suffix))}`, replace(place, '')),
    ),
    tokens: spliced(situation, at, at + 1),
  };
};

/** `-"x"`, `+(a:b)`, `!(a:b)` */
const lucenePrefix: Mistake = (situation) => {
  const { tokens, at } = situation;
  const prefix = tokens[at - 1];
  const sign = wordOf(situation, prefix);
  if (
    !is(prefix, Literal) ||
    !['-', '+', '!'].includes(sign) ||
    isValue(situation, at - 1) ||
    !is(tokens[at], Quoted, LParen, UnterminatedString)
  )
    return undefined;
  const place = span(prefix.startOffset, tokenEnd(prefix));
  if (sign === '+') {
    const deletion = fix('Delete `+`', replace(place, ''));
    return {
      problem: problem('KQL108', tokenSpan(prefix), '`+` is Lucene syntax; in KQL, `and` makes a condition required', deletion),
      tokens: spliced(situation, at - 1, at),
    };
  }
  const double = is(tokens[at - 2], Not);
  return {
    problem: problem(
      'KQL108',
      tokenSpan(prefix),
      `${quote(sign)} does not negate in KQL; write \`not\``,
      fix('Write `not`', replace(place, 'not ')),
    ),
    tokens: spliced(situation, at - 1, at, ...(double ? [] : [makeToken(Not, sign, prefix.startOffset)])),
  };
};

const andSigns: Readonly<Record<string, 'and' | 'or'>> = { '&&': 'and', '||': 'or' };

/** `a:b && c:d`, `"x" || "y"`, `a:b && (c:d)` */
const programmersAnd: Mistake = (situation) => {
  const { tokens, at, text } = situation;
  const [previous, next] = [tokens[at - 1], tokens[at]];
  const inNext = is(next, Literal) && /^(?:&&|\|\|)/.test(next.image) ? next : undefined;
  const inPrevious = is(previous, Literal) && is(next, Colon, RangeOperator, Quoted, LParen, UnterminatedString) ? previous : undefined;
  const literal = inNext ?? inPrevious;
  if (literal === undefined) return undefined;
  const offset = inNext === undefined ? Math.max(literal.image.lastIndexOf('&&'), literal.image.lastIndexOf('||')) : 0;
  const sign = literal.image.slice(offset, offset + 2);
  const word = andSigns[sign];
  if (offset < 0 || word === undefined) return undefined;
  const start = literal.startOffset + offset;
  const left = endWithoutSpace(text, literal.startOffset, start);
  const right = tokenEnd(literal) - literal.image.slice(offset + 2).trimStart().length;
  const index = inNext === undefined ? at - 1 : at;
  return {
    problem: problem(
      'KQL108',
      span(start, start + 2),
      `KQL writes ${quote(sign)} as \`${word}\``,
      sureFix(`Write \`${word}\``, spaced(situation, span(start, start + 2), word)),
    ),
    tokens: spliced(
      situation,
      index,
      index + 1,
      ...piece(situation, literal.startOffset, left),
      makeToken(word === 'and' ? And : Or, sign, start),
      ...piece(situation, right, tokenEnd(literal)),
    ),
  };
};

function piece(situation: Situation, start: number, end: number): readonly IToken[] {
  return start < end ? [literalOf(situation, start, end)] : [];
}

const ignorable = [
  { start: '//', end: /[\r\n]/g, message: 'KQL has no comments; delete it', title: 'Delete the comment' },
  { start: '/*', end: /\*\//g, message: 'KQL has no comments; delete it', title: 'Delete the comment' },
  { start: '#', end: /[\r\n]/g, message: 'KQL has no comments; delete it', title: 'Delete the comment' },
  { start: '|', end: /[\r\n]/g, message: 'KQL has no pipes; delete this part', title: 'Delete the pipe' },
] as const;

/** `a:"x" // note`, `a:"x" | head 5` */
const commentOrPipe: Mistake = (situation) => {
  const { tokens, at, text } = situation;
  const literal = tokens[at];
  const found = is(literal, Literal) ? ignorable.find(({ start }) => literal.image.startsWith(start)) : undefined;
  if (literal === undefined || found === undefined) return undefined;
  found.end.lastIndex = literal.startOffset;
  const ending = found.end.exec(text);
  const end = ending === null ? text.length : found.start === '/*' ? found.end.lastIndex : ending.index;
  const after = tokens.findIndex((token, index) => index >= at && tokenEnd(token) > end);
  const straddling = after < 0 ? undefined : tokens[after];
  const rest = straddling === undefined ? [] : tokens.slice(after);
  const cut = straddling !== undefined && straddling.startOffset < end ? cutToken(situation, straddling, end) : rest.slice(0, 1);
  const place = span(literal.startOffset, endWithoutSpace(text, literal.startOffset, end));
  return {
    problem: problem('KQL108', place, found.message, fix(found.title, replace(place, ''))),
    tokens: [...tokens.slice(0, at), ...cut, ...rest.slice(1)],
  };
};

/** What is left of a token that reaches over the end of a comment. */
function cutToken(situation: Situation, token: IToken, end: number): readonly IToken[] {
  if (!is(token, Literal)) return is(token, And, Or) ? [token] : [];
  const text = situation.text.slice(end, tokenEnd(token));
  return piece(situation, tokenEnd(token) - text.trimStart().length, tokenEnd(token));
}

/** `cidrmatch(source.ip, "10.0.0.0/8")` */
const functionCall: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [name, opening] = [tokens[at - 1], tokens[at]];
  if (
    !is(name, Literal) ||
    !is(opening, LParen) ||
    !areAdjacent(name, opening) ||
    isValue(situation, at - 1) ||
    !/^(?!(?:and|or|not)$)[a-z]\w*~?$/i.test(name.image)
  )
    return undefined;
  const close = closingIndex(situation, at);
  if (close === undefined) return undefined;
  const remedy = /^cidrmatch/i.test(name.image)
    ? 'write the network as the value of the field, such as `source.ip:"10.0.0.0/8"`'
    : 'write a condition such as `field:value`';
  const message = `KQL has no functions; ${remedy} instead of ${quote(`${name.image}(…)`)}`;
  return { problem: problem('KQL108', tokenSpan(name), message), tokens: spliced(situation, at - 1, close + 1, absent(name.startOffset)) };
};

/** `a:"x" with maxspan=5m` */
const eqlWord: Mistake = (situation) => {
  const { tokens, at } = situation;
  const literal = tokens[at];
  const word = is(literal, Literal) ? /^(?:with|by|where|until)(?=[ \t\r\n\u00a0])/i.exec(literal.image)?.[0] : undefined;
  if (literal === undefined || word === undefined || is(tokens[at + 1], Colon, RangeOperator)) return undefined;
  return {
    problem: problem('KQL108', tokenSpan(literal), `KQL has no ${quote(word)}; this is EQL`),
    tokens: spliced(situation, at, at + 1),
  };
};

/** Syntax of other languages. */
export const foreignSyntax: readonly Mistake[] = [
  ...foreignComparisons, comma, luceneSuffix, lucenePrefix, programmersAnd, commentOrPipe, functionCall, eqlWord,
]; // prettier-ignore
