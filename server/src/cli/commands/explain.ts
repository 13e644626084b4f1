/** `rulewright explain`: why events match a rule or not. */
import { createProjects } from '../../config/projects.js';
import { explainEvents } from '../../evaluate/explain/explainEvents.js';
import type { Schemas } from '../../schema/catalog.js';
import { loadSchemas } from '../../schema/load.js';
import type { ExplainOptions } from '../args.js';
import { diagnosticsOf } from '../diagnose.js';
import { eventFilesOf } from '../eventFiles.js';
import { refuse, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { mapperFor } from '../mapperOption.js';
import { pickRule, readRule } from '../readRule.js';
import type { ExplainWriter, StartedRun } from '../report.js';
import type { Terminal } from '../terminal.js';
import { exitCodeOf, requestOf, runAndList } from './run.js';

export async function explain(rulePath: string, options: ExplainOptions, terminal: Terminal, writer: ExplainWriter): Promise<ExitCode> {
  const reading = await readRule(terminal, rulePath);
  if (reading.kind !== 'rule') return refuse(writer, reading.message);
  const rule = pickRule(reading.rule, options.rule);
  if (typeof rule === 'string') return refuse(writer, rule);
  const eventFiles = await eventFilesOf(rulePath, options.events, terminal);
  if (!eventFiles.ok) return refuse(writer, eventFiles.failure.message);
  const project = await createProjects(terminal.host, await loadSchemas(terminal.host)).of(uriOf(terminal.folder, rulePath));
  const { schemas } = project;
  const mapper = await mapperFor(options.mapping, project, terminal);
  if (!mapper.ok) return refuse(writer, mapper.failure.message);
  const request = requestOf(rule, eventFiles.value, { ...options, mapper: mapper.value }, terminal);
  const started: StartedRun = { rule, eventFiles: eventFiles.value.map(({ path }) => path) };
  if (options.line === undefined && options.all !== true) {
    const summary = await runAndList({ ...request, explain: true, sequences: true }, 0, schemas, terminal, { hits: () => undefined });
    writer.run(started, summary, errorsOf(started, summary.status, schemas));
    return exitCodeOf(summary);
  }
  const wanted = options.line === undefined ? {} : { line: options.line };
  const explained = await explainEvents(request, wanted, terminal.host, schemas, terminal.token);
  writer.events(started, explained, errorsOf(started, explained.status, schemas));
  return exitCodeOf(explained);
}

function errorsOf({ rule }: StartedRun, status: string, schemas: Schemas): ReturnType<typeof diagnosticsOf> {
  return status === 'invalid' ? diagnosticsOf(rule.document, schemas).filter(({ severity }) => severity === 'error') : [];
}
