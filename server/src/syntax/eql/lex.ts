/** EQL text to tokens, with the problems that can be seen without a grammar: characters that mean nothing, and what is not closed. */
import { Lexer, type IToken } from 'chevrotain';
import { once } from '../../base/once.js';
import type { Fix, Problem } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import { commentGroup, eqlTokens, isClosedComment, UnclosedName, UnclosedString } from './tokens.js';

export interface LexedEql {
  /** A list of plain texts behind its operator is one `ParenGroup`. */
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
  /** Characters that start no token. */
  readonly unknown: readonly Span[];
  readonly problems: readonly Problem[];
}

/** With the tokens that no text matches: it makes all of them known to each other, for the grammar. */
const lexer = once(() => new Lexer([...eqlTokens], { positionTracking: 'onlyOffset', skipValidations: true }));

export function lexEql(text: string): LexedEql {
  const { tokens, groups, errors } = lexer().tokenize(text);
  const comments = groups[commentGroup] ?? [];
  const unknown = errors.map(({ offset, length }) => span(offset, offset + length));
  const problems = [
    ...unknown.map((place) => unknownProblem(text, place)),
    ...tokens.filter(isUnclosed).map(unclosedProblem),
    ...comments.filter(({ image }) => !isClosedComment(image)).map(unclosedComment),
  ];
  return { tokens, comments, unknown, problems };
}

export function isUnclosed({ tokenType }: IToken): boolean {
  return tokenType === UnclosedString || tokenType === UnclosedName;
}

function unclosedProblem(token: IToken): Problem {
  if (token.tokenType === UnclosedName) {
    return { code: 'QRY001', span: tokenSpan(token), message: 'The quoted name is not closed; end it with a back quote' };
  }
  const quotes = token.image.startsWith('"""') ? '"""' : '"';
  const kind = quotes === '"' ? 'string' : 'raw string';
  return { code: 'EQL113', span: tokenSpan(token), message: `The ${kind} is not closed; end it with \`${quotes}\` on the same line` };
}

function unclosedComment(token: IToken): Problem {
  const end = tokenEnd(token);
  return {
    code: 'QRY001',
    span: span(token.startOffset, token.startOffset + 2),
    message: 'The comment is not closed; end it with `*/`',
    fixes: [{ title: 'Close the comment at the end of the text', edits: [{ span: span(end, end), newText: ' */' }] }],
  };
}

/** What people type or paste that only looks like EQL, and what they mean. */
const lookAlikes: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['&', 'and'],
  ['“', '"'],
  ['”', '"'],
  ['„', '"'],
  ['‘', '"'],
  ['’', '"'],
  ['\u00a0', ' '],
  ['\u200b', ''],
  ['\ufeff', ''],
  ['–', '-'],
  ['−', '-'],
  ['，', ','],
  ['（', '('],
  ['）', ')'],
]);

function unknownProblem(text: string, place: Span): Problem {
  const found = text.slice(place.start, place.end);
  const meant = lookAlikes.get(found);
  if (meant !== undefined) return lookAlikeProblem(found, place, meant);
  if (found === '!') return exclamationProblem(text, place);
  if (found === '~') return tildeProblem(text, place);
  if (/^[\p{L}\p{N}\p{M}]/u.test(found)) {
    return { code: 'QRY001', span: place, message: `\`${found.slice(0, 20)}\` can't be part of a name; put the name in back quotes` };
  }
  return { code: 'QRY001', span: place, message: `${named(found)} has no meaning in EQL`, fixes: [replacement('Remove it', place, '')] };
}

function lookAlikeProblem(found: string, place: Span, meant: string): Problem {
  const instead = meant.trim() === '' ? 'a plain space' : `\`${meant}\``;
  const advice = meant === '' ? 'remove it' : `write ${instead}`;
  const title = meant === '' ? 'Remove it' : `Replace with ${instead}`;
  return {
    code: 'QRY001',
    span: place,
    message: `${named(found)} has no meaning in EQL; ${advice}`,
    fixes: [replacement(title, place, meant)],
  };
}

function exclamationProblem(text: string, place: Span): Problem {
  if (text.startsWith(':', place.end)) {
    const both = span(place.start, place.end + 1);
    return { code: 'QRY001', span: both, message: '`!:` is not an operator of EQL; write `not field : "value"`' };
  }
  return {
    code: 'QRY001',
    span: place,
    message: '`!` is not an operator of EQL; write `not`',
    fixes: [replacement('Replace with `not`', place, 'not ')],
  };
}

function tildeProblem(text: string, place: Span): Problem {
  const word = /[A-Za-z_]\w*(\s+)$/.exec(text.slice(Math.max(0, place.start - 60), place.start));
  if (word === null)
    return { code: 'QRY001', span: place, message: '`~` stands only directly after a function name, `in`, `like` or `regex`' };
  const blank = span(place.start - (word[1] ?? '').length, place.start);
  return { code: 'QRY001', span: place, message: 'No space can stand before `~`', fixes: [replacement('Remove the space', blank, '')] };
}

function named(found: string): string {
  if (found === '\u00a0') return 'A no-break space';
  if (found === '\u200b' || found === '\ufeff') return 'An invisible character';
  if (/^[\p{C}\p{Z}]/u.test(found)) return `The character U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return `\`${found.slice(0, 20)}\``;
}

function replacement(title: string, place: Span, newText: string): Fix {
  return { title, edits: [{ span: place, newText }] };
}
