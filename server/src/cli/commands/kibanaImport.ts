/** `rulewright kibana diff` and `rulewright kibana import`: rules of files against those of Kibana, and, when that is asked for, in their place. */
import { throwIfCancelled } from '../../base/cancel.js';
import type { Kibana } from '../../elastic/kibana.js';
import { planRules, writeRule, type PlannedRule } from '../../elastic/kibanaRules.js';
import type { RuleWriting } from '../../protocol/kibana.js';
import { jsonText } from '../../rule/jsonWriter.js';
import type { PlainRecord } from '../../rule/plain.js';
import type { Plain } from '../../rule/value.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { refuseFor, withKibana } from '../kibanaAccess.js';
import type { KibanaDiffOptions, KibanaImportOptions } from '../kibanaOptions.js';
import { counted, printable } from '../printable.js';
import type { Terminal } from '../terminal.js';
import { coloursFor } from '../writers/colours.js';
import { comparisonText, comparisonTotals } from '../writers/kibanaText.js';
import { readAll } from './convert.js';

export async function diffRules(inputs: readonly string[], options: KibanaDiffOptions, terminal: Terminal): Promise<ExitCode> {
  const rules = await rulesOf(inputs, terminal);
  if (typeof rules === 'string') return complain(rules, terminal);
  return withKibana(options, terminal, async (kibana) => {
    const planned = await planRules(kibana, rules, terminal.token);
    if (!planned.ok) return refuseFor(planned.failure, terminal);
    if (options.format === 'json') terminal.write(jsonOf(planned.value, kibana, []));
    else showPlan(planned.value, options, terminal);
    const differs = planned.value.some(({ comparison }) => comparison.status !== 'same');
    return differs && options.exitCode === true ? exitCodes.matchesDiffer : exitCodes.done;
  });
}

export async function importRules(inputs: readonly string[], options: KibanaImportOptions, terminal: Terminal): Promise<ExitCode> {
  const rules = await rulesOf(inputs, terminal);
  if (typeof rules === 'string') return complain(rules, terminal);
  const unnamed = options.yes === true ? await firstUnnamed(inputs, terminal) : undefined;
  if (unnamed !== undefined) {
    return complain(`${unnamed} is no file: --yes does not ask, so the files have to be named one by one; nothing was written.`, terminal);
  }
  return withKibana(options, terminal, async (kibana) => {
    const planned = await planRules(kibana, rules, terminal.token);
    if (!planned.ok) return refuseFor(planned.failure, terminal);
    if (options.format === 'text') showPlan(planned.value, options, terminal);
    const wanted = await wantedOf(planned.value, kibana, options, terminal);
    if (typeof wanted === 'string') return complain(wanted, terminal);
    const written = await writeAll(wanted, kibana, options, terminal);
    if (options.format === 'json') terminal.write(jsonOf(planned.value, kibana, written));
    return written.some(({ outcome }) => outcome === 'failed') || written.length < wanted.length ? exitCodes.notUsable : exitCodes.done;
  });
}

/** The rules as Kibana takes them; a sentence where they cannot all be sent. */
async function rulesOf(inputs: readonly string[], terminal: Terminal): Promise<readonly PlainRecord[] | string> {
  const { rules, faults } = await readAll(inputs, { keepMetadata: false }, terminal);
  const [fault] = faults;
  if (fault !== undefined) return fault;
  if (rules.length === 0) return `There are no rules in ${inputs.join(', ')}.`;
  const seen = new Map<unknown, string>();
  for (const { kibana, path } of rules) {
    const id = kibana['rule_id'];
    if (typeof id !== 'string' || id === '') return `${path} has no rule_id, by which Kibana knows a rule; add one first.`;
    const other = seen.get(id);
    if (other !== undefined) return `${other} and ${path} have the same rule_id ${id}; name one of them.`;
    seen.set(id, path);
  }
  return rules.map(({ kibana }) => kibana);
}

async function firstUnnamed(inputs: readonly string[], terminal: Terminal): Promise<string | undefined> {
  for (const input of inputs) if ((await terminal.findFiles(input)).kind !== 'file') return input;
  return undefined;
}

function showPlan(planned: readonly PlannedRule[], { color }: { readonly color: boolean | undefined }, terminal: Terminal): void {
  const colours = coloursFor(color ?? terminal.colour);
  for (const { comparison } of planned) terminal.write(comparisonText(comparison, colours));
  terminal.write(comparisonTotals(planned.map(({ comparison }) => comparison)));
}

/** What is to be written, after the user was asked; a sentence where nobody could be. */
async function wantedOf(
  planned: readonly PlannedRule[],
  { info }: Kibana,
  options: KibanaImportOptions,
  terminal: Terminal,
): Promise<readonly PlannedRule[] | string> {
  const changed = planned.filter(({ comparison }) => comparison.status === 'changed');
  const wanted = planned.filter(({ comparison: { status } }) => status === 'new' || (status === 'changed' && options.overwrite === true));
  if (changed.length > 0 && options.overwrite !== true) {
    terminal.writeError(
      `note: ${counted(changed.length, 'rule')} that Kibana has ${changed.length === 1 ? 'is' : 'are'} left as it is there; --overwrite replaces.\n`,
    );
  }
  if (options.dryRun === true || wanted.length === 0) {
    if (options.dryRun !== true) terminal.writeError('Nothing to write.\n');
    return [];
  }
  if (options.yes === true) return wanted;
  const [fresh, replaced] = [
    wanted.filter(({ deployed }) => deployed === undefined).length,
    wanted.filter(({ deployed }) => deployed !== undefined).length,
  ];
  const what = [fresh > 0 ? `make ${counted(fresh, 'rule')}` : [], replaced > 0 ? `replace ${counted(replaced, 'rule')}` : []]
    .flat()
    .join(' and ');
  const answer = await terminal.ask(`${upperFirst(what)} in the space ${info.space} of ${info.address}? [y/N] `);
  throwIfCancelled(terminal.token);
  if (answer === undefined) return 'Nothing was written: there is no terminal to ask on; name the files one by one and give --yes.';
  if (/^y(?:es)?$/i.test(answer.trim())) return wanted;
  terminal.writeError('Nothing was written.\n');
  return [];
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function writeAll(
  wanted: readonly PlannedRule[],
  kibana: Kibana,
  { format }: KibanaImportOptions,
  terminal: Terminal,
): Promise<readonly RuleWriting[]> {
  const written: RuleWriting[] = [];
  for (const plan of wanted) {
    if (terminal.token.isCancellationRequested) break;
    const writing = await writeRule(kibana, plan, terminal.token);
    written.push(writing);
    const { ruleId, name, outcome, failure } = writing;
    if (failure !== undefined) complain(`${name} (${ruleId}): ${failure.message}`, terminal);
    else if (format === 'text') terminal.write(`${outcome} ${printable(name)} (${printable(ruleId)})\n`);
  }
  const done = written.filter(({ outcome }) => outcome !== 'failed').length;
  if (done < wanted.length) terminal.writeError(`${done} of ${counted(wanted.length, 'rule')} written; the others are as they were.\n`);
  return written;
}

function jsonOf(planned: readonly PlannedRule[], { info }: Kibana, written: readonly RuleWriting[]): string {
  const rules = planned.map(({ comparison }) => {
    const writing = written.find(({ ruleId }) => ruleId === comparison.ruleId);
    const outcome =
      writing === undefined
        ? {}
        : { outcome: writing.outcome, ...(writing.failure === undefined ? {} : { message: writing.failure.message }) };
    return { ...comparison, ...outcome };
  });
  return `${jsonText({ kibana: info, rules } as unknown as Plain, '  ')}\n`;
}
