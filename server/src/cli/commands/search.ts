/** `rulewright search`: a rule on a cluster. */
import { assertNever } from '../../base/invariant.js';
import { runOnCluster } from '../../elastic/run.js';
import type { ClusterRunSummary } from '../../protocol/cluster.js';
import { exitCodeOfFailure, onCluster, runOptionsOf } from '../clusterCommand.js';
import type { SearchOptions } from '../clusterOptions.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { createStatusLine } from '../progress.js';
import type { Terminal } from '../terminal.js';
import type { ClusterRunWriter } from '../writers/clusterRun.js';

export async function search(rulePath: string, options: SearchOptions, terminal: Terminal, writer: ClusterRunWriter): Promise<ExitCode> {
  return onCluster(rulePath, options, terminal, writer.fault, async ({ rule, schemas, cluster }) => {
    writer.start(rule, cluster.info);
    const progress = createStatusLine(terminal);
    const tools = { cluster, schemas, host: terminal.host, token: terminal.token };
    const summary = await runOnCluster(rule.document, runOptionsOf(options, options.limit, terminal), tools, (update) => {
      switch (update.kind) {
        case 'progress':
          progress.show(() => update.text);
          return;
        case 'hits':
          progress.clear();
          writer.hits(update.hits);
          return;
        case 'groups':
          progress.clear();
          writer.groups(update.groups);
          return;
        case 'summary':
          progress.clear();
          writer.finish(update.summary);
          return;
        default:
          assertNever(update);
      }
    });
    return exitCodeOf(summary);
  });
}

/** A result that lacks matches is not taken for a whole one. */
function exitCodeOf({ failure }: ClusterRunSummary): ExitCode {
  return failure === undefined ? exitCodes.done : exitCodeOfFailure(failure);
}
