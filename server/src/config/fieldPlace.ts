/** Where a file that describes fields names one of them: the file's forms are those that `readFields` reads. */
import { parseTree, type Node } from 'jsonc-parser';
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Span } from '../base/span.js';

export interface FieldPlace {
  /** Of the name, or of its last part, without quotes. */
  readonly span: Span;
  /** The part of the name that stands around it, with its dot: `acme.` for the `team` below `acme`. */
  readonly parent: string;
}

/** Undefined where the file does not name the field, or is damaged. */
export function fieldPlace(text: string, name: string): FieldPlace | undefined {
  const places = /^\s*[[{]/.test(text) ? placesInJson(text) : placesInYaml(text);
  const fitting = places.filter(({ path }) => path === name || path.endsWith(`.${name}`));
  // The shortest is the field itself; longer ones are fields of the same last name in others, below the name of an index.
  const [first] = fitting.sort((a, b) => a.path.length - b.path.length);
  if (first === undefined || !name.endsWith(first.key)) return undefined;
  return { span: first.span, parent: name.slice(0, name.length - first.key.length) };
}

interface Named {
  /** All names on the way, joined with dots. */
  readonly path: string;
  readonly key: string;
  readonly span: Span;
}

/** Keys that hold fields and are none. */
const holders: ReadonlySet<string> = new Set(['properties', 'fields', 'mappings']);

function placesInJson(text: string): Named[] {
  const found: Named[] = [];
  const visit = (node: Node, path: readonly string[]): void => {
    if (node.type === 'property') {
      const [key, value] = node.children ?? [];
      if (key === undefined || value === undefined) return;
      const name = String(key.value);
      const below = holders.has(name) ? path : [...path, name];
      const span = { start: key.offset + 1, end: key.offset + key.length - 1 };
      if (!holders.has(name)) found.push({ path: below.join('.'), key: name, span });
      visit(value, below);
    } else for (const child of node.children ?? []) visit(child, path);
  };
  const root = parseTree(text);
  if (root !== undefined) visit(root, []);
  return found;
}

function placesInYaml(text: string): Named[] {
  const found: Named[] = [];
  const visit = (node: unknown, prefix: string): void => {
    if (!isSeq(node)) return;
    for (const entry of node.items) {
      if (!isMap(entry)) continue;
      const named = nameIn(entry, prefix, text);
      if (named === undefined) continue;
      found.push(named);
      visit(entry.get('fields', true), `${named.path}.`);
    }
  };
  visit(parseDocument(text).contents, '');
  return found;
}

function nameIn(entry: YAMLMap, prefix: string, text: string): Named | undefined {
  const name = entry.get('name', true);
  if (!isScalar(name) || typeof name.value !== 'string' || name.range === undefined || name.range === null) return undefined;
  const [start, end] = name.range;
  const quotes = /["']/.test(text[start] ?? '') ? 1 : 0;
  return { path: prefix + name.value, key: name.value, span: { start: start + quotes, end: end - quotes } };
}
