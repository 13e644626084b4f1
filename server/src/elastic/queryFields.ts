/** The fields that a rule's query looks at, and the rule as one of other indices: what decides which field types count. */
import type { CancelToken } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { prepare } from '../evaluate/runRule.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';
import { hasWildcard, kqlChildren, type KqlNode } from '../syntax/kql/ast.js';
import { isLoneWildcard } from '../syntax/kql/literals.js';
import { fieldsRead } from '../synthesis/fieldsRead.js';

/** None where the query cannot be run here. */
export async function fieldsOfQuery(rule: RuleDocument, schemas: Schemas, host: Host, token: CancelToken): Promise<readonly string[]> {
  const prepared = await prepare({ rule: { uri: rule.uri, opened: rule }, events: [], now: '0' }, host, schemas, [noFile], token);
  return prepared.ok ? fieldsRead(prepared.query) : [];
}

// The query is lowered, and nothing is run.
const noFile = { name: '', open: () => Promise.resolve({ ok: false, failure: { kind: 'missing', message: '' } } as const) };

/** Whether the query names fields by patterns: what they stand for only all fields of the indices tell. */
export function namesByPattern(rule: RuleDocument): boolean {
  const parsed = rule.queries.find(({ key }) => key === 'query')?.parsed;
  return parsed?.language === 'kuery' && hasPattern(parsed.tree);
}

function hasPattern(node: KqlNode): boolean {
  return isPattern(node) || kqlChildren(node).some(hasPattern);
}

/** `*:*` is every event. */
function isPattern(node: KqlNode): boolean {
  if (node.kind === 'nested') return hasWildcard(node.path);
  if (node.kind !== 'match' && node.kind !== 'range') return false;
  const { field, value } = node;
  const isEveryEvent = field !== undefined && isLoneWildcard(field) && value.kind === 'literal' && isLoneWildcard(value);
  return field !== undefined && hasWildcard(field) && !isEveryEvent;
}

const nowhere = { start: 0, end: 0 };

export function withIndices(rule: RuleDocument, patterns: readonly string[]): RuleDocument {
  return { ...rule, index: { value: patterns.map((value) => ({ value, span: nowhere })), span: nowhere } };
}
