import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../server/src/events/json.js';
import type { FieldCatalog, FieldInfo } from '../../server/src/schema/catalog.js';
import type { FieldType } from '../../server/src/schema/fieldType.js';
import { parseKql } from '../../server/src/syntax/kql/parse.js';
import { toKuery } from '../../server/src/syntax/kql/kuery.js';
import { matching } from '../evaluate/kql/match.js';
import { catalogOf, contextOf } from '../kit/evaluate.js';
import { kueryCase } from '../kit/kqlSexp.js';
import { readReferenceJson, reference } from '../kit/reference.js';

interface ParseCase {
  readonly query: string;
  readonly ast?: unknown;
  readonly offset?: number;
}

interface EventCase {
  readonly query: string;
  readonly event: JsonObject;
  /** `error`: Kibana cannot translate the query, or the search fails. */
  readonly expect: boolean | 'error';
  /** `U` alone is not verified. */
  readonly evidence: readonly string[];
}

interface Cases {
  readonly parse: readonly ParseCase[];
  readonly events: readonly EventCase[];
  readonly mapping: Readonly<Record<string, { readonly type: FieldType; readonly ignore_above?: number }>>;
}

/** Cases that do not pass, by query and event, with the reason. One that starts to pass must be taken off the list. */
const knownFailures = JSON.parse(readFileSync(new URL('kql/knownFailures.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>;

if (reference === undefined) test('KQL conformance: not run: no reference data', () => expect(reference).toBeUndefined());
else describe('KQL conformance', conformance);

function conformance(): void {
  const cases = (
    reference === undefined ? { parse: [], events: [], mapping: {} } : readReferenceJson('conformance/kql/cases.json')
  ) as Cases;
  const verified = cases.events.filter(({ evidence }) => evidence.some((label) => label !== 'U'));

  test.each(cases.parse)('$query parses as Kibana does', ({ query, ast, offset }) => {
    const { tree, problems, kibanaError } = parseKql(query);
    expect(kibanaError?.offset).toBe(offset);
    expect(problems.length > 0).toBe(offset !== undefined);
    if (offset === undefined) expect(kueryCase(toKuery(tree))).toEqual(ast);
  });

  test.each(verified.map((one) => ({ name: nameOf(one), ...one })))('$name: $expect', ({ name, query, event, expect: expected }) => {
    const found = matching(query, [event], contextOf(mappedCatalog(cases)));
    const result = found.some((one) => typeof one === 'string') ? 'error' : found.length === 1;
    if (name in knownFailures) expect(result, `${name} passes: take it off the list of known failures`).not.toBe(expected);
    else expect(result).toBe(expected);
  });

  test('every known failure is a case, and has a reason', () => {
    const names = new Set(verified.map(nameOf));
    expect(Object.entries(knownFailures).filter(([name, reason]) => !names.has(name) || reason === '')).toEqual([]);
  });
}

function nameOf({ query, event }: EventCase): string {
  return `${query} on ${JSON.stringify(event)}`;
}

function mappedCatalog({ mapping }: Cases): FieldCatalog {
  const types = Object.fromEntries(Object.entries(mapping).map(([name, { type }]) => [name, type]));
  const catalog = catalogOf(types, { authoritative: true });
  const field = (name: string): FieldInfo | undefined => {
    const info = catalog.field(name);
    return info === undefined ? undefined : { ...info, ignoreAbove: mapping[name]?.ignore_above };
  };
  return { ...catalog, field };
}
