/** What tests exercise of their rule, and which changes of it they notice, for programs; `docs/cli.md` describes the output. */
import { LineIndex } from '../../base/lines.js';
import { percentCovered } from '../../ruleTests/coverage/report.js';
import type { TestedFile } from '../testReport.js';
import { rangeOf } from './json.js';

/** Keys that are undefined are not printed. */
export function measuresOf({ coverage, mutation, ruleText = '' }: TestedFile): object {
  const lines = new LineIndex(ruleText);
  return {
    coverage: coverage && {
      error: coverage.fault,
      covered: coverage.covered,
      total: coverage.clauses.length,
      percent: percentCovered(coverage),
      clauses: coverage.clauses.map(({ kind, span, text, excludes, covered, cases, wanted }) => ({
        kind,
        text,
        ...rangeOf(span, lines),
        excludes,
        covered,
        tests: cases,
        wanted,
      })),
    },
    mutation: mutation && {
      error: mutation.fault,
      total: mutation.mutants.length,
      survived: mutation.survived,
      equivalent: mutation.equivalent,
      unusedTests: mutation.unused,
      changes: mutation.mutants.map(({ kind, span, text, becomes, from, noticedBy, wanted }) => ({
        kind,
        text,
        from,
        becomes,
        ...rangeOf(span, lines),
        noticedBy,
        wanted,
      })),
    },
  };
}
