/**
 * Exceptions of a rule: what their entries ask of an event, as clauses of Query DSL as Kibana makes them. An event that satisfies all
 * entries of an item is left out. https://www.elastic.co/docs/solutions/security/detect-and-alert/add-manage-exceptions
 */
import { parseJson } from '../events/json.js';
import { parseInstant } from '../events/time.js';
import { isList, isRecord, type PlainRecord } from '../rule/plain.js';
import { plainOf, tablesAt, type Plain } from '../rule/value.js';
import { readToml } from '../toml/read.js';
import { recordAt, recordsAt, textAt, textsAt } from './plainParts.js';

export interface ExceptionFile {
  readonly name: string;
  readonly text: string;
}

/** An item that applies; `clause` is true for the events that it takes out. */
export interface ExceptionItem {
  readonly name: string;
  readonly clause: Plain;
}

export interface Exceptions {
  readonly items: readonly ExceptionItem[];
  readonly notes: readonly string[];
  /** Why a file cannot be used. */
  readonly failure: string | undefined;
}

export interface ExceptionTarget {
  readonly ruleId: string;
  /** `list_id` of the rule's lists. */
  readonly lists: readonly string[];
  /** What is past: items expire. In milliseconds. */
  readonly now: number;
}

const none: Exceptions = { items: [], notes: [], failure: undefined };

/** Which items of the files apply to the rule. */
export function exceptionsFor(files: readonly ExceptionFile[], target: ExceptionTarget): Exceptions {
  return files.map((file) => exceptionsOfFile(file, target)).reduce(merged, none);
}

function merged(a: Exceptions, b: Exceptions): Exceptions {
  return { items: [...a.items, ...b.items], notes: [...a.notes, ...b.notes], failure: a.failure ?? b.failure };
}

/** An item as it stands in the file. */
interface RawItem {
  readonly listId: string | undefined;
  readonly item: PlainRecord;
  /** The rules that the file is for, where it names some. */
  readonly ruleIds: readonly string[];
}

function exceptionsOfFile({ name, text }: ExceptionFile, target: ExceptionTarget): Exceptions {
  const raw = /^\s*\[\[exceptions\]\]/m.test(text) ? itemsOfToml(text) : itemsOfJson(text);
  if (raw === undefined) {
    return {
      ...none,
      failure: `${name} has no exceptions; it wants exception items of an export (NDJSON or JSON), or TOML with [[exceptions]].`,
    };
  }
  const listed = raw.filter(({ listId }) => listId !== 'endpoint_list');
  const mine = listed.filter((each) => isFor(each, target));
  const notes = [
    ...(listed.length < raw.length ? [`${name}: exceptions of \`endpoint_list\` are applied by Elastic Defend, not by the rule.`] : []),
    ...(mine.length < listed.length
      ? [`${name}: ${listed.length - mine.length} of ${listed.length} exceptions belong to other lists or rules and are not applied.`]
      : []),
  ];
  return mine.map(({ item }) => exceptionOf(item, target.now)).reduce(merged, { ...none, notes });
}

function itemsOfToml(text: string): readonly RawItem[] {
  const { root } = readToml(text);
  const plain = plainOf(root);
  const ruleIds = isRecord(plain) ? textsAt(recordAt(plain, 'metadata') ?? {}, 'rule_ids') : [];
  return tablesAt(root, 'exceptions').flatMap((table) => {
    const list = plainOf(table);
    if (!isRecord(list)) return [];
    const listId = textAt(recordAt(list, 'container') ?? {}, 'list_id');
    return recordsAt(list, 'items').map((item) => ({ listId, item, ruleIds }));
  });
}

/** Undefined where there are none. */
function itemsOfJson(text: string): readonly RawItem[] | undefined {
  const whole = parseJson(text) as Plain | undefined;
  const values = whole === undefined ? text.split('\n').map((line) => parseJson(line) as Plain | undefined) : itemsWithin(whole);
  const objects = values.filter((value): value is PlainRecord => value !== undefined && isRecord(value));
  const items = objects.filter((object) => isList(object['entries'] ?? null));
  // A container alone is a list without items.
  if (items.length === 0 && !objects.some((object) => 'list_id' in object)) return undefined;
  return items.map((item) => ({ listId: textAt(item, 'list_id'), item, ruleIds: [] }));
}

/** A list, one object, or what a search of Kibana's gives. */
function itemsWithin(value: Plain): readonly Plain[] {
  if (isList(value)) return value;
  const data = isRecord(value) ? value['data'] : undefined;
  return data !== undefined && isList(data) ? data : [value];
}

/** A rule that names no lists takes what it is given. */
function isFor({ listId, ruleIds }: RawItem, { ruleId, lists }: ExceptionTarget): boolean {
  if (ruleIds.length > 0) return ruleIds.includes(ruleId);
  return lists.length === 0 || listId === undefined || lists.includes(listId);
}

function exceptionOf(item: PlainRecord, now: number): Exceptions {
  const name = textAt(item, 'name') ?? textAt(item, 'item_id') ?? 'without a name';
  const expires = textAt(item, 'expire_time');
  const expired = expires === undefined ? undefined : parseInstant(expires);
  if (expired !== undefined && expired.milliseconds <= now) {
    return { ...none, notes: [`The exception "${name}" expired at ${expires ?? ''} and is not applied.`] };
  }
  const entries = recordsAt(item, 'entries').map((entry) => entryClause(entry, ''));
  const unknown = entries.find((entry) => typeof entry === 'string');
  if (typeof unknown === 'string') return { ...none, notes: [`The exception "${name}" is not applied: ${unknown}.`] };
  return entries.length === 0 ? none : { ...none, items: [{ name, clause: { bool: { filter: entries as Plain } } }] };
}

/** A sentence where the entry cannot be evaluated. `path`: of the nested field that it is in. */
function entryClause(entry: PlainRecord, path: string): Plain | string {
  const clause = includedClause(entry, path === '' ? (textAt(entry, 'field') ?? '') : `${path}.${textAt(entry, 'field') ?? ''}`);
  if (typeof clause === 'string' || entry['operator'] !== 'excluded') return clause;
  return { bool: { must_not: [clause] } };
}

function includedClause(entry: PlainRecord, field: string): Plain | string {
  const type = textAt(entry, 'type') ?? '';
  const value = entry['value'];
  switch (type) {
    case 'match':
      return value === undefined ? 'an entry has no value' : { match_phrase: { [field]: value } };
    case 'match_any':
      return { bool: { should: textsAt(entry, 'value').map((each) => ({ match_phrase: { [field]: each } })), minimum_should_match: 1 } };
    case 'exists':
      return { exists: { field } };
    case 'wildcard':
      return value === undefined ? 'an entry has no value' : { wildcard: { [field]: value } };
    case 'nested': {
      const inner = recordsAt(entry, 'entries').map((each) => entryClause(each, field));
      const unknown = inner.find((each) => typeof each === 'string');
      return typeof unknown === 'string' ? unknown : { nested: { path: field, query: { bool: { filter: inner as Plain } } } };
    }
    case 'list':
      return `its entry on \`${field}\` asks a value list, which is kept in Kibana`;
    default:
      return `entries of type "${type}" are not known`;
  }
}
