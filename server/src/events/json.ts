/** The text of one event to its fields: exact integers, and what Elasticsearch and Kibana wrap around an event taken off. */
import { parse as parseLossless, stringify as writeLossless } from 'lossless-json';
import { readAuditEvent } from './auditd.js';
import type { BadEvent, EventSlice, Value } from './event.js';
import { explainObject } from './explain.js';

/** JSON with integers that a number cannot hold exactly as bigint. */
export type Json = Value | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** An event's fields, and what a search hit says about it. */
export interface ParsedEvent {
  readonly ok: true;
  readonly event: JsonObject;
  /** `_id` and `_index` of the hit the event came in, where it came in one. */
  readonly metadata: JsonObject | undefined;
}

/** Levels of objects and arrays in each other before an event is refused. Elasticsearch maps 20 and reads 1,000. */
const deepest = 1000;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses one event of a batch. A search hit gives its `_source`, or its `fields` where it has no source; an update of a bulk request
 * gives its `doc`. Of keys that stand twice the last one holds.
 */
export function parseEvent(bytes: Uint8Array, slice: EventSlice): ParsedEvent | { readonly ok: false; readonly bad: BadEvent } {
  let text: string;
  try {
    text = utf8.decode(bytes.subarray(slice.start, slice.end));
  } catch {
    return refuse(slice.line, 'The event is not UTF-8; save the file as UTF-8.');
  }
  if (isTooDeep(bytes, slice, text))
    return refuse(slice.line, `The event has more than ${deepest} levels of objects and arrays in each other.`);
  const parsed = parseJson(text);
  if (parsed === undefined) {
    const audit = readAuditEvent(text);
    return audit === undefined ? explain(text, slice) : { ok: true, event: audit, metadata: undefined };
  }
  if (!isJsonObject(parsed)) return refuse(slice.line, 'Not an event: an event is a JSON object, `{ … }`.');
  return (
    unwrapEvent(parsed) ??
    refuse(slice.line, 'The search hit has neither `_source` nor `fields`: search again with the source of the hits.')
  );
}

/** The text as JSON, undefined where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    if (!longNumber.test(text)) return JSON.parse(text) as Json;
    return parseLossless(text, null, { parseNumber: exactNumber, onDuplicateKey: ({ newValue }) => newValue }) as Json;
  } catch {
    return undefined; // The caller says why, from the text.
  }
}

/** On one line. */
export function eventJson(event: JsonObject): string {
  return writeLossless(event) ?? '{}';
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number, rather than a part of a text, with so many digits that it may not be exact. */
const longNumber = /[:,[\s-]\d{16,}[\s,\]}.eE]/;

/** More digits than any integer type of Elasticsearch has. */
const mostDigits = 40;

function exactNumber(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) || text.length > mostDigits || !/^-?\d+$/.test(text) ? value : BigInt(text);
}

function refuse(line: number, message: string): { readonly ok: false; readonly bad: BadEvent } {
  return { ok: false, bad: { line, message } };
}

/** Counts opening brackets first, those in texts included: hardly any event has so many, and finding them in the text is quick. */
function isTooDeep(bytes: Uint8Array, { start, end }: EventSlice, text: string): boolean {
  if (end - start < 2 * deepest) return false;
  return openings(text, '{') + openings(text, '[') > deepest && depthOf(bytes, start, end) > deepest;
}

/** How often the bracket stands in the text, as far as it matters. */
function openings(text: string, bracket: string): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at !== -1 && count <= deepest; at = text.indexOf(bracket, at + 1)) count++;
  return count;
}

function depthOf(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if ((byte & 0xdf) === 0x5b) most = Math.max(most, ++depth);
    else if ((byte & 0xdf) === 0x5d) depth--;
  }
  return most;
}

function explain(text: string, slice: EventSlice): { readonly ok: false; readonly bad: BadEvent } {
  const { message, offset } = explainObject(text);
  if (offset === undefined) return refuse(slice.line, message);
  const lines = text.slice(0, offset).split('\n');
  const character = (lines.at(-1) ?? '').length + 1 + (lines.length === 1 ? slice.column : 0);
  return refuse(slice.line + lines.length - 1, `${message} (At character ${character}.)`);
}

/** What a search hit may have beside the event. https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search */
const hitKeys = new Set([
  '_index', '_id', '_type', '_score', '_version', '_seq_no', '_primary_term', '_routing', '_ignored', '_shard', '_node', '_explanation',
  '_nested', '_rank', '_source', 'fields', 'highlight', 'sort', 'inner_hits', 'matched_queries', 'ignored_field_values', 'found', 'missing',
]); // prettier-ignore

/** The keys of an update in a bulk request. */
const updateKeys = new Set(['doc', 'doc_as_upsert', 'detect_noop', 'upsert', 'script', 'scripted_upsert', '_source']);

function unwrapEvent(parsed: JsonObject): ParsedEvent | undefined {
  const content = contentKey(parsed);
  if (content === undefined) return { ok: true, event: parsed, metadata: undefined };
  const event = parsed[content];
  if (!isJsonObject(event)) return undefined;
  return { ok: true, event, metadata: content === 'doc' ? undefined : hitMetadata(parsed) };
}

/** Under which key of a search hit or an update the event stands; undefined for a plain event. */
export function contentKey(parsed: JsonObject): '_source' | 'fields' | 'doc' | undefined {
  const { _source: source, fields } = parsed;
  const hasFields = isJsonObject(fields);
  if (isJsonObject(source)) return hasFields && Object.keys(source).length === 0 ? 'fields' : '_source';
  const isHit = Object.hasOwn(parsed, '_id') || isFieldsForm(fields);
  if (isHit && Object.keys(parsed).every((key) => hitKeys.has(key))) return hasFields ? 'fields' : '_source';
  const isUpdate = isJsonObject(parsed['doc']) && Object.keys(parsed).every((key) => updateKeys.has(key));
  return isUpdate ? 'doc' : undefined;
}

/** As searches return fields: every value is an array. */
function isFieldsForm(fields: Json | undefined): boolean {
  return isJsonObject(fields) && Object.values(fields).every((value) => Array.isArray(value));
}

function hitMetadata(hit: JsonObject): JsonObject | undefined {
  const metadata: Record<string, Json> = {};
  for (const key of ['_id', '_index']) {
    const value = hit[key];
    if (typeof value === 'string') metadata[key] = value;
  }
  return Object.keys(metadata).length === 0 ? undefined : metadata;
}
