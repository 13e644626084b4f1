/** `rulewright alerts`: the alerts that a rule would create on some events. */
import { createProjects } from '../../config/projects.js';
import type { AlertsRequest } from '../../detect/result.js';
import type { EventMapper } from '../../events/mapper.js';
import { runAlerts } from '../../detect/runAlerts.js';
import type { Outcome } from '../../base/host.js';
import { loadSchemas } from '../../schema/load.js';
import type { AlertsOptions } from '../alertsOptions.js';
import { diagnosticsOf } from '../diagnose.js';
import { eventFilesOf, type EventFile } from '../eventFiles.js';
import { refuse, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { mapperFor } from '../mapperOption.js';
import { createProgressLine } from '../progress.js';
import { pickRule, readRule } from '../readRule.js';
import type { AlertsWriter, RuleFile } from '../report.js';
import type { Terminal } from '../terminal.js';
import { exitCodeOf } from './run.js';

export async function alerts(rulePath: string, options: AlertsOptions, terminal: Terminal, writer: AlertsWriter): Promise<ExitCode> {
  const reading = await readRule(terminal, rulePath);
  if (reading.kind !== 'rule') return refuse(writer, reading.message);
  const rule = pickRule(reading.rule, options.rule);
  if (typeof rule === 'string') return refuse(writer, rule);
  if (options.ingestDelay !== undefined && options.replay !== true) return refuse(writer, '--ingest-delay is for a replay; add --replay.');
  const files = await filesOf(rulePath, options, terminal);
  if (!files.ok) return refuse(writer, files.failure.message);
  const project = await createProjects(terminal.host, await loadSchemas(terminal.host)).of(uriOf(terminal.folder, rulePath));
  const { schemas } = project;
  const mapper = await mapperFor(options.mapping, project, terminal);
  if (!mapper.ok) return refuse(writer, mapper.failure.message);
  const progress = createProgressLine(terminal);
  const result = await runAlerts(
    requestOf(rule, files.value, { ...options, mapper: mapper.value }, terminal),
    terminal.host,
    schemas,
    terminal.token,
    (update) => progress.update(update),
  );
  progress.clear();
  const problems = result.status === 'invalid' ? diagnosticsOf(rule.document, schemas) : [];
  const errors = problems.filter(({ severity }) => severity === 'error');
  writer.result({ rule, eventFiles: files.value.events.map(({ path }) => path) }, result, errors);
  return exitCodeOf(result);
}

interface InputFiles {
  readonly events: readonly EventFile[];
  readonly history: readonly EventFile[] | undefined;
  readonly indicators: readonly EventFile[] | undefined;
  readonly exceptions: readonly EventFile[] | undefined;
}

async function filesOf(rulePath: string, options: AlertsOptions, terminal: Terminal): Promise<Outcome<InputFiles>> {
  const events = await eventFilesOf(rulePath, options.events, terminal);
  if (!events.ok) return events;
  const named: Partial<Record<'history' | 'indicators' | 'exceptions', readonly EventFile[]>> = {};
  for (const key of ['history', 'indicators', 'exceptions'] as const) {
    const patterns = options[key];
    if (patterns === undefined) continue;
    const files = await eventFilesOf(rulePath, patterns, terminal);
    if (!files.ok) return files;
    named[key] = files.value;
  }
  const { history, indicators, exceptions } = named;
  return { ok: true, value: { events: events.value, history, indicators, exceptions } };
}

function requestOf(
  { path, document }: RuleFile,
  files: InputFiles,
  options: AlertsOptions & { readonly mapper: EventMapper | undefined },
  terminal: Terminal,
): AlertsRequest {
  const { mapper, now, split, replay, ingestDelay } = options;
  const sources = (list: readonly EventFile[]) => list.map(({ uri }) => ({ uri }));
  const { history, indicators, exceptions } = files;
  return {
    rule: { uri: uriOf(terminal.folder, path), text: document.text, offset: document.tree?.root.span.start ?? 0 },
    events: sources(files.events).map((source) => ({ ...source, mapper })),
    ...(history === undefined ? {} : { history: sources(history).map((source) => ({ ...source, mapper })) }),
    ...(indicators === undefined ? {} : { indicators: sources(indicators) }),
    ...(exceptions === undefined ? {} : { exceptions: sources(exceptions) }),
    ...(now === undefined ? {} : { now }),
    ...(split === undefined ? {} : { split }),
    ...(replay === true ? { replay: ingestDelay === undefined ? {} : { ingestDelay } } : {}),
  };
}
