/** The units of time after the number of `maxspan`. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate, Surroundings } from './candidate.js';

const units: readonly (readonly [unit: string, name: string])[] = [
  ['s', 'seconds'],
  ['m', 'minutes'],
  ['h', 'hours'],
  ['d', 'days'],
  ['ms', 'milliseconds'],
];

/** The shortest spans in use come first. */
export function unitCandidates({ text, end }: Surroundings): readonly Candidate[] {
  const after = /^[\w"]/.test(text.slice(end, end + 1)) ? ' ' : '';
  return units.map(([unit, name], rank) => ({
    label: unit,
    kind: CompletionItemKind.Unit,
    insertion: [`${unit}${after}`],
    rank,
    detail: name,
  }));
}
