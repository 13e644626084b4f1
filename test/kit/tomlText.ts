/** Ways to damage a rule file as typing does, and what must survive each. */
import type { TomlTable, TomlValue } from '../../server/src/toml/node.js';

/** A key-value of a file: the place of its key and of its value. */
export interface KeyValuePlace {
  readonly key: number;
  readonly start: number;
  readonly end: number;
}

/** All key-values below a table, headers left out. */
export function keyValuePlaces(value: TomlValue): readonly KeyValuePlace[] {
  if (value.kind === 'array') return value.elements.flatMap(keyValuePlaces);
  if (value.kind !== 'table') return [];
  return value.entries.flatMap(({ keySpan, span, value: inner }) => {
    const written = span.end === inner.span.end && inner.span.start > keySpan.start;
    const place = { key: span.start, start: inner.span.start, end: inner.span.end };
    return [...(written && !isHeader(inner, span.start) ? [place] : []), ...keyValuePlaces(inner)];
  });
}

function isHeader(value: TomlValue, start: number): boolean {
  return value.kind === 'table' && value.span.start === start;
}

/** `table.key` of every value in the tree, dotted. */
export function flatten(table: TomlTable, prefix = ''): Readonly<Record<string, unknown>> {
  const flat: Record<string, unknown> = {};
  for (const { key, value } of table.entries) Object.assign(flat, flattenValue(value, `${prefix}${key}`));
  return flat;
}

function flattenValue(value: TomlValue, name: string): Readonly<Record<string, unknown>> {
  if (value.kind === 'table') return flatten(value, `${name}.`);
  if (value.kind !== 'array') return { [name]: value.value };
  return Object.assign({}, ...value.elements.map((element, index) => flattenValue(element, `${name}[${index}]`))) as Record<
    string,
    unknown
  >;
}

/** A damaged text. Key-values that end before `from` and those that start at or after `to` (moved by `moved`) are sound. */
export interface Damage {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly moved: number;
}

type Mutation = (text: string) => Damage | undefined;

function insertLine(line: string): Mutation {
  return (text) => {
    const at = text.indexOf('\n', text.indexOf('[rule]')) + 1;
    return { text: `${text.slice(0, at)}${line}\n${text.slice(at)}`, from: at, to: at, moved: line.length + 1 };
  };
}

/** What typing leaves behind, by name. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'half a key': insertLine('seve'),
  'a key without a value': insertLine('severityx = '),
  'an unclosed string': insertLine('severityx = "abc'),
  'a value without quotes': insertLine('severityx = low'),
  'an unclosed list': insertLine('tagsx = ["a", '),
  'an unclosed list of several lines': insertLine('tagsx = [\n  "a",\n  "b",'),
  'a bad escape': insertLine('pathx = "C:\\qx"'),
  'an unclosed table header': (text) => {
    const at = text.lastIndexOf('[[rule.threat]]');
    return at < 0
      ? undefined
      : { text: `${text.slice(0, at)}[[rule.thr\n${text.slice(at)}`, from: at, to: at, moved: '[[rule.thr\n'.length };
  },
  'a query without its closing quotes': (text) => {
    const opener = /^query = '''\n/m.exec(text)?.index;
    if (opener === undefined) return undefined;
    const closing = text.indexOf("'''", opener + 12);
    return { text: text.slice(0, closing) + text.slice(closing + 3), from: opener, to: closing, moved: -3 };
  },
};
