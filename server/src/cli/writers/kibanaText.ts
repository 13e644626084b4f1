/** What differs between rules and Kibana, for people. */
import type { RuleChange, RuleComparison } from '../../protocol/kibana.js';
import { counted, printable } from '../printable.js';
import type { Colours } from './colours.js';

/** A line for a rule that is the same, several for one that differs. */
export function comparisonText({ ruleId, name, status, changes, kept, notes }: RuleComparison, colours: Colours): string {
  const head = `${colours.bold(printable(name))} (${printable(ruleId)})`;
  if (status === 'same') return `${head}: as in Kibana\n`;
  const said = notes.map((note) => `  ${printable(note)}\n`);
  if (status === 'new') return [`${head}: not in Kibana\n`, ...said].join('');
  const keys = changes.map(({ key }) => printable(key)).join(', ');
  const stays = kept.length === 0 ? [] : [`  stays as in Kibana: ${kept.map(printable).join(', ')}\n`];
  return [`${head}: differs in ${keys}\n`, ...changes.map((change) => changeText(change, colours)), ...stays, ...said].join('');
}

/** Lines before and after the part that differs are not shown. */
function changeText({ key, deployed, local }: RuleChange, colours: Colours): string {
  const [before, after] = [linesOf(deployed), linesOf(local)];
  const first = commonCount(before, after);
  const last = commonCount([...before.slice(first)].reverse(), [...after.slice(first)].reverse());
  const part = (lines: readonly string[], sign: string, paint: (text: string) => string): string =>
    lines
      .slice(first, lines.length - last)
      .map((line) => `    ${paint(`${sign} ${printable(line)}`)}\n`)
      .join('');
  const place = first > 0 ? ` (line ${first + 1})` : '';
  return `  ${printable(key)}${place}\n${part(before, '-', colours.red)}${part(after, '+', colours.green)}`;
}

function linesOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split('\n');
}

function commonCount(before: readonly string[], after: readonly string[]): number {
  let count = 0;
  while (count < before.length && count < after.length && before[count] === after[count]) count += 1;
  return count;
}

/** `2 rules differ, 1 is as in Kibana, 1 is not there` */
export function comparisonTotals(comparisons: readonly RuleComparison[]): string {
  const count = (wanted: RuleComparison['status']): number => comparisons.filter(({ status }) => status === wanted).length;
  const [changed, same, fresh] = [count('changed'), count('same'), count('new')];
  const parts = [
    `${counted(changed, 'rule differs', 'rules differ')}`,
    `${same} ${same === 1 ? 'is' : 'are'} as in Kibana`,
    `${fresh} ${fresh === 1 ? 'is' : 'are'} not there`,
  ];
  return `${parts.join(', ')}\n`;
}
