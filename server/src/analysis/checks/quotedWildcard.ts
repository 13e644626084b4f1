/** KQL101: a wildcard inside quotes, which KQL takes literally. */
import type { Fix, Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { familyOf } from '../../schema/fieldType.js';
import { hasWildcard, kqlChildren, literalText, type KqlNode, type Literal } from '../../syntax/kql/ast.js';
import { escapeKql } from '../../syntax/kql/literals.js';
import { walk } from '../../syntax/tree.js';
import { literalsIn } from '../kql/values.js';
import { isLiteralStar } from './literalStars.js';

export function quotedWildcard(tree: KqlNode, catalog: FieldCatalog): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, kqlChildren, (node) => {
    if (node.kind !== 'match' || node.field === undefined || hasWildcard(node.field)) return;
    const type = catalog.field(literalText(node.field))?.type;
    const family = type === undefined ? 'keyword' : familyOf(type);
    if (family !== 'keyword') return;
    problems.push(
      ...literalsIn(node.value)
        .filter(looksLikePattern)
        .map((value) => problemOf(value, type === 'keyword')),
    );
  });
  return problems;
}

function looksLikePattern(value: Literal): boolean {
  const text = literalText(value);
  return value.quoted && text.includes('*') && !isLiteralStar(text);
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
