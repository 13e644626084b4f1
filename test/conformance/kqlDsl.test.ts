import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseKql } from '../../server/src/syntax/kql/parse.js';
import { kqlToDsl } from '../../server/src/translate/kqlToDsl.js';
import { readReferenceJson, reference } from '../kit/reference.js';

interface DslCase {
  readonly query: string;
  readonly dslNoDataView?: unknown;
  /** `U` alone is not verified. */
  readonly evidence: readonly string[];
}

/** Cases that do not pass, by query, with the reason. One that starts to pass must be taken off the list. */
const knownFailures = JSON.parse(readFileSync(new URL('kql/knownDslFailures.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>;

if (reference === undefined) test('KQL to Query DSL, conformance: not run: no reference data', () => expect(reference).toBeUndefined());
else describe('KQL to Query DSL, conformance', conformance);

function conformance(): void {
  const { parse } = (reference === undefined ? { parse: [] } : readReferenceJson('conformance/kql/cases.json')) as {
    readonly parse: readonly DslCase[];
  };
  const verified = parse.filter((one) => one.dslNoDataView !== undefined && one.evidence.some((label) => label !== 'U'));

  test.each(verified)('$query', ({ query, dslNoDataView }) => {
    const { tree, problems } = parseKql(query);
    expect(problems).toEqual([]);
    const translated = kqlToDsl(tree, undefined);
    const result = translated.ok ? translated.dsl : translated.problems;
    if (query in knownFailures) expect(result, `${query} passes: take it off the list of known failures`).not.toEqual(dslNoDataView);
    else expect(result).toEqual(dslNoDataView);
  });

  test('all 57 cases are compared', () => expect(verified.length).toBeGreaterThanOrEqual(57));

  test('every known failure is a case, and has a reason', () => {
    const queries = new Set(verified.map(({ query }) => query));
    expect(Object.entries(knownFailures).filter(([query, reason]) => !queries.has(query) || reason === '')).toEqual([]);
  });
}
