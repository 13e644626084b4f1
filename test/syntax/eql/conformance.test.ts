/** Against the published expectations of Elasticsearch's own tests, and real rules: what it accepts we accept, what it refuses we refuse. */
import { describe, expect, it, test } from 'vitest';
import type { Problem } from '../../../server/src/base/problem.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { readReferenceJson, reference } from '../../kit/reference.js';
import { eqlCorpus } from './corpus.js';

interface Case {
  readonly query?: string;
  readonly expression?: string;
  readonly stage?: string;
  readonly reason?: string;
  readonly status?: string;
  readonly literal?: string;
  readonly value?: string;
}

const suites = [
  'test_queries',
  'additional_test_queries',
  'test_queries_date',
  'test_queries_date_nanos',
  'test_extra',
  'test_missing_events',
  'test_sample',
  'test_sample_multi',
  'derived_variants',
  'test_folding',
  'test_string_functions',
];

function cases(file: string): readonly Case[] {
  return (readReferenceJson(`conformance/eql/${file}.json`) as { cases: readonly Case[] }).cases;
}

function problemsOf(query: string): readonly Problem[] {
  return parseEql(query).problems;
}

/** The queries that do not come out as they should, with what was said of them. */
function wrong(queries: readonly string[], isRight: (problems: readonly Problem[]) => boolean): readonly string[] {
  return queries
    .map((query) => ({ query, problems: problemsOf(query) }))
    .filter(({ problems }) => !isRight(problems))
    .map(({ query, problems }) => [query, ...problems.map(({ message }) => message)].join('\n  '));
}

const hasNone = (problems: readonly Problem[]): boolean => problems.length === 0;
const hasError = (problems: readonly Problem[]): boolean => problems.some(({ severity }) => severity === undefined || severity === 'error');

/** Elasticsearch refuses these while it builds the tree; we do where the functions are known, in the checker. */
const aboutFunctions = ['wrong number of arguments', 'function without a case-insensitive form'];

function refused(): { readonly bySyntax: readonly string[]; readonly later: readonly string[] } {
  const all = cases('unsupported');
  const isSyntax = ({ stage = '', reason = '' }: Case): boolean =>
    ['lexer', 'syntax', 'tree'].includes(stage) && !aboutFunctions.includes(reason);
  const queries = (wanted: boolean): readonly string[] => all.filter((one) => isSyntax(one) === wanted).map(({ query = '' }) => query);
  return { bySyntax: queries(true), later: queries(false) };
}

function conformance(): void {
  it('accepts what is accepted', () => {
    expect(
      wrong(
        cases('accepted').map(({ query = '' }) => query),
        hasNone,
      ),
    ).toEqual([]);
  });

  it('refuses what the parser refuses', () => {
    const { bySyntax } = refused();
    expect(bySyntax.length).toBe(207);
    expect(wrong(bySyntax, hasError)).toEqual([]);
  });

  it('leaves to the checker what is refused later', () => {
    const { later } = refused();
    expect(later.length).toBe(113);
    expect(wrong(later, hasNone)).toEqual([]);
  });

  it.each(suites)('accepts the queries of %s', (suite) => {
    // Two expressions that Elasticsearch leaves out of its own run use a syntax it does not have.
    const active = cases(`suites/${suite}`).filter(
      ({ status, expression }) => status === undefined || !(expression ?? '').includes(':length()'),
    );
    const queries = active.map(({ query, expression }) => query ?? `any where (${expression ?? ''}) == null`);
    expect(queries.length).toBeGreaterThan(0);
    expect(wrong(queries, hasNone)).toEqual([]);
  });

  it('accepts the inactive queries that are not said to be rejected', () => {
    const queries = cases('suites/inactive')
      .filter(({ status }) => status !== 'rejected')
      .map(({ query = '' }) => query);
    expect(queries.length).toBe(10);
    expect(wrong(queries, hasNone)).toEqual([]);
  });

  it.each(cases('suites/string_literals').map(({ literal = '', value = '' }) => [literal, value] as const))(
    'reads the string %s',
    (literal, value) => {
      const { tree, problems } = parseEql(`any where x == ${literal}`);
      const condition = tree.body.kind === 'eventQuery' ? tree.body.condition : undefined;
      expect(condition).toMatchObject({ right: { kind: 'string', value } });
      // The form without braces is older than the release: https://github.com/elastic/elasticsearch/pull/70692
      const isOldForm = /\\u[0-9a-f]{4}/.test(literal);
      expect(problems.map(({ code }) => code)).toEqual(isOldForm ? ['EQL113'] : []);
    },
  );
}

function corpus(): void {
  it('every EQL rule parses without a problem', () => {
    const queries = eqlCorpus();
    expect(queries.length).toBeGreaterThan(500);
    expect(
      wrong(
        queries.map(({ query }) => query),
        hasNone,
      ),
    ).toEqual([]);
  });
}

if (reference === undefined) {
  test('not run: no reference data', () => {
    console.log('not run: no reference data');
    expect(eqlCorpus()).toEqual([]);
  });
} else {
  describe('conformance', conformance);
  describe('real rules', corpus);
}
