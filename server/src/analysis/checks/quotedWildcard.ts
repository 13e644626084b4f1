/** KQL101: a wildcard inside quotes, which KQL takes literally. */
import type { Fix, Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { familyOf } from '../../schema/fieldType.js';
import { hasWildcard, literalText, type KqlNode, type Literal } from '../../syntax/kql/ast.js';
import { escapeKql } from '../../syntax/kql/literals.js';
import { kqlNodes } from '../kql/nodes.js';
import { literalsIn } from '../kql/values.js';
import { isLiteralStar } from './literalStars.js';

export function quotedWildcard(tree: KqlNode, catalog: FieldCatalog): readonly Problem[] {
  return kqlNodes(tree)('match').flatMap(({ field, value }) => {
    const patterns = field === undefined || hasWildcard(field) ? [] : literalsIn(value).filter(looksLikePattern);
    if (patterns.length === 0 || field === undefined) return [];
    const type = catalog.field(literalText(field))?.type;
    const family = type === undefined ? 'keyword' : familyOf(type);
    return family === 'keyword' ? patterns.map((pattern) => problemOf(pattern, type === 'keyword')) : [];
  });
}

function looksLikePattern(value: Literal): boolean {
  return value.quoted && literalText(value).includes('*') && !isLiteralStar(literalText(value));
}

function problemOf(value: Literal, spacesAreSafe: boolean): Problem {
  const text = literalText(value);
  const unquoted = escapeKql(text.split('*'));
  // Outside quotes, most types but keyword take a pattern with spaces for several words.
  const fix: readonly Fix[] =
    unquoted === undefined || (!spacesAreSafe && /\s/.test(text))
      ? []
      : [{ title: `Write ${unquoted}`, edits: [{ span: value.span, newText: unquoted }] }];
  return { code: 'KQL101', span: value.span, message: '`*` in quotes stands for itself; a pattern is written without quotes', fixes: fix };
}
