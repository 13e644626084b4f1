/** Values of a field: those ECS allows, true and false, those seen in the sample events, and those of a cluster. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Value } from '../../events/event.js';
import { familyOf, type FieldFamily } from '../../schema/fieldType.js';
import { escapeKql, quoteKql } from '../../syntax/kql/literals.js';
import type { ValueStyle } from '../context/cursor.js';
import { type Candidate, sampleValues, type Surroundings, typed } from './candidate.js';

const mostSampleValues = 50;
/** Longer values are not typed again. */
const longestValue = 200;

export function valueCandidates(surroundings: Surroundings, field: string, style: ValueStyle): readonly Candidate[] {
  const info = surroundings.catalog.field(field);
  const family = info === undefined ? undefined : familyOf(info.type);
  const listed = (info?.values?.list ?? []).map(({ name, description }) => ({
    value: name,
    rank: 0,
    detail: 'ECS',
    ...(description === undefined ? {} : { documentation: description }),
  }));
  const fixed = family === 'boolean' ? [true, false].map((value) => ({ value, rank: 0, detail: 'boolean' })) : [];
  const known = new Set<string>([...listed, ...fixed].map(({ value }) => String(value)));
  const seen = sampleValues(surroundings, field)
    .filter((value) => !known.has(String(value)) && String(value).length <= longestValue)
    .slice(0, mostSampleValues)
    .map((value, index) => ({ value, rank: 1 + index / 1000, detail: 'in the sample' }));
  for (const { value } of seen) known.add(String(value));
  const there = clusterValues(surroundings, field).filter(({ value }) => !known.has(value) && value.length <= longestValue);
  const quoted = typed(surroundings).startsWith('"');
  const begun = typed(surroundings).replace(/^"/, '').toLowerCase();
  return [...listed, ...fixed, ...seen, ...there].map(({ value, rank, ...rest }) => {
    const written = writeValue(value, style, family);
    const fits = String(value).toLowerCase().startsWith(begun) ? 0 : 2;
    return {
      label: String(value),
      kind: CompletionItemKind.Value,
      insertion: [written],
      filter: quoted ? written : String(value),
      rank: rank + fits,
      ...rest,
    };
  });
}

function clusterValues({ onCluster }: Surroundings, field: string) {
  if (onCluster?.field !== field) return [];
  return onCluster.values.map((value, index) => ({ value, rank: 1.5 + index / 1000, detail: `on ${onCluster.cluster}` }));
}

/** Date maths that rules use, with what it stands for. */
const moments: readonly (readonly [written: string, meaning: string])[] = [
  ['now-5m', 'five minutes ago'],
  ['now-15m', 'fifteen minutes ago'],
  ['now-1h', 'an hour ago'],
  ['now-24h', '24 hours ago'],
  ['now/d', 'today, from midnight'],
  ['now-1d/d', 'yesterday, from midnight'],
  ['now-7d/d', 'seven days ago, from midnight'],
  ['now-30d/d', '30 days ago, from midnight'],
];

/** What a range of KQL can begin or end with: date maths, and the values of numbers and addresses in the sample events. */
export function boundCandidates(surroundings: Surroundings, field: string, style: ValueStyle): readonly Candidate[] {
  const info = surroundings.catalog.field(field);
  const family = info === undefined ? undefined : familyOf(info.type);
  if (family === 'keyword' || family === 'text' || family === 'boolean') return [];
  const values = valueCandidates(surroundings, field, style).map((candidate) => ({ ...candidate, rank: candidate.rank + 1 }));
  if (family !== 'date') return values;
  const quoted = typed(surroundings).startsWith('"');
  const maths = moments.map(([label, detail], index) => {
    const written = writeValue(label, style, family);
    return { label, kind: CompletionItemKind.Value, insertion: [written], filter: quoted ? written : label, rank: index / 100, detail };
  });
  return [...maths, ...values];
}

/** A value as the language writes it: quoted where it is, or may be, text. */
function writeValue(value: Value, style: ValueStyle, family: FieldFamily | undefined): string {
  if (style !== 'eql') return style === 'kqlQuoted' ? quoteKql(String(value)) : writeKql(String(value));
  if (family === 'keyword' || (typeof value === 'string' && !isBareText(value, family))) return writeEqlString(String(value));
  return String(value);
}

/** Numbers and booleans that an event holds as text, as some shippers write them. */
function isBareText(value: string, family: FieldFamily | undefined): boolean {
  if (family === 'boolean') return value === 'true' || value === 'false';
  return (family === 'integer' || family === 'decimal') && /^\d+(?:\.\d+)?$/.test(value);
}

/** A text as an EQL string. */
export function writeEqlString(value: string): string {
  return `"${value.replace(/[\\"\u0000-\u001f\u007f]/g, (character) => eqlEscapes[character] ?? unicodeEscape(character))}"`;
}

const eqlEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

function unicodeEscape(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16).padStart(2, '0')}}`;
}

function writeKql(value: string): string {
  const bare = escapeKql([value]);
  return bare === undefined || bare !== value || /\s/.test(value) ? quoteKql(value) : bare;
}
