/** What the conformance tests of EQL share: reading the suites, the list of known failures, the counts that are printed. */
import { expect } from 'vitest';
import { readReferenceJson } from '../kit/reference.js';
import knownFailures from './eql/knownFailures.json' with { type: 'json' };

export interface Suite<Case> {
  /** Name of the events and the mapping that the queries run on. */
  readonly dataset: string;
  readonly cases: readonly Case[];
}

/** Cases that do not pass, by name, with the reason. */
export const known: Readonly<Record<string, string>> = knownFailures;

export function readSuite<Case>(name: string): Suite<Case> {
  return readReferenceJson(`conformance/eql/suites/${name}.json`) as Suite<Case>;
}

/** A case that is listed must fail: when it starts to pass, the list is out of date. */
export async function expectCase(name: string, check: () => Promise<void> | void): Promise<void> {
  if (known[name] === undefined) {
    await check();
    return;
  }
  const failed = await Promise.resolve()
    .then(check)
    .then(
      () => false,
      () => true,
    );
  expect(failed, `${name} passes now: take it out of knownFailures.json`).toBe(true);
}

/** `counts` as one line for each suite, so that a reader of the output sees what ran. */
export function printCounts(title: string, counts: ReadonlyMap<string, string>): void {
  console.log([title, ...[...counts].map(([suite, count]) => `  ${suite}: ${count}`)].join('\n'));
}
