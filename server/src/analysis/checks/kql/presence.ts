/** KQL107: values that look as if they asked whether a field has any value, but do not. */
import type { Fix, Problem } from '../../../base/problem.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { kqlChildren, literalText, type KqlNode, type Literal, type Match, type Not } from '../../../syntax/kql/ast.js';
import { literalConstant } from '../../../syntax/kql/literals.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { walk } from '../../../syntax/tree.js';
import type { ValueSite, Sites } from '../../kql/sites.js';

export function presence({ tree, text }: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  const whole = new Map<Literal, Match>();
  const negations = new Map<KqlNode, Not>();
  walk<KqlNode>(tree, kqlChildren, (node) => {
    if (node.kind === 'match' && node.value.kind === 'literal') whole.set(node.value, node);
    if (node.kind === 'not') negations.set(node.operand, node);
  });
  return sites.values.flatMap((site) => {
    const match = whole.get(site.value);
    const negation = match === undefined ? undefined : negations.get(match);
    const place = negation?.span ?? match?.span;
    const question = `${negation === undefined ? 'not ' : ''}${text.slice(site.field.span.start, site.field.span.end)}: *`;
    const fixes: readonly Fix[] =
      place === undefined ? [] : [{ title: `Write \`${question}\``, edits: [{ span: place, newText: question }] }];
    return problemOf(site, fixes) ?? [];
  });
}

function problemOf({ value, info }: ValueSite, missing: readonly Fix[]): Problem | undefined {
  const code = 'KQL107';
  if (!value.quoted && literalConstant(value) === null) {
    return {
      code,
      span: value.span,
      message: '`null` is no value that KQL can look for; `not field: *` asks for no value',
      fixes: missing,
    };
  }
  if (value.quoted && literalText(value) === '') {
    const message =
      info?.type === 'text' || info?.type === 'match_only_text'
        ? 'Empty text matches nothing in analysed text; `not field: *` asks for no value'
        : 'This finds values that are empty text, not events without a value; those are `not field: *`';
    return { code, span: value.span, severity: 'information', message, fixes: missing };
  }
  if (value.pieces.length > 2 && value.pieces.every((piece) => piece === '')) {
    const fix: Fix = { title: 'Write `*`', edits: [{ span: value.span, newText: '*' }], preferred: true };
    const message = 'Only a single `*` asks whether there is a value; more of them are a pattern, which fails on all but text';
    return { code, span: value.span, message, fixes: [fix] };
  }
  return undefined;
}
