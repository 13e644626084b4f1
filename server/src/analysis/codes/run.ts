/** Diagnostics of local runs. */
import { inEql, type CodeRow } from './row.js';

export const runCodes: readonly CodeRow[] = [
  {
    code: 'RUN001',
    severity: 'information',
    title: 'Query is not evaluated locally',
    about:
      'The query is valid, but uses something that only a cluster evaluates faithfully. ' +
      "A run says so and stops, rather than give matches that could differ from the cluster's.",
    examples: [inEql('process where process.name regex "a~(b)c"', 'process where process.name regex "a.*c&~(abc)"')],
  },
  {
    code: 'RUN010',
    severity: 'hint',
    needsRun: true,
    title: 'Clause that no sample event satisfies, though some nearly do',
    about:
      'In the last run no event satisfied the clause by itself, but some would satisfy it with other case, with its wildcards taken as such, ' +
      'with a value that is spelt a little differently, or on a field beside it. The fixes write these variants. ' +
      'It is about the sample alone and is gone with the next edit; exclusions are left out.',
  },
];
