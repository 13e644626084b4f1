/** Sample events or a test file for a rule, from request to the text that the editor opens. It happens in a worker, like runs. */
import type { CancelToken } from '../base/cancel.js';
import { createProjects } from '../config/projects.js';
import { nameOf } from '../base/fileName.js';
import type { SynthesizeParams, SynthesizeResult } from '../protocol/synthesis.js';
import { openRules, ruleAt } from '../rule/openText.js';
import { sampleLines, testText, whatIsMissing } from '../synthesis/sampleText.js';
import { prepareSynthesis, synthesize, testHeadOf } from '../synthesis/synthesize.js';
import { fileFor, nothingMade } from './nothingMade.js';
import type { RunJob, RunTools } from './run.js';

/** Plain data: it crosses to the worker. */
export interface SynthesizeJob {
  readonly rule: RunJob['rule'];
  readonly form: SynthesizeParams['form'];
}

export async function synthesizeJob(
  { rule: source, form }: SynthesizeJob,
  { host, schemas: known }: RunTools,
  token: CancelToken,
): Promise<SynthesizeResult> {
  const file = fileFor(source.uri, form);
  const { schemas } = await createProjects(host, known).of(source.uri);
  const rules = openRules(source.text, source);
  const rule = ruleAt(rules, source.offset) ?? rules[0];
  const prepared = prepareSynthesis(rule, nameOf(source.uri), schemas);
  if (!prepared.ok) return nothingMade(file, prepared.message);
  const made = await synthesize(prepared, token);
  const matching = made.positive.kind === 'made' ? 1 : 0;
  const nearMisses = made.nearMisses.filter(({ sample }) => sample.kind === 'made').length;
  const notes = whatIsMissing(made).map((note) => `${note}.`);
  if (matching + nearMisses === 0) return { ...nothingMade(file, 'No events could be made for this rule'), notes };
  const text = form === 'events' ? sampleLines(made, true) : testText(made, testHeadOf(prepared, nameOf(source.uri), rules.length > 1));
  return { text, file, matching, nearMisses, notes, message: undefined };
}
