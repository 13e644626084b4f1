/** What is told of events that are made for a rule before any are: the file they belong into, and why there are none. */
import type { SynthesizeParams, SynthesizeResult } from '../protocol/synthesis.js';
import { sampleNamesOf } from '../rule/sampleNames.js';
import { testFileOf } from '../rule/testNames.js';

/** Nothing, and why: a sentence without a full stop. */
export function nothingMade(file: string, message: string): SynthesizeResult {
  return { text: undefined, file, matching: 0, nearMisses: 0, notes: [], message };
}

/** The URI of the file beside the rule that the events, or the tests, belong into. */
export function fileFor(rule: string, form: SynthesizeParams['form']): string {
  return form === 'tests' ? testFileOf(rule) : (sampleNamesOf(rule)[0] ?? rule);
}
