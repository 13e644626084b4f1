/** The text that a rule's match diff is shown in, and where it leads to the events. */
import type { MatchDiffPlace, MatchDiffReport } from '../../server/src/protocol/matchDiff.js';
import { isCompressed } from './names.js';

export interface MatchDiffState {
  /** The last comparison that came to its end. */
  readonly report: MatchDiffReport | undefined;
  /** Why a later one did not. */
  readonly trouble: string | undefined;
}

export function matchDiffText({ report, trouble }: MatchDiffState): string {
  if (report === undefined) return `${sentenceOf(trouble ?? 'The matches were not compared; compare them again')}\n`;
  return trouble === undefined ? report.text : `${sentenceOf(trouble)} This is the comparison before that.\n${report.text}`;
}

/** Nowhere in a compressed file, which no editor opens. */
export function matchDiffLinks({ report, trouble }: MatchDiffState): readonly MatchDiffPlace[] {
  if (report?.sample === undefined || isCompressed(report.sample)) return [];
  const added = trouble === undefined ? 0 : 1;
  return report.places.map(({ range: { start, end }, event }) => ({
    range: { start: { ...start, line: start.line + added }, end: { ...end, line: end.line + added } },
    event,
  }));
}

function sentenceOf(text: string): string {
  return `${text.replace(/\s+/g, ' ').replace(/\.$/, '')}.`;
}
