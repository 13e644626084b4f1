/**
 * Queries that Elasticsearch's verifier rejects, or takes, against our checks with the field types it had. Runs on the reference data
 * only; a case is named by its number in the file.
 */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.js';
import { openRule } from '../../server/src/rule/openText.js';
import type { FieldCatalog } from '../../server/src/schema/catalog.js';
import { readReferenceJson, reference } from '../kit/reference.js';
import { mappingCatalog } from './annotations.js';

interface Case {
  readonly query: string;
  readonly reason?: string;
  readonly stage?: string;
  readonly fields?: Readonly<Record<string, string>> | null;
}

/** Rejected by Elasticsearch and not by us: number, and why. One that starts to be rejected must be taken out. */
const notRejected: ReadonlyMap<number, string> = new Map([
  [
    35,
    'a keyword with a normalizer in an exact match: the field capabilities a cluster asks for do not tell of normalizers, so it takes the query',
  ],
]);

function casesOf(file: string): readonly Case[] {
  return (readReferenceJson(`conformance/eql/${file}`) as { readonly cases: readonly Case[] }).cases;
}

/** `keyword (with normalizer)` is a keyword; types we have no name for cannot be queried. */
function typeName(type: string): string {
  const plain = type.replace(/ \(.*\)$/, '');
  return plain === 'int' ? 'histogram' : plain;
}

function catalogOf({ fields, reason }: Case): FieldCatalog {
  const types = fields ?? endgameFields();
  const category = reason?.includes('event category field') === true ? {} : { 'event.category': 'keyword' };
  return mappingCatalog({ ...category, ...Object.fromEntries(Object.entries(types).map(([name, type]) => [name, typeName(type)])) });
}

function endgameFields(): Readonly<Record<string, string>> {
  const mapping = readReferenceJson('conformance/eql/datasets/endgame-140.mapping.json') as {
    readonly fields: Readonly<Record<string, string>>;
    readonly dynamicFields?: readonly string[];
  };
  const dynamic = (mapping.dynamicFields ?? []).flatMap((name): readonly (readonly [string, string])[] => [
    [name, 'text'],
    [`${name}.keyword`, 'keyword'],
  ]);
  return { ...Object.fromEntries(dynamic), ...mapping.fields };
}

function errorsOf(testCase: Case): readonly string[] {
  const document = openRule(testCase.query, { uri: 'file:///case.eql', languageId: 'eql' });
  return analyze(document, catalogOf(testCase))
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message}`);
}

describe('queries of the reference set', () => {
  it('that the verifier rejects get an error', () => {
    if (reference === undefined) {
      console.log('not run: no reference data');
      return;
    }
    const cases = casesOf('unsupported.json');
    const missed = cases.flatMap((testCase, number) => {
      const ours = testCase.stage === 'verifier' || testCase.stage === 'translate';
      return ours && errorsOf(testCase).length === 0 ? [number] : [];
    });
    expect(missed).toEqual([...notRejected.keys()]);
  });

  it('that it takes get none', () => {
    if (reference === undefined) {
      console.log('not run: no reference data');
      return;
    }
    const refused = casesOf('accepted.json').flatMap((testCase, number) => {
      // Without types, nothing is known of the fields.
      const known = testCase.fields !== null && testCase.fields !== undefined;
      const errors = errorsOf(testCase).filter((error) => known || !error.startsWith('QRY002'));
      return errors.length > 0 ? [{ number, query: testCase.query, errors }] : [];
    });
    expect(refused).toEqual([]);
  });
});
