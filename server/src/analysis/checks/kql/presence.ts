/** KQL107: values that look as if they asked whether a field has any value, but do not. */
import type { Fix, Problem } from '../../../base/problem.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { literalText, type KqlNode } from '../../../syntax/kql/ast.js';
import { literalConstant } from '../../../syntax/kql/literals.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { kqlNodes } from '../../kql/nodes.js';
import type { RangeSite, ValueSite, Sites } from '../../kql/sites.js';

export function presence({ tree, text }: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  return [...sites.values.flatMap((site) => problemOf(site, tree, text) ?? []), ...sites.ranges.flatMap((site) => noBound(site, text))];
}

/** `process.pid > null` */
function noBound({ value, field, range }: RangeSite, text: string): readonly Problem[] {
  if (literalConstant(value) !== null) return [];
  const question = `${text.slice(field.span.start, field.span.end)}: *`;
  const fix: Fix = { title: `Write \`${question}\``, edits: [{ span: range.span, newText: question }] };
  const message = '`null` is no bound, so this only asks for a value; `field: *` says so';
  return [{ code: 'KQL107', span: value.span, message, fixes: [fix] }];
}

/** Asks for no value where the value stands alone. */
function missingFix({ value, field }: ValueSite, tree: KqlNode, text: string): readonly Fix[] {
  const match = kqlNodes(tree)('match').find((node) => node.value === value);
  if (match === undefined) return [];
  const negation = kqlNodes(tree)('not').find(({ operand }) => operand === match);
  const question = `${negation === undefined ? 'not ' : ''}${text.slice(field.span.start, field.span.end)}: *`;
  return [{ title: `Write \`${question}\``, edits: [{ span: (negation ?? match).span, newText: question }] }];
}

function problemOf(site: ValueSite, tree: KqlNode, text: string): Problem | undefined {
  const { value, info } = site;
  const code = 'KQL107';
  if (!value.quoted && literalConstant(value) === null) {
    return {
      code,
      span: value.span,
      message: '`null` is no value that KQL can look for; `not field: *` asks for no value',
      fixes: missingFix(site, tree, text),
    };
  }
  if (value.quoted && literalText(value) === '') {
    const message =
      info?.type === 'text' || info?.type === 'match_only_text'
        ? 'Empty text matches nothing in analysed text; `not field: *` asks for no value'
        : 'This finds values that are empty text, not events without a value; those are `not field: *`';
    return { code, span: value.span, severity: 'information', message, fixes: missingFix(site, tree, text) };
  }
  if (value.pieces.length > 2 && value.pieces.every((piece) => piece === '')) {
    const fix: Fix = { title: 'Write `*`', edits: [{ span: value.span, newText: '*' }], preferred: true };
    const message = 'Only a single `*` asks whether there is a value; more of them are a pattern, which fails on all but text';
    return { code, span: value.span, message, fixes: [fix] };
  }
  return undefined;
}
