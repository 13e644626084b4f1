/** The options of `rulewright synthesize`, and the help that teaches them. */
import { exitCodeHelp } from './exitCodes.js';

export const synthesisFormats = ['ndjson', 'test'] as const;
export type SynthesisFormat = (typeof synthesisFormats)[number];

export interface SynthesizeOptions {
  /** A `rule_id` or name. */
  readonly rule: string | undefined;
  /** Also an event for each clause that only this clause keeps from matching. */
  readonly nearMisses: boolean | undefined;
  readonly format: SynthesisFormat;
  /** Standard output without it. */
  readonly out: string | undefined;
  readonly force: boolean | undefined;
  /** The time of the first event. */
  readonly base: string | undefined;
}

export const synthesizeHelp = `
RULE is a rule file (.toml, .eql, .kuery), or a rule or export of Kibana's in JSON. What is made is as small
as it can be, the same on every machine, and was run before it is printed: the rule's query matches the
first sample, and none of the near misses. Each event has labels.synthetic = "true"; a near miss says in
labels.fails which clause keeps it from matching. What could not be made is said on standard error.

  ndjson  one event on each line, for run and explain
  test    a test file to begin with: a case for what matches, and one for each near miss

Examples:
  rulewright synthesize a.toml                                      one event, or one sequence, that matches
  rulewright synthesize a.toml --near-misses --out a.events.ndjson  for run, explain and the editor
  rulewright synthesize a.toml --format test --out a.test.toml      tests of the rule, to be filled in
${exitCodeHelp({
  0: 'events were made',
  1: 'the rule has errors',
  2: 'wrong usage, or a file that cannot be read or written',
  3: 'the rule cannot be evaluated locally, or no events could be made for it',
})}`;
