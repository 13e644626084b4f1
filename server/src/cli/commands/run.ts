/** `rulewright run`: which of some events a rule matches. */
import { assertNever } from '../../base/invariant.js';
import { createProjects } from '../../config/projects.js';
import type { EventMapper } from '../../events/mapper.js';
import type { RunSummary } from '../../evaluate/run.js';
import { runRule, type RunRequest } from '../../evaluate/runRule.js';
import type { Schemas } from '../../schema/catalog.js';
import { loadSchemas } from '../../schema/load.js';
import type { RunOptions } from '../args.js';
import { eventFilesOf, standardInputUri, type EventFile } from '../eventFiles.js';
import { exitCodes, refuse, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { mapperFor } from '../mapperOption.js';
import { createProgressLine } from '../progress.js';
import { pickRule, readRule } from '../readRule.js';
import type { RuleFile, RunWriter } from '../report.js';
import type { Terminal } from '../terminal.js';

export async function run(rulePath: string, options: RunOptions, terminal: Terminal, writer: RunWriter): Promise<ExitCode> {
  const [reading, known] = await Promise.all([readRule(terminal, rulePath), loadSchemas(terminal.host)]);
  if (reading.kind !== 'rule') return refuse(writer, reading.message);
  const rule = pickRule(reading.rule, options.rule);
  if (typeof rule === 'string') return refuse(writer, rule);
  const eventFiles = await eventFilesOf(rulePath, options.events, terminal);
  if (!eventFiles.ok) return refuse(writer, eventFiles.failure.message);
  const project = await createProjects(terminal.host, known).of(uriOf(terminal.folder, rulePath));
  const { schemas } = project;
  const mapper = await mapperFor(options.mapping, project, terminal);
  if (!mapper.ok) return refuse(writer, mapper.failure.message);
  writer.start({ rule, eventFiles: eventFiles.value.map(({ path }) => path) });
  const request = requestOf(rule, eventFiles.value, { ...options, mapper: mapper.value }, terminal);
  const plain = await runAndList(request, options.limit, schemas, terminal, writer);
  const summary = wantsNearest(plain, eventFiles.value) ? await withNearest(plain, request, schemas, terminal) : plain;
  const problems = summary.status === 'invalid' ? (await import('../diagnose.js')).diagnosticsOf(rule.document, schemas) : [];
  writer.finish(
    summary,
    problems.filter(({ severity }) => severity === 'error'),
  );
  return exitCodeOf(summary);
}

/** Where nothing matches, it is told how near the events come, but for files so large that it would take long. Standard input cannot be read once more. */
function wantsNearest({ status, matches, events, skipped }: RunSummary, files: readonly EventFile[]): boolean {
  return (
    status === 'finished' && matches === 0 && events > 0 && skipped === undefined && files.every(({ uri }) => uri !== standardInputUri)
  );
}

/** The summary of the run, with the explanation of another one that only looks for it. */
async function withNearest(summary: RunSummary, request: RunRequest, schemas: Schemas, terminal: Terminal): Promise<RunSummary> {
  const { explanation, unmet = [] } = await runAndList({ ...request, explain: true }, 0, schemas, terminal, { hits: () => undefined });
  return explanation === undefined ? summary : { ...summary, explanation, unmet };
}

export function requestOf(
  { path, document }: RuleFile,
  events: readonly EventFile[],
  {
    now,
    strict,
    engine,
    mapper,
  }: Pick<RunOptions, 'now'> & Partial<Pick<RunOptions, 'strict' | 'engine'>> & { readonly mapper?: EventMapper | undefined },
  terminal: Terminal,
): RunRequest {
  return {
    rule: { uri: uriOf(terminal.folder, path), text: document.text, offset: document.tree?.root.span.start ?? 0, opened: document },
    events: events.map(({ uri }) => ({ uri, mapper })),
    ...(now === undefined ? {} : { now }),
    engine: strict === true ? 'plain' : (engine ?? 'auto'),
  };
}

/** Runs to the end and hands on at most `limit` matches. */
export async function runAndList(
  request: RunRequest,
  limit: number,
  schemas: Schemas,
  terminal: Terminal,
  writer: Pick<RunWriter, 'hits'>,
): Promise<RunSummary> {
  const progress = createProgressLine(terminal);
  let left = limit;
  for await (const update of runRule(request, terminal.host, schemas, terminal.token)) {
    switch (update.kind) {
      case 'hits':
        progress.clear();
        writer.hits(update.hits.filter(({ sequence }) => (sequence === undefined ? left-- > 0 : sequence.index < limit)));
        break;
      case 'progress':
        progress.update(update.progress);
        break;
      case 'summary':
        progress.clear();
        return update.summary;
      default:
        assertNever(update);
    }
  }
  throw new Error('a run ended without a summary');
}

export function exitCodeOf({ status }: Pick<RunSummary, 'status'>): ExitCode {
  switch (status) {
    case 'finished':
      return exitCodes.done;
    case 'cancelled':
      return exitCodes.cancelled;
    case 'invalid':
      return exitCodes.ruleHasErrors;
    case 'notEvaluated':
      return exitCodes.notEvaluated;
    case 'failed':
      return exitCodes.notUsable;
  }
}
