/** Takes fields out of events before they are written to a file, or puts hashes in the place of their values. */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../events/json.js';

export interface Redaction {
  /** Names of fields, each with all below it; `*` stands for any part of a name. */
  readonly remove: readonly string[];
  readonly hash: readonly string[];
  /** Makes the hashes of one run differ from those of another, so that they cannot be looked up. */
  readonly salt: string;
}

export type Redact = (event: JsonObject) => JsonObject;

/** A field that is both removed and hashed is removed. */
export function compileRedaction({ remove, hash, salt }: Redaction): Redact {
  const isRemoved = compileNames(remove);
  const isHashed = compileNames(hash);
  const inside = (object: JsonObject, prefix: string): JsonObject => {
    const kept: Record<string, Json> = {};
    for (const [key, value] of Object.entries(object)) {
      const name = prefix + key;
      if (!isRemoved(name)) define(kept, key, isHashed(name) ? hashed(value, salt) : within(value, `${name}.`));
    }
    return kept;
  };
  const within = (value: Json, prefix: string): Json => {
    if (isList(value)) return value.map((element) => within(element, prefix));
    return typeof value === 'object' && value !== null ? inside(value, prefix) : value;
  };
  return (event) => (remove.length + hash.length === 0 ? event : inside(event, ''));
}

/** `__proto__` is a key like any other. */
function define(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function compileNames(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}(?:\\..*)?$`, 's');
  });
  return (name) => tests.some((test) => test.test(name));
}

/** Every value within, so that lists and objects keep their form. */
function hashed(value: Json, salt: string): Json {
  if (value === null) return null;
  if (isList(value)) return value.map((element) => hashed(element, salt));
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hashed(each, salt)]));
  return createHash('sha256')
    .update(`${salt}\0${String(value)}`)
    .digest('hex')
    .slice(0, 16);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
