/** KQL108 where Kibana accepts the query: syntax of other languages that KQL reads as words. */
import type { Fix, Problem } from '../../../base/problem.js';
import { span, type Span } from '../../../base/span.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { literalText, type KqlNode, type Literal, type Match } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { kqlNodes } from '../../kql/nodes.js';
import { literalsIn } from '../../kql/values.js';
import { foreignValue, longestWord } from './foreignValue.js';

export function foreignText({ tree, text }: ParsedKql, catalog: FieldCatalog): readonly Problem[] {
  const nodes = kqlNodes(tree);
  const negated = new Set<KqlNode>(nodes('not').map(({ operand }) => operand));
  return nodes('match').flatMap((node) => inMatch(node, { text, catalog, isNegated: negated.has(node) }));
}

interface Around {
  readonly text: string;
  readonly catalog: FieldCatalog;
  /** A `not` stands before it already. */
  readonly isNegated: boolean;
}

function inMatch(node: Match, around: Around): readonly Problem[] {
  if (node.field === undefined) {
    const found = foreignIn(node, around.text, around.catalog, around.isNegated);
    return found === undefined ? [] : [found];
  }
  const name = literalText(node.field);
  const inName = foreignName(node, node.field, around);
  const whole = node.value.kind === 'literal' ? node : undefined;
  const inValues = literalsIn(node.value).flatMap((value) => foreignValue({ value, name, whole, text: around.text }) ?? []);
  return [...(inName === undefined ? [] : [inName]), ...inValues];
}

const comparison = /^([\w.@-]+)\s*(===?|!==?|=~?|!~|:=)\s*(\S.*)$/s;
const wordOperator = /^([\w.@-]+)\s+(like~?|in~?|is|contains|matches|equals|regex~?|startswith|endswith)\s+(\S.*)$/is;

/** What of another language free text is; undefined where it is just text. */
export function foreignIn({ value, span: place }: Match, text: string, catalog: FieldCatalog, isNegated = false): Problem | undefined {
  if (value.kind !== 'literal' || value.quoted) return undefined;
  const written = text.slice(value.span.start, value.span.end);
  if (written.length > longestWord) return undefined;
  if (/^(?:#|\/\/|\/\*)/.test(written))
    return { code: 'KQL108', severity: 'warning', span: place, message: 'KQL has no comments: these words are searched for; delete them' };
  // `a: { 1 TO 5 }`
  if (/^\S+\s+TO\s+\S+$/.test(written)) return luceneRange(place);
  const compared = comparison.exec(written);
  const worded = wordOperator.exec(written);
  const [, field = '', operator = '', right = ''] = compared ?? worded ?? [];
  if (field === '' || (compared === null && !field.includes('.') && catalog.field(field) === undefined)) return undefined;
  const message = `KQL has no \`${operator}\`: \`${field} ${operator} …\` is text that is searched for; write \`${field}: value\``;
  const not = operator.startsWith('!');
  const newText = `${not ? 'not ' : ''}${field}: ${right}`;
  const fixes: readonly Fix[] =
    (not && isNegated) || worded !== null
      ? []
      : [{ title: `Write \`${not ? 'not ' : ''}${field}: …\``, edits: [{ span: place, newText }] }];
  return { code: 'KQL108', severity: 'warning', span: place, message, fixes };
}

/** `!a: b`, `-a: b`, `_exists_: a`, and a comment before the name. */
function foreignName(node: Match, field: Literal, { text, isNegated }: Around): Problem | undefined {
  const written = text.slice(field.span.start, field.span.end);
  const common = { code: 'KQL108', severity: 'warning', span: field.span } as const;
  if (field.quoted) return undefined;
  if (/^(?:#|\/\/|\/\*)/.test(written)) {
    const end = /^\/\*[^]*?\*\/\s*/.exec(written)?.[0].length;
    const message = 'KQL has no comments: this one is part of the field name; delete it';
    return {
      ...common,
      message,
      fixes: end === undefined ? [] : [deletion('Delete the comment', span(field.span.start, field.span.start + end))],
    };
  }
  if (written === '_exists_' || written === '_missing_') return existence(node, written, text);
  const sign = /^([!+-])[\w.@]+$/.exec(written)?.[1];
  if (sign === undefined) return undefined;
  const place = span(field.span.start, field.span.start + 1);
  const message = `\`${sign}\` is part of the field name; ${sign === '+' ? '`and` makes a condition required' : 'write `not` for the opposite'}`;
  if (sign === '+') return { ...common, message, fixes: [deletion('Delete `+`', place)] };
  return { ...common, message, fixes: isNegated ? [] : [{ title: 'Write `not`', edits: [{ span: place, newText: 'not ' }] }] };
}

function existence(node: Match, written: string, text: string): Problem {
  const not = written === '_missing_' ? 'not ' : '';
  const value = text.slice(node.value.span.start, node.value.span.end);
  const message = `\`${written}\` is Lucene syntax; KQL writes \`${not}field: *\``;
  const fix = { title: `Write \`${not}${value}: *\``, edits: [{ span: node.span, newText: `${not}${value}: *` }] };
  return { code: 'KQL108', severity: 'warning', span: node.span, message, fixes: node.value.kind === 'literal' && not === '' ? [fix] : [] };
}

function luceneRange(place: Span): Problem {
  return {
    code: 'KQL108',
    severity: 'warning',
    span: place,
    message: 'This is a range in Lucene syntax; KQL writes `field >= 1 and field <= 5`',
  };
}

function deletion(title: string, place: Span): Fix {
  return { title, edits: [{ span: place, newText: '' }] };
}
