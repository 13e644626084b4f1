/** Which changes of their rule tests notice, for people: how many, and each that none does with what a case would need. */
import { LineIndex } from '../../base/lines.js';
import type { MutantResult } from '../../ruleTests/mutation/report.js';
import { unnoticed } from '../../ruleTests/mutation/words.js';
import { counted, printable } from '../printable.js';
import type { TestedFile } from '../testReport.js';
import type { Colours } from './colours.js';
import { finding } from './coverageText.js';
import { formatDiagnostic } from './excerpt.js';

/** Empty where the rule was not changed. */
export function formatMutation({ mutation, rulePath, ruleText = '' }: TestedFile, colours: Colours): string {
  if (mutation === undefined) return '';
  if (mutation.fault !== undefined) return `\n${colours.bold(printable(rulePath))}  changes not tried: ${printable(mutation.fault)}\n`;
  const { mutants, survived, unused } = mutation;
  const facts = `${mutants.length - survived} of ${counted(mutants.length, 'change')} noticed`;
  const without = unused.length === 0 ? '' : `, without ${counted(unused.length, 'test')} that do not pass`;
  const head = `\n${colours.bold(printable(rulePath))}  ${(survived === 0 ? colours.green : colours.yellow)(facts)}${without}\n`;
  const lines = new LineIndex(ruleText);
  const survivors = mutants.filter(({ noticedBy }) => noticedBy === undefined);
  return head + survivors.map((each) => formatSurvivor(each, rulePath, lines, colours)).join('');
}

function formatSurvivor(mutant: MutantResult, path: string, lines: LineIndex, colours: Colours): string {
  const message = unnoticed(mutant);
  return formatDiagnostic(path, lines, finding('unnoticed', mutant.span, `N${message.slice(1)}`, mutant.wanted), colours);
}
