/**
 * Queries that Elasticsearch's own tests say it refuses or takes: ours must be refused at the stage where Elasticsearch refuses it, and
 * what it takes must pass parser, checks and lowering. The queries have no names: they are counted for each source.
 */
import { afterAll, describe, expect, it, test } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.js';
import { codeRow } from '../../server/src/analysis/codes.js';
import type { Problem } from '../../server/src/base/problem.js';
import { lowerEql } from '../../server/src/evaluate/eql/lower.js';
import { openRule } from '../../server/src/rule/openText.js';
import type { FieldCatalog, FieldInfo } from '../../server/src/schema/catalog.js';
import { isFieldType } from '../../server/src/schema/fieldType.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { mappingCatalog } from '../analysis/annotations.js';
import { contextOf } from '../kit/evaluate.js';
import { readReferenceJson, reference } from '../kit/reference.js';
import { shippedSchemas } from '../schema/shipped.js';
import { expectCase, known, printCounts } from './eqlCases.js';

const schemas = await shippedSchemas;

type Stage = 'parser' | 'checks' | 'lowering';

interface Case {
  readonly name: string;
  readonly query: string;
  readonly source: string;
  readonly reason?: string;
  readonly stage?: string;
  /** An upstream test expects the refusal; otherwise the rule is inferred. */
  readonly asserted?: boolean;
  /** Types, sometimes with a remark in parentheses; null or absent where they do not matter. */
  readonly fields?: Readonly<Record<string, string>> | null;
}

function readCases(file: string): readonly Case[] {
  const { cases } = readReferenceJson(`conformance/eql/${file}.json`) as { readonly cases: readonly Omit<Case, 'name'>[] };
  const counts = new Map<string, number>();
  return cases.map((each) => {
    const count = (counts.get(each.source) ?? 0) + 1;
    counts.set(each.source, count);
    return { ...each, name: `${file}/${each.source}#${count}` };
  });
}

/** The first stage that refuses the query, and with which codes; undefined when it would run. */
function refusal(each: Case): { readonly stage: Stage; readonly codes: readonly string[] } | undefined {
  const catalog = catalogOf(each);
  const { tree, problems } = parseEql(each.query);
  const stages: readonly (readonly [Stage, readonly Problem[]])[] = [
    ['parser', problems],
    ['checks', analyze(openRule(each.query, { uri: 'file:///case.eql', languageId: 'eql' }), { catalog, schemas })],
    ['lowering', lowerEql(tree, contextOf(catalog)).problems],
  ];
  for (const [stage, found] of stages) {
    const codes = found.filter(({ code, severity = codeRow(code).severity }) => severity === 'error' || code === 'RUN001');
    if (codes.length > 0) return { stage, codes: codes.map(({ code }) => code) };
  }
  return undefined;
}

/** Where a case names fields there are no others; where it does not, those of the events that the suites run on. */
function catalogOf({ fields, reason }: Case): FieldCatalog {
  const given = Object.entries(fields ?? suiteFields()).map(([name, remarked]) => ({ name, type: remarked.replace(/ .*/, ''), remarked }));
  const category = reason?.includes('event category field') === true ? {} : { 'event.category': 'keyword' };
  const types = Object.fromEntries(given.map(({ name, type }) => [name, isFieldType(type) ? type : 'geo_shape']));
  const catalog = mappingCatalog({ ...category, ...types }, fields !== null);
  const normalized = new Set(given.filter(({ remarked }) => remarked.includes('normalizer')).map(({ name }) => name));
  const field = (name: string): FieldInfo | undefined => {
    const info = catalog.field(name);
    return info !== undefined && normalized.has(name) ? { ...info, lowercased: true } : info;
  };
  return { ...catalog, field };
}

function suiteFields(): Readonly<Record<string, string>> {
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

/** Elasticsearch's stages as ours. What it refuses while it builds the tree can be a matter of functions and arguments: ours to the checks. */
function stagesFor(stage: string | undefined): readonly Stage[] {
  if (stage === 'verifier' || stage === 'translate') return ['checks', 'lowering'];
  return stage === 'tree' ? ['parser', 'checks'] : ['parser'];
}

if (reference === undefined) test('verdicts on EQL queries', () => console.log('not run: no reference data'));
else {
  const accepted = readCases('accepted');
  const unsupported = readCases('unsupported');
  const stagesSeen = new Map<string, number>();

  describe('accepted queries', () => {
    it.each(accepted)('$name: $query', async (each) => {
      await expectCase(each.name, () => expect(refusal(each)).toBeUndefined());
    });
  });

  describe('refused queries', () => {
    it.each(unsupported)('$name: $query', async (each) => {
      await expectCase(each.name, () => {
        const { stage, codes } = refusal(each) ?? {};
        const pair = `${each.stage ?? ''} in Elasticsearch, ${stage ?? 'nowhere'} here`;
        stagesSeen.set(pair, (stagesSeen.get(pair) ?? 0) + 1);
        expect(stagesFor(each.stage)).toContain(stage);
        expect(codes).not.toContain('RUN001');
      });
    });
  });

  test('every known failure of these is the name of a case', () => {
    const names = new Set([...accepted, ...unsupported].map(({ name }) => name));
    expect(Object.keys(known).filter((name) => /^(accepted|unsupported)\//.test(name) && !names.has(name))).toEqual([]);
  });

  afterAll(() => {
    const asserted = unsupported.filter((each) => each.asserted === true).length;
    const counts = new Map([
      ['accepted', `${accepted.length} queries taken by parser, checks and lowering`],
      ['unsupported', `${unsupported.length} queries refused, ${asserted} of them asserted upstream`],
      ...[...stagesSeen].map(([pair, count]): [string, string] => [`  refused by ${pair}`, `${count}`]),
    ]);
    printCounts('EQL verdicts', counts);
  });
}
