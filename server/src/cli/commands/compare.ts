/** `rulewright compare`: where the local run and a cluster differ on the same events. */
import { compareRuns, type Comparison } from '../../elastic/compare.js';
import { exitCodeOfFailure, onCluster, runOptionsOf } from '../clusterCommand.js';
import type { CompareOptions } from '../clusterOptions.js';
import { exitCodes, type ExitCode, type Fault } from '../exitCodes.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable } from '../printable.js';
import type { RuleFile } from '../report.js';
import type { Terminal } from '../terminal.js';
import { coloursFor } from '../writers/colours.js';
import { writeFault } from '../writers/human.js';
import { print, ruleFacts, writeJsonFault } from '../writers/json.js';

export async function compare(rulePath: string, options: CompareOptions, terminal: Terminal): Promise<ExitCode> {
  const colours = coloursFor(options.color ?? terminal.colour);
  const onFault = (fault: Fault): void =>
    options.format === 'json' ? writeJsonFault(terminal, 'compare', fault) : writeFault(terminal, colours, fault.message);
  return onCluster(rulePath, options, terminal, onFault, async ({ rule, schemas, cluster }) => {
    const tools = { cluster, schemas, host: terminal.host, token: terminal.token };
    const compared = await compareRuns(rule.document, options.events, runOptionsOf(options, options.events, terminal), tools);
    if (!compared.ok) {
      const exitCode = exitCodeOfFailure(compared.failure);
      onFault({ exitCode, message: compared.failure.message });
      return exitCode;
    }
    if (options.format === 'json') writeJson(compared.value, rule, terminal);
    else writeText(compared.value, terminal, options.color ?? terminal.colour);
    return exitCodes.done;
  });
}

function writeJson(comparison: Comparison, { path, document }: RuleFile, terminal: Terminal): void {
  print(terminal, { version: 1, command: 'compare', rule: { path, ...ruleFacts(document) }, ...comparison });
}

function writeText({ events, total, cluster, local, same, differences, notes }: Comparison, terminal: Terminal, colour: boolean): void {
  const colours = coloursFor(colour);
  for (const { foundBy, events: ids, reasons } of differences) {
    const who = foundBy === 'cluster' ? 'only on the cluster' : 'only here';
    terminal.write(`${colours.yellow('≠')} ${who}: ${printable(ids.join(' → '))}\n`);
    for (const reason of reasons) terminal.write(`    ${printable(reason)}\n`);
    if (reasons.length === 0) terminal.write('    The reason is not known.\n');
  }
  for (const note of notes) terminal.write(`${colours.dim('note:')} ${printable(note)}\n`);
  const result = differences.length === 0 ? 'no difference' : counted(differences.length, 'difference');
  const of = total > events ? `${grouped(events)} of ${counted(total, 'event')}` : counted(events, 'event');
  const found = `the cluster found ${counted(cluster, 'match', 'matches')}, the local run ${grouped(local)}, ${grouped(same)} the same`;
  terminal.write(`${colours.bold(`${result} on ${of}: ${found}`)}\n`);
}
