/** `rulewright kibana export`: rules of Kibana as files. */
import { authored } from '../../elastic/kibanaCompare.js';
import { findRules } from '../../elastic/kibanaRules.js';
import { toToml } from '../../rule/import/fromKibana.js';
import type { PlainRecord } from '../../rule/plain.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { refuseFor, withKibana } from '../kibanaAccess.js';
import type { KibanaExportOptions } from '../kibanaOptions.js';
import { counted, printable } from '../printable.js';
import type { Terminal } from '../terminal.js';
import { today, writeRules } from './convert.js';

export function exportRules(options: KibanaExportOptions, terminal: Terminal): Promise<ExitCode> {
  return withKibana(options, terminal, async (kibana) => {
    const { id: ids = [], tag: tags = [], only: from = 'all' } = options;
    const found = await findRules(kibana, { ids, tags, from }, terminal.token, (count, total) => {
      if (terminal.progress) terminal.writeError(`\r${count} of ${total} rules${count >= total ? '\n' : ''}`);
    });
    if (!found.ok) return refuseFor(found.failure, terminal);
    if (found.value.length === 0) return complain(`There are no such rules in the space ${kibana.info.space} of Kibana.`, terminal);
    return write(found.value, options, terminal);
  });
}

async function write(objects: readonly PlainRecord[], options: KibanaExportOptions, terminal: Terminal): Promise<ExitCode> {
  const rules = objects.map((kibana) => ({
    ...{ kibana, toml: toToml(kibana, today(terminal)), lostInKibana: [] },
    path: typeof kibana['name'] === 'string' ? kibana['name'] : '',
  }));
  const failed = await writeRules(rules, { ...options, keepMetadata: false }, terminal);
  if (failed.length > 0) {
    for (const message of failed) complain(message, terminal);
    return exitCodes.notUsable;
  }
  const lost =
    options.to === 'toml'
      ? rules.flatMap(({ path, kibana }) => toToml(authored(kibana), today(terminal)).lost.map((sentence) => `${path}: ${sentence}`))
      : [];
  for (const line of [...lost, ...exceptionNotes(objects)]) terminal.writeError(`note: ${printable(line)}\n`);
  if (options.out !== undefined) terminal.writeError(`${counted(rules.length, 'rule')} written to ${printable(options.out)}\n`);
  return exitCodes.done;
}

function exceptionNotes(rules: readonly PlainRecord[]): readonly string[] {
  const count = rules.filter(({ exceptions_list: lists }) => Array.isArray(lists) && lists.length > 0).length;
  return count === 0 ? [] : [`${counted(count, 'rule refers', 'rules refer')} to exception lists, which stay in Kibana`];
}
