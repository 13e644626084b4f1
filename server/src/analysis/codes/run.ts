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
];
