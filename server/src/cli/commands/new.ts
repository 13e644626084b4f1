/** `rulewright new`: a new rule to fill in. */
import { newRuleText } from '../../rule/newRule.js';
import type { RuleType } from '../../rule/ruleDocument.js';
import type { NewOptions } from '../args.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import type { Terminal } from '../terminal.js';

/** Their queries are run on a cluster only. */
const clusterOnly: ReadonlySet<RuleType> = new Set(['esql', 'machine_learning']);

export async function createRule(type: RuleType, options: NewOptions, terminal: Terminal): Promise<ExitCode> {
  const { host } = terminal;
  const text = newRuleText({
    type,
    name: options.name,
    id: terminal.randomId(),
    today: new Date(host.now()).toISOString().slice(0, 10),
    ...(options.author === undefined ? {} : { author: options.author }),
  });
  if (options.out === undefined) {
    terminal.write(text);
    return exitCodes.done;
  }
  const written = await terminal.writeFile(options.out, text, options.force === true);
  if (!written.ok) return complain(written.failure.message, terminal);
  const next = clusterOnly.has(type)
    ? `check it with: rulewright check ${options.out}`
    : `run it with: rulewright run ${options.out} --events FILE`;
  terminal.write(`${options.out} written; ${next}\n`);
  return exitCodes.done;
}
