/** How good tests are, where `rulewright test` is asked: what they exercise of their rules, and which changes of these they notice. */
import { measureCoverage } from '../ruleTests/coverage/measure.js';
import { percentCovered, type CoverageReport } from '../ruleTests/coverage/report.js';
import { measureMutation } from '../ruleTests/mutation/measure.js';
import type { MutationReport } from '../ruleTests/mutation/report.js';
import { isFault, openTests, type TestSurroundings } from '../ruleTests/openTests.js';
import type { RanCase } from '../ruleTests/runTests.js';
import type { RuleTestFile } from '../ruleTests/testFile.js';
import { grouped } from '../base/grouped.js';
import type { TestOptions } from './testOptions.js';

export interface Measured {
  readonly coverage?: CoverageReport;
  readonly mutation?: MutationReport;
}

/** A limit on one of the two asks for it. */
function wantedMeasures({ coverage, minCoverage, mutate, maxSurvivors }: TestOptions): {
  readonly coverage: boolean;
  readonly mutation: boolean;
} {
  return { coverage: coverage === true || minCoverage !== undefined, mutation: mutate === true || maxSurvivors !== undefined };
}

/** Of the cases that ran. Nothing where nothing is asked for, or where the tests could not be run at all. */
export async function measureTests(
  file: RuleTestFile,
  ran: readonly RanCase[],
  ruleText: string | undefined,
  options: TestOptions,
  surroundings: TestSurroundings,
): Promise<Measured> {
  const wanted = wantedMeasures(options);
  if ((!wanted.coverage && !wanted.mutation) || ran.length === 0) return {};
  const opened = await openTests(file, surroundings, ruleText);
  if (isFault(opened)) return {};
  const names = new Set(ran.map(({ test }) => test.name));
  return {
    ...(wanted.coverage ? { coverage: await measureCoverage(opened, surroundings, names) } : {}),
    ...(wanted.mutation ? { mutation: await measureMutation(opened, ran, surroundings) } : {}),
  };
}

/** What the limits of the options find fault with, in sentences. What could not be measured is not good enough either. */
export function limitsMissed(
  files: readonly (Measured & { readonly path: string })[],
  { minCoverage, maxSurvivors }: Pick<TestOptions, 'minCoverage' | 'maxSurvivors'>,
): readonly string[] {
  const uncovered = files.flatMap(({ path, coverage }) => {
    if (minCoverage === undefined || coverage === undefined) return [];
    if (coverage.fault !== undefined) return [`The coverage of ${path} is not known: ${coverage.fault}`];
    const percent = percentCovered(coverage);
    return percent >= minCoverage ? [] : [`${path} covers ${percent} % of its rule's clauses; --min-coverage asks for ${minCoverage} %.`];
  });
  const survived = files.reduce((sum, { mutation }) => sum + (mutation?.survived ?? 0), 0);
  const unknown = files.flatMap(({ path, mutation }) => {
    if (maxSurvivors === undefined || mutation?.fault === undefined) return [];
    return [`Which changes the tests in ${path} notice is not known: ${mutation.fault}`];
  });
  const tooMany =
    maxSurvivors === undefined || survived <= maxSurvivors
      ? []
      : [
          `${survived === 1 ? '1 change of the rules goes' : `${grouped(survived)} changes of the rules go`} unnoticed; --max-survivors allows ${maxSurvivors}.`,
        ];
  return [...uncovered, ...unknown, ...tooMany];
}
