/** Keywords, with one sentence each on what they do. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { KeywordRow } from '../../schema/keywords.js';
import { type Candidate, type Insertion, spaceAfter, spaceBefore, type Surroundings } from './candidate.js';

/** Phrases that bring their value or their brackets. */
const phrases: Readonly<Record<string, Insertion>> = {
  'maxspan=': ['maxspan=', { placeholder: '1m' }],
  'with maxspan=': ['with maxspan=', { placeholder: '1m' }],
  'runs=': ['runs=', { placeholder: '3' }],
  'with runs=': ['with runs=', { placeholder: '3' }],
  until: ['until [', { placeholder: 'process' }, ' where ', { placeholder: 'true' }, ']'],
};

/** Keywords after which nothing is left to say. */
const final: ReadonlySet<string> = new Set(['true', 'false', 'null']);

export function keywordCandidates(surroundings: Surroundings, words: readonly string[], rows: readonly KeywordRow[]): readonly Candidate[] {
  return words.map((word, index) => {
    const row = rows.find((candidate) => candidate.word === word.replace(/^with |=$/g, ''));
    const after = final.has(word) || word.startsWith('in') ? '' : spaceAfter(surroundings);
    return {
      label: word,
      kind: CompletionItemKind.Keyword,
      insertion: [spaceBefore(surroundings), ...(phrases[word] ?? [`${word}${after}`])],
      rank: 40 + index,
      ...(row === undefined ? {} : { documentation: describeKeyword(row) }),
      continues: phrases[word] === undefined && !final.has(word),
    };
  });
}

/** Markdown for hover and completion. */
export function describeKeyword({ summary, example }: KeywordRow): string {
  return `${summary}\n\nExample: \`${example}\``;
}
