/** What the commands that speak to a cluster have in common: a rule, its fields, a connection that is closed, and exit codes. */
import { createProjects } from '../config/projects.js';
import type { Cluster } from '../elastic/cluster.js';
import type { ClusterRunOptions } from '../elastic/run.js';
import type { ClusterFailure } from '../protocol/cluster.js';
import type { Schemas } from '../schema/catalog.js';
import { loadSchemas } from '../schema/load.js';
import { connectAs } from './clusterAccess.js';
import type { ClusterChoice } from './clusterOptions.js';
import { exitCodes, type ExitCode, type Fault } from './exitCodes.js';
import { uriOf } from './files.js';
import { pickRule, readRule } from './readRule.js';
import type { RuleFile } from './report.js';
import type { Terminal } from './terminal.js';

export interface ClusterWork {
  readonly rule: RuleFile;
  readonly schemas: Schemas;
  readonly cluster: Cluster;
}

/** Reads the rule, connects, and does `work`; the connection is closed whatever happens. `onFault` where there is no rule or no cluster. */
export async function onCluster(
  rulePath: string,
  options: ClusterChoice & { readonly rule?: string | undefined },
  terminal: Terminal,
  onFault: (fault: Fault) => void,
  work: (work: ClusterWork) => Promise<ExitCode>,
): Promise<ExitCode> {
  const refuse = (message: string, exitCode: ExitCode = exitCodes.notUsable): ExitCode => {
    onFault({ exitCode, message });
    return exitCode;
  };
  const reading = await readRule(terminal, rulePath);
  if (reading.kind !== 'rule') return refuse(reading.message);
  const rule = pickRule(reading.rule, options.rule);
  if (typeof rule === 'string') return refuse(rule);
  const { schemas } = await createProjects(terminal.host, await loadSchemas(terminal.host)).of(uriOf(terminal.folder, rulePath));
  const connected = await connectAs(options, terminal);
  if (!connected.ok) return refuse(connected.failure.message, exitCodeOfFailure(connected.failure));
  try {
    return await work({ rule, schemas, cluster: connected.value });
  } finally {
    await connected.value.close();
  }
}

export function exitCodeOfFailure({ kind }: ClusterFailure): ExitCode {
  if (kind === 'query') return exitCodes.ruleHasErrors;
  if (kind === 'notRun') return exitCodes.notEvaluated;
  return kind === 'cancelled' ? exitCodes.cancelled : exitCodes.notUsable;
}

/** What of the options a run on a cluster takes. */
export function runOptionsOf(
  {
    index,
    from,
    to,
    timeout,
  }: {
    readonly index?: readonly string[] | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly timeout: number;
  },
  size: number,
  { host }: Terminal,
): ClusterRunOptions {
  return { indices: index, from, to, timeout, size, now: host.now() };
}
