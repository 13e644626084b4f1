/** A field and one value of an event as each query language writes them. */
import { hasExactSubField } from '../../analysis/eql/infer.js';
import { certainFamily, describeFamily } from '../../analysis/types.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { writeField, writeString } from '../../syntax/eql/write.js';
import { escapeKql, quoteKql } from '../../syntax/kql/literals.js';

/** `text` compares the two; the parts are for lists that are there already. */
export interface WrittenTest {
  readonly ok: true;
  readonly name: string;
  readonly field: string;
  readonly value: string;
  /** As the event has it. */
  readonly plain: string;
  readonly text: string;
}

export interface NotPossible {
  readonly ok: false;
  /** One sentence without a full stop. */
  readonly message: string;
}

export function notPossible(message: string): NotPossible {
  return { ok: false, message };
}

/** Types of which EQL compares no values. */
const beyondEql: readonly (FieldFamily | undefined)[] = ['object', 'nested', 'flattened', 'unsupported'];

/** `isUsed`: the query names the field already, so that it need not be marked as optional. */
export function eqlTest(name: string, plain: string, isUsed: boolean, catalog: FieldCatalog): WrittenTest | NotPossible {
  const info = catalog.field(name);
  const family = certainFamily(info);
  const isText = family === 'text' && !hasExactSubField(name, catalog);
  if (family !== undefined && (isText || beyondEql.includes(family)))
    return notPossible(`\`${name}\` is ${describeFamily(family)}, which EQL cannot compare`);
  const field = `${info === undefined && !isUsed ? '?' : ''}${writeField(name)}`;
  const value = isBare(plain, family) ? plain : writeString(plain);
  return { ok: true, name, field, value, plain, text: `${field} == ${value}` };
}

export function kqlTest(name: string, plain: string, catalog: FieldCatalog): WrittenTest | NotPossible {
  const parts = name.split('.');
  const parents = parts.map((_, at) => parts.slice(0, at + 1).join('.'));
  const nested = parents.find((parent) => certainFamily(catalog.field(parent)) === 'nested');
  if (nested !== undefined)
    return notPossible(`\`${name}\` lies in the nested field \`${nested}\`, whose clauses are best written by hand`);
  const field = escapeKql([name]) ?? quoteKql(name);
  const value = isBare(plain, certainFamily(catalog.field(name))) ? plain : quoteKql(plain);
  return { ok: true, name, field, value, plain, text: `${field}: ${value}` };
}

function isBare(plain: string, family: FieldFamily | undefined): boolean {
  if (family === 'boolean') return plain === 'true' || plain === 'false';
  return (family === 'integer' || family === 'decimal') && /^-?\d+(?:\.\d+)?$/.test(plain);
}
