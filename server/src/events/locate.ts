/** Where in the text of an event given values stand: for marking them in an editor or a terminal. */
import { parseTree, type Node } from 'jsonc-parser';
import type { Span } from '../base/span.js';
import type { Value } from './event.js';
import { contentKey, isJsonObject, parseJson } from './json.js';

export interface FieldValues {
  readonly field: string;
  readonly values: readonly Value[];
}

export interface LocatedValue {
  readonly field: string;
  readonly value: Value;
  /** In the event's text: the whole JSON value, for a text with its quotes. */
  readonly span: Span;
}

/** All places of the wanted values, in the order in which they stand in the text. Values that are not there are left out. */
export function locateValues(text: string, wanted: readonly FieldValues[]): readonly LocatedValue[] {
  const parsed = parseJson(text);
  const root = parseTree(text);
  if (!isJsonObject(parsed) || root === undefined) return [];
  const content = contentKey(parsed);
  const byField = new Map<string, Set<Value>>();
  for (const { field, values } of wanted) byField.set(field, new Set([...(byField.get(field) ?? []), ...values]));
  const found: LocatedValue[] = [];
  walk(content === undefined ? root : lastOf(root, content), '', (field, node) => {
    const value = byField.has(field) ? valueOf(node, text) : undefined;
    if (value !== undefined && byField.get(field)?.has(value) === true) {
      found.push({ field, value, span: { start: node.offset, end: node.offset + node.length } });
    }
  });
  return found;
}

/** Calls `found` with each value below the node and its field's name; of keys that stand twice in an object, with the last. */
function walk(node: Node | undefined, name: string, found: (field: string, node: Node) => void): void {
  if (node === undefined) return;
  if (node.type === 'array') {
    for (const item of node.children ?? []) walk(item, name, found);
  } else if (node.type === 'object') {
    const members = new Map((node.children ?? []).map(({ children }) => [String(children?.[0]?.value), children?.[1]] as const));
    for (const [key, value] of members) walk(value, name === '' ? key : `${name}.${key}`, found);
  } else found(name, node);
}

function lastOf(object: Node, key: string): Node | undefined {
  return object.children?.findLast(({ children }) => children?.[0]?.value === key)?.children?.[1];
}

/** As `parseJson` gives it. */
function valueOf(node: Node, text: string): Value | undefined {
  if (node.type === 'string' || node.type === 'boolean') return node.value as Value;
  if (node.type !== 'number') return undefined;
  const parsed = parseJson(`[${text.slice(node.offset, node.offset + node.length)}]`);
  const value: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}
