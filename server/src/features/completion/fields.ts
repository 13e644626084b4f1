/** Field names, the likeliest first: those that its events have in the sample, those of the query, then those that belong to its event category. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { hasExactSubField } from '../../analysis/eql/infer.js';
import { certainFamily } from '../../analysis/types.js';
import type { FieldCatalog, FieldInfo } from '../../schema/catalog.js';
import { familyOf } from '../../schema/fieldType.js';
import type { ArgumentType } from '../../schema/functions.js';
import { type Candidate, type Insertion, type Surroundings, typed } from './candidate.js';

/** More would only be scrolled past; when there are more, the editor asks again with each letter. */
const mostFields = 250;

export interface FieldCandidates {
  readonly candidates: readonly Candidate[];
  /** There are more than were handed out. */
  readonly capped: boolean;
}

export interface FieldQuery {
  /** How a name is written in the query. */
  readonly write: (name: string) => string;
  /** A field of a nested one is written in braces after it: `process.pe.sections:{ name }`. */
  readonly nestedInBraces: boolean;
  /** Only the sub-fields of this one, by their names below it. */
  readonly below: string | undefined;
  /** Only fields that suit as such an argument of a function; those of unknown type do. */
  readonly accepts: ArgumentType | undefined;
  /** Whether the language compares analysed text that has no keyword beside it. */
  readonly comparesText: boolean;
  /** Fields that the query uses already. */
  readonly used: ReadonlySet<string>;
  /** The one event category that the query asks for, where there is one. */
  readonly category: string | undefined;
}

export function fieldCandidates(surroundings: Surroundings, query: FieldQuery): FieldCandidates {
  const { catalog, sample } = surroundings;
  const prefix = query.below === undefined ? '' : `${query.below}.`;
  const pattern = typed(surroundings)
    .replace(/[`?\\"]/g, '')
    .toLowerCase();
  const found: { readonly name: string; readonly rank: number }[] = [];
  const sampled = sample?.fields ?? new Map<string, unknown>();
  for (const name of withSampled(catalog, sampled)) {
    if (!name.startsWith(prefix)) continue;
    const match = matchRank(name.slice(prefix.length).toLowerCase(), pattern);
    if (match !== undefined) found.push({ name, rank: match * 24 + absence(name, surroundings, query) * 8 + relevance(name, query) });
  }
  found.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  const best: (typeof found)[number][] = [];
  for (const field of found) {
    if (best.length > mostFields) break;
    if (suits(field.name, query, catalog)) best.push(field);
  }
  const candidates = best.slice(0, mostFields).map(({ name, rank }) => {
    return candidateOf(name, name.slice(prefix.length), rank, { surroundings, query });
  });
  return { candidates, capped: best.length > mostFields };
}

function suits(name: string, { accepts = 'any', comparesText }: FieldQuery, catalog: FieldCatalog): boolean {
  const family = accepts === 'any' && comparesText ? undefined : certainFamily(catalog.field(name));
  if (family === undefined) return true;
  if (family === 'text' && !comparesText && !hasExactSubField(name, catalog)) return false;
  switch (accepts) {
    case 'any':
      return true;
    case 'string':
      return family === 'keyword' || family === 'text';
    case 'number':
      return family === 'integer' || family === 'decimal';
    default:
      return family === accepts;
  }
}

/** The catalogue's names, then those that only the sample has: fields of the user's own. */
function* withSampled(catalog: FieldCatalog, sampled: ReadonlyMap<string, unknown>): Iterable<string> {
  yield* catalog.names;
  for (const name of sampled.keys()) if (catalog.field(name) === undefined) yield name;
}

function candidateOf(
  fullName: string,
  name: string,
  rank: number,
  { surroundings, query }: { readonly surroundings: Surroundings; readonly query: FieldQuery },
): Candidate {
  const field = surroundings.catalog.field(fullName);
  const path = query.nestedInBraces ? nestedPathOf(fullName, query.below, surroundings) : undefined;
  return {
    label: name,
    kind: CompletionItemKind.Field,
    insertion: path === undefined ? [query.write(name)] : inBraces(fullName, path, query),
    // Editors compare it with all that will be replaced, a quote before the name too.
    ...(typed(surroundings).startsWith('"') ? { filter: `"${name}"` } : {}),
    rank,
    detail: field === undefined ? 'in the sample' : describeType(field),
    ...(field === undefined ? {} : { describes: fullName }),
  };
}

/** The nested field whose braces a field has to stand in, where they are not open yet. */
function nestedPathOf(name: string, below: string | undefined, { catalog, text, end }: Surroundings): string | undefined {
  // The operator that follows belongs to the whole name.
  if (/^[ \t]*[:<>]/.test(text.slice(end, end + 20))) return undefined;
  const parts = name.split('.');
  for (let length = parts.length - 1; length > 0; length--) {
    const parent = parts.slice(0, length).join('.');
    if (parent === below) return undefined;
    if (catalog.field(parent)?.type === 'nested') return parent;
  }
  return undefined;
}

/** `process.pe.sections:{ name| }` */
function inBraces(name: string, path: string, { write, below }: FieldQuery): Insertion {
  const outer = below === undefined ? path : path.slice(below.length + 1);
  return [`${write(outer)}:{ ${write(name.slice(path.length + 1))}`, { placeholder: '' }, ' }'];
}

/** `keyword · ECS 9.4` */
export function describeType({ type, source, array }: FieldInfo): string {
  const analysed = familyOf(type) === 'text' ? ' (analysed)' : '';
  return `${type}${analysed}${array ? ' (array)' : ''} · ${source}`;
}

/** How well a name fits what was typed: 0 at its start, 1 at the start of a part, 2 inside, 3 letter by letter; undefined not at all. */
function matchRank(name: string, pattern: string): number | undefined {
  const at = name.indexOf(pattern);
  if (at === 0) return 0;
  if (at > 0) return /[._]/.test(name[at - 1] ?? '') || name.includes(`.${pattern}`) ? 1 : 2;
  let from = 0;
  for (const letter of pattern) {
    from = name.indexOf(letter, from) + 1;
    if (from === 0) return undefined;
  }
  return 3;
}

const commonRoots: ReadonlySet<string> = new Set(['event', 'host', 'user', 'process']);

/** 0 for fields that such events have in the sample, 1 for those that others have, 2 for the rest. Without a sample all are alike. */
function absence(name: string, { sample, sampled }: Surroundings, { used }: FieldQuery): number {
  if (sampled === undefined || used.has(name) || sampled.countOf(name) > 0) return 0;
  return sample?.fields.has(name) === true ? 1 : 2;
}

/** What most queries need comes first; deep fields later. */
function relevance(name: string, { used, category }: FieldQuery): number {
  if (used.has(name)) return 0;
  const root = name.slice(0, Math.max(0, name.indexOf('.')));
  const parts = name.split('.').length;
  if (name === '@timestamp') return 3;
  if (root !== '' && root === category) return parts === 2 ? 1 : 3;
  if (commonRoots.has(root)) return parts === 2 ? 2 : 4;
  return parts === 2 ? 5 : 6;
}
