/** Why one event of a sample does or does not match, from request to what the editor shows. It happens in a worker, like runs. */
import type { CancelToken } from '../base/cancel.js';
import { createProjects } from '../config/projects.js';
import { explainEvents } from '../evaluate/explain/explainEvents.js';
import type { ExplainResult, Position } from '../protocol/protocol.js';
import { sourceMapper } from './eventMapper.js';
import { toExplainedEvent } from './explanation.js';
import { createRuleModel } from './ruleModel.js';
import type { RunJob, RunTools } from './run.js';

/** Plain data: it crosses to the worker. */
export interface ExplainJob extends RunJob {
  /** In the event that is meant. */
  readonly event: Position;
}

export async function explainJob(job: ExplainJob, { host, schemas }: RunTools, token: CancelToken): Promise<ExplainResult> {
  const { rule, ruleVersion, sample, event } = job;
  const wanted = { line: event.line + 1, column: event.character };
  const { mapped } = await sourceMapper(await createProjects(host, schemas).of(rule.uri), host);
  const { status, message, judged } = await explainEvents({ rule, events: [mapped(sample)] }, wanted, host, schemas, token);
  const model = createRuleModel(rule.text, rule, schemas);
  const region = model.document.queries.find(({ key }) => key === 'query');
  const [found] = judged;
  return {
    status,
    message,
    rule: rule.uri,
    ruleVersion,
    sample: sample.uri,
    event: found === undefined || region === undefined ? undefined : toExplainedEvent(found, region, model.lines),
  };
}
