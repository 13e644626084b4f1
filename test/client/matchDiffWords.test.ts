/** The text that a rule's match diff is shown in, and where it leads. */
import { describe, expect, it } from 'vitest';
import { matchDiffLinks, matchDiffText, type MatchDiffState } from '../../client/src/matchDiffWords.js';
import type { MatchDiffReport } from '../../server/src/protocol/matchDiff.js';

const range = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });
const report: MatchDiffReport = {
  status: 'finished',
  message: undefined,
  rule: 'file:///w/a.toml',
  ruleVersion: 1,
  sample: 'file:///w/a.events.ndjson',
  text: 'a.toml\n+ line 3\n',
  places: [{ range: range(1, 2, 8), event: range(2, 0, 9) }],
  counts: { gained: 1, lost: 0, kept: 0 },
};

function state(parts: Partial<MatchDiffState>): MatchDiffState {
  return { report, trouble: undefined, ...parts };
}

describe('matchDiffText', () => {
  it.each([
    ['a comparison', state({}), 'a.toml\n+ line 3\n'],
    [
      'a comparison, and a later one that failed',
      state({ trouble: 'The query has\n2 errors.' }),
      'The query has 2 errors. This is the comparison before that.\na.toml\n+ line 3\n',
    ],
    ['none', state({ report: undefined, trouble: 'There is no commit' }), 'There is no commit.\n'],
    ['nothing yet', state({ report: undefined }), 'The matches were not compared; compare them again.\n'],
  ])('%s', (_what, given, expected) => {
    expect(matchDiffText(given)).toBe(expected);
  });
});

describe('matchDiffLinks', () => {
  it.each([
    ['stand where the text says it', state({}), report.places],
    ['stand below what went wrong since', state({ trouble: 'x' }), [{ range: range(2, 2, 8), event: range(2, 0, 9) }]],
    ['lead nowhere in a compressed file', state({ report: { ...report, sample: 'file:///w/a.ndjson.gz' } }), []],
    ['are none without a comparison', state({ report: undefined }), []],
  ])('%s', (_what, given, expected) => {
    expect(matchDiffLinks(given)).toEqual(expected);
  });
});
