/** Syntax of other languages that has become part of an unquoted value. */
import type { Fix, Problem } from '../../../base/problem.js';
import { span } from '../../../base/span.js';
import type { Literal, Match } from '../../../syntax/kql/ast.js';

interface ForeignSite {
  readonly value: Literal;
  readonly name: string;
  /** The condition, where this is its only value. */
  readonly whole: Match | undefined;
  readonly text: string;
}

/** Fields whose values are code, commands, addresses or prose, where any sign may be meant as it stands. */
const anySign =
  /(?:^|[._])(?:command_line|rule|args|script|script_block_text|message|query|body|content|title|subject|description|ur[il]|path|strings|expression|data|text|user_agent)(?:[._]|$)/i;

interface Habit {
  readonly pattern: RegExp;
  readonly message: (found: RegExpExecArray) => string;
  readonly fix?: (found: RegExpExecArray, site: ForeignSite) => Fix | undefined;
}

const habits: readonly Habit[] = [
  {
    pattern: /\s*(\|\||&&)\s*/,
    message: ([, sign = '']) => `\`${sign}\` is part of the value; KQL writes \`${sign === '||' ? 'or' : 'and'}\``,
    fix: (found, { value, whole }) => {
      const word = found[1] === '||' ? 'or' : 'and';
      const start = value.span.start + found.index;
      const edit = { span: span(start, start + found[0].length), newText: ` ${word} ` };
      if (whole === undefined) return { title: `Write \`${word}\``, edits: [edit] };
      const brackets = [value.span.start, value.span.end].map((at, index) => ({ span: span(at, at), newText: index === 0 ? '(' : ')' }));
      return word === 'or' ? { title: 'Write a list of values', edits: [edit, ...brackets] } : undefined;
    },
  },
  {
    pattern: /\s+(?:\/\/|#|\/\*)\s.*$/s,
    message: () => 'KQL has no comments: this one is part of the value; delete it',
    fix: (found, { value }) => ({
      title: 'Delete the comment',
      edits: [{ span: span(value.span.start + found.index, value.span.end), newText: '' }],
    }),
  },
  {
    pattern: /^\[\s*(\S+)\s+TO\s+(\S+)\s*\]$/,
    message: () => 'This is a range in Lucene syntax and here only text; KQL writes `field >= 1 and field <= 5`',
    fix: ([, from = '', to = ''], { whole, name }) => {
      const bounds = [from === '*' ? '' : `${name} >= ${from}`, to === '*' ? '' : `${name} <= ${to}`].filter((bound) => bound !== '');
      if (whole === undefined || bounds.length === 0) return undefined;
      return {
        title: `Write \`${bounds.join(' and ')}\``,
        edits: [{ span: whole.span, newText: bounds.length === 2 ? `(${bounds.join(' and ')})` : bounds.join('') }],
      };
    },
  },
  {
    pattern: /^\/[^/]*(?:[[\]+?|^$]|\.\*)[^/]*\/$/,
    message: () => 'KQL has no regular expressions: this is text; write a pattern with `*`, or use the language lucene',
  },
  {
    pattern: /^(?![A-Z0-9_-]{1,6}~\d$)[\w.-]+~[0-2]?$/i,
    message: () => '`~` is fuzzy search in Lucene and here part of the value; delete it',
  },
  { pattern: /^[\w.-]+\^\d+(?:\.\d+)?$/, message: () => '`^` raises the weight in Lucene and here is part of the value; delete it' },
  {
    pattern: /^([!+])[A-Za-z_]/,
    message: ([, sign = '']) =>
      `\`${sign}\` is part of the value; ${sign === '!' ? 'write `not` before the condition for the opposite' : 'delete it'}`,
  },
];

/** Longer texts are no slips of this sort, and take long to look at. */
export const longestWord = 1000;

/** What is written in each of the habits. */
const signs = /[|&#[/~^!+]/;

/** The first habit of another language that the value shows. */
export function foreignValue(site: ForeignSite): Problem | undefined {
  const { value, name, text } = site;
  const written = text.slice(value.span.start, value.span.end);
  if (value.quoted || !signs.test(written) || anySign.test(name) || written.length > longestWord) return undefined;
  for (const { pattern, message, fix } of habits) {
    const found = pattern.exec(written);
    if (found === null) continue;
    const repair = fix?.(found, site);
    return { code: 'KQL108', severity: 'warning', span: value.span, message: message(found), fixes: repair === undefined ? [] : [repair] };
  }
  return undefined;
}
