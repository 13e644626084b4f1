/** FMT001 and FMT002: how the queries of a rule are laid out, and white space at the ends of lines. */
import type { Problem } from '../../base/problem.js';
import { containsSpan, cover, sliceSpan, type Span } from '../../base/span.js';
import { layoutEdits } from '../../rule/queryLayout.js';
import type { QueryRegion, RuleDocument } from '../../rule/ruleDocument.js';
import type { RuleValue } from '../../rule/value.js';
import { kqlChildren } from '../../syntax/kql/ast.js';
import { walk } from '../../syntax/tree.js';
import type { DocumentCheck } from './check.js';
import { fixOf, safely } from './repairs.js';

export const checkLayout: DocumentCheck = (document, { isShown }) => [
  ...(isShown('FMT001') ? document.queries.flatMap(notFormatted) : []),
  ...trailingSpace(document),
];

function notFormatted(region: QueryRegion): readonly Problem[] {
  const { map } = region;
  const edits = layoutEdits(region).flatMap(({ span, newText }) => {
    const written = map.encode(newText, span);
    return written === undefined ? [] : [{ span: map.spanToFile(span), newText: written }];
  });
  const [first] = edits;
  if (first === undefined) return [];
  const last = edits.at(-1) ?? first;
  const message = 'The query is not laid out as the formatter does it';
  return [{ code: 'FMT001', span: cover(first.span, last.span), message, fixes: safely(fixOf('Format the query', edits)) }];
}

/**
 * Also in queries, but not in other texts of several lines: in Markdown two spaces at the end of a line mean something. The last line may be
 * one that is being typed.
 */
function trailingSpace({ format, text, tree, queries }: RuleDocument): readonly Problem[] {
  // JSON is mostly written by programs, and an export is too long to be searched for each of its rules.
  if (format === 'json') return [];
  const found = spacesBeforeBreaks(text);
  if (found.length === 0) return [];
  const own = queries.map(({ map }) => map.contentSpan);
  const prose = tree === undefined ? [] : textsOverLines(tree.root, []).filter((each) => !own.some((query) => containsSpan(each, query)));
  const apart = [...prose, ...queries.flatMap(valuesOverLines)];
  const unread = queries.filter(({ parsed }) => parsed === undefined).map(({ map }) => map.contentSpan);
  return found
    .filter((space) => !apart.some((each) => containsSpan(each, space)))
    .map((span) => {
      const fixes = fixOf('Remove it', [{ span, newText: '' }]);
      const isSafe = !unread.some((query) => containsSpan(query, span));
      return { code: 'FMT002', span, message: 'White space at the end of a line', fixes: isSafe ? safely(fixes) : fixes };
    });
}

function spacesBeforeBreaks(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    const end = text[at - 1] === '\r' ? at - 1 : at;
    let start = end;
    while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
    if (start < end) found.push({ start, end });
  }
  return found;
}

/** Values of a KQL query that have a line break in them, and so the white space before it. */
function valuesOverLines({ parsed, map }: QueryRegion): readonly Span[] {
  if (parsed?.language !== 'kuery') return [];
  const values: Span[] = [];
  walk(parsed.tree, kqlChildren, ({ kind, span }) => {
    if (kind === 'literal' && sliceSpan(parsed.text, span).includes('\n')) values.push(map.spanToFile(span));
  });
  return values;
}

/** Texts that may have a line break in them. */
function textsOverLines(value: RuleValue, found: Span[]): readonly Span[] {
  if (value.kind === 'table') for (const entry of value.entries) textsOverLines(entry.value, found);
  else if (value.kind === 'array') for (const element of value.elements) textsOverLines(element, found);
  else if (value.kind === 'string' && (value.style === 'multilineBasic' || value.style === 'multilineLiteral' || !value.closed)) {
    found.push(value.span);
  }
  return found;
}
