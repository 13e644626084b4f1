/** KQL103: text without a field, which Kibana looks for in every field. */
import type { Fix, Problem } from '../../../base/problem.js';
import { span } from '../../../base/span.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { kqlChildren, literalText, type Expr, type KqlNode, type Match, type Value } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { shortened } from '../../../syntax/recover.js';
import { kqlNodes } from '../../kql/nodes.js';
import { foreignIn } from './foreignText.js';

export function freeText({ tree, text }: ParsedKql, catalog: FieldCatalog): readonly Problem[] {
  if (kqlNodes(tree)('match').every(({ field }) => field !== undefined)) return [];
  const problems: Problem[] = [];
  visit(tree, undefined, undefined);
  return problems;

  function visit(node: KqlNode, chain: readonly Expr[] | undefined, nested: string | undefined): void {
    if (node.kind === 'match' && node.field === undefined && foreignIn(node, text, catalog) === undefined) {
      problems.push(problemOf(node, owner(node, chain), { text, nested }));
    }
    const operands = node.kind === 'or' ? node.operands : undefined;
    const path = node.kind === 'nested' ? shortened(literalText(node.path)) : nested;
    for (const child of kqlChildren(node)) visit(child, operands, path);
  }
}

/** The condition before an `or` whose list of values the text was most likely meant for. */
function owner(orphan: Match, chain: readonly Expr[] | undefined): Match | undefined {
  const before = chain?.[chain.indexOf(orphan) - 1];
  return before?.kind === 'match' && before.field !== undefined ? before : undefined;
}

interface Around {
  readonly text: string;
  readonly nested: string | undefined;
}

function problemOf(orphan: Match, before: Match | undefined, { text, nested }: Around): Problem {
  const shown = shortened(text.slice(orphan.value.span.start, orphan.value.span.end));
  const common = { code: 'KQL103', span: orphan.span };
  if (nested !== undefined) {
    return {
      ...common,
      severity: 'error',
      message: `\`${shown}\` has no field, so Kibana looks for it in a field \`${nested}.null\`; name a field of \`${nested}\``,
    };
  }
  const name = before?.field === undefined ? undefined : shortened(literalText(before.field));
  if (before === undefined || name === undefined) {
    return { ...common, message: `\`${shown}\` has no field, so it is looked for in all of them; write \`field: ${shown}\`` };
  }
  return {
    ...common,
    message: `\`${shown}\` is not compared with \`${name}\` but looked for in all fields; put both values into brackets after the field`,
    fixes: [listed(before, orphan, text)],
  };
}

/** `a: x or y` → `a: (x or y)` */
function listed(before: Match, orphan: Match, text: string): Fix {
  const written = (value: Value): string => {
    const inner = value.kind === 'valueGroup' && value.inner.kind !== 'valueAnd' && value.inner.kind !== 'valueNot' ? value.inner : value;
    return text.slice(inner.span.start, inner.span.end);
  };
  const newText = `(${written(before.value)} or ${written(orphan.value)})`;
  return { title: 'Put both values into brackets', edits: [{ span: span(before.value.span.start, orphan.span.end), newText }] };
}
