/** QRY013: a rule that lies in the folder of an operating system, but whose query takes events of every one. */
import type { Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import type { EqlNode } from '../../syntax/eql/ast.js';
import { literalText, type KqlNode, type Literal } from '../../syntax/kql/ast.js';
import { eqlNodes } from '../eql/nodes.js';
import { kqlNodes } from '../kql/nodes.js';

const field = 'host.os.type';

/** `windows` for `…/rules/windows/rule.toml`. */
function systemOf({ uri }: RuleDocument): string | undefined {
  return /\/(linux|macos|windows)\/[^/]+$/.exec(uri)?.[1];
}

export function hostOsTypeInEql(tree: EqlNode, document: RuleDocument): readonly Problem[] {
  const system = systemOf(document);
  const nodes = eqlNodes(tree);
  if (system === undefined || nodes('field').some(({ name }) => name.startsWith('host.os.'))) return [];
  const events = nodes('eventQuery').filter(({ condition }) => condition.kind !== 'missing');
  const [first] = events;
  if (first === undefined) return [];
  const edits = events.flatMap(({ condition: { kind, span: place } }) => [
    { span: span(place.start, place.start), newText: `${field} == "${system}" and ${kind === 'or' ? '(' : ''}` },
    ...(kind === 'or' ? [{ span: span(place.end, place.end), newText: ')' }] : []),
  ]);
  return [{ ...missing(system, first.category.span), fixes: [{ title: `Add \`${field} == "${system}"\``, edits }] }];
}

export function hostOsTypeInKql(tree: KqlNode, document: RuleDocument): readonly Problem[] {
  const system = systemOf(document);
  const body = tree.kind === 'query' ? tree.body : undefined;
  if (system === undefined || body === undefined) return [];
  const nodes = kqlNodes(tree);
  const names = (named: Literal | undefined): boolean => named !== undefined && literalText(named).startsWith('host.os.');
  if (nodes('match').some((node) => names(node.field)) || nodes('range').some((node) => names(node.field))) return [];
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
