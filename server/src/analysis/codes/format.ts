/** Diagnostics of how a file is laid out. */
import { inEql, inToml, type CodeRow } from './row.js';

export const formatCodes: readonly CodeRow[] = [
  {
    code: 'FMT001',
    severity: 'hint',
    repaired: true,
    defaultOff: true,
    title: 'Query is not formatted',
    about:
      'The query is laid out in another way than the formatter does it. Queries in one layout are easier to compare. Off unless it is switched on.',
    examples: [inEql('process   where true\n', 'process where true\n')],
  },
  {
    code: 'FMT002',
    severity: 'hint',
    repaired: true,
    title: 'White space at the end of a line',
    about:
      'White space at the end of a line means nothing, and shows up in every comparison of versions. Texts of several lines are left alone: Markdown breaks lines with it.',
    examples: [inToml('risk_score = 47  \nseverity = "medium"', 'risk_score = 47\nseverity = "medium"')],
  },
  {
    code: 'FMT003',
    severity: 'hint',
    profile: 'elastic',
    defaultOff: true,
    title: 'Keys are not in their usual order',
    about:
      'In Elastic’s own rules the keys of `[metadata]` and `[rule]` are sorted by the alphabet, with `query` and `threat_query` after the others and before the tables. ' +
      'The order means nothing, but rules in one order are easier to compare. The fix moves whole lines, each key with the comments above it. Off unless it is switched on.',
    examples: [
      inToml(
        '[metadata]\nintegration = ["endpoint"]\ncreation_date = "2026/01/05"\n',
        '[metadata]\ncreation_date = "2026/01/05"\nintegration = ["endpoint"]\n',
      ),
    ],
  },
];
