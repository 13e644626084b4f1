/** `rulewright translate`: the search request that Kibana makes of a rule. */
import { createProjects } from '../../config/projects.js';
import { catalogOf } from '../../rule/ruleCatalog.js';
import { loadSchemas } from '../../schema/load.js';
import { requestFor } from '../../translate/request.js';
import type { TranslateOptions } from '../args.js';
import { exitCodes, refuse, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { pickRule, readRule } from '../readRule.js';
import type { TranslationWriter } from '../report.js';
import type { Terminal } from '../terminal.js';

export async function translate(
  rulePath: string,
  options: TranslateOptions,
  terminal: Terminal,
  writer: TranslationWriter,
): Promise<ExitCode> {
  const reading = await readRule(terminal, rulePath);
  if (reading.kind !== 'rule') return refuse(writer, reading.message);
  const rule = pickRule(reading.rule, options.rule);
  if (typeof rule === 'string') return refuse(writer, rule);
  const { schemas } = await createProjects(terminal.host, await loadSchemas(terminal.host)).of(uriOf(terminal.folder, rulePath));
  const request = requestFor(rule.document, catalogOf(rule.document, schemas));
  if (request.ok) {
    writer.request(rule, request);
    return exitCodes.done;
  }
  writer.noRequest(rule, request);
  return request.status === 'invalid' ? exitCodes.ruleHasErrors : exitCodes.notEvaluated;
}
