/** QRY013: a rule that lies in the folder of an operating system, but whose query takes events of every one. */
import type { Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { eqlChildren, type EqlNode, type EventQuery } from '../../syntax/eql/ast.js';
import { kqlChildren, literalText, type KqlNode } from '../../syntax/kql/ast.js';
import { walk } from '../../syntax/tree.js';

const field = 'host.os.type';

/** `windows` for `…/rules/windows/rule.toml`. */
function systemOf({ uri }: RuleDocument): string | undefined {
  return /\/(linux|macos|windows)\/[^/]+$/.exec(uri)?.[1];
}

export function hostOsTypeInEql(tree: EqlNode, document: RuleDocument): readonly Problem[] {
  const system = systemOf(document);
  const events: EventQuery[] = [];
  let named = false;
  walk(tree, eqlChildren, (node) => {
    if (node.kind === 'eventQuery' && node.condition.kind !== 'missing') events.push(node);
    named ||= node.kind === 'field' && node.name.startsWith('host.os.');
  });
  const [first] = events;
  if (system === undefined || named || first === undefined) return [];
  const edits = events.flatMap(({ condition: { kind, span: place } }) => [
    { span: span(place.start, place.start), newText: `${field} == "${system}" and ${kind === 'or' ? '(' : ''}` },
    ...(kind === 'or' ? [{ span: span(place.end, place.end), newText: ')' }] : []),
  ]);
  return [{ ...missing(system, first.category.span), fixes: [{ title: `Add \`${field} == "${system}"\``, edits }] }];
}

export function hostOsTypeInKql(tree: KqlNode, document: RuleDocument): readonly Problem[] {
  const system = systemOf(document);
  let named = false;
  walk(tree, kqlChildren, (node) => {
    named ||=
      (node.kind === 'match' || node.kind === 'range') && node.field !== undefined && literalText(node.field).startsWith('host.os.');
  });
  const body = tree.kind === 'query' ? tree.body : undefined;
  if (system === undefined || named || body === undefined) return [];
  const { kind, span: place } = body;
  const edits = [
    { span: span(place.start, place.start), newText: `${field}:${system} and ${kind === 'or' ? '(' : ''}` },
    ...(kind === 'or' ? [{ span: span(place.end, place.end), newText: ')' }] : []),
  ];
  const start = span(place.start, Math.min(place.end, place.start + 1));
  return [{ ...missing(system, start), fixes: [{ title: `Add \`${field}:${system}\``, edits }] }];
}

function missing(system: string, place: Problem['span']): Problem {
  return {
    code: 'QRY013',
    span: place,
    message: `The rule lies in the folder \`${system}\`, but its query does not ask for ${field} and takes events of every system`,
  };
}
