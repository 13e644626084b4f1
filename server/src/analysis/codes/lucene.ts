/** Diagnostics of Lucene query strings. */
import { inToml, type CodeRow, type Example } from './row.js';

const inLucene = (wrong: string, right: string): Example =>
  inToml(`language = "lucene"\nquery = '${wrong}'`, `language = "lucene"\nquery = '${right}'`);

export const luceneCodes: readonly CodeRow[] = [
  {
    code: 'LUC101',
    severity: 'warning',
    title: 'Operator of Lucene in lower case',
    about:
      'Lucene knows its operators `AND`, `OR` and `NOT` only in capitals. In lower case they are words of the value like any others: ' +
      '`process.name:(sh or bash)` looks for the one value `sh or bash`.',
    examples: [inLucene('process.name:(sh or bash)', 'process.name:(sh OR bash)')],
  },
  {
    code: 'LUC102',
    severity: 'warning',
    title: 'AND and OR of Lucene side by side',
    about:
      'In Lucene, `AND` and `OR` only say of the clauses beside them whether these must match. Of `a:1 OR b:1 AND c:1` the last two ' +
      'must match and the first may: where only the first matches, the event is not found. With parentheses the query means what it says.',
    examples: [inLucene('user.name:a OR user.name:b AND host.name:c', 'user.name:a OR (user.name:b AND host.name:c)')],
  },
  {
    code: 'LUC103',
    severity: 'warning',
    title: 'Comparison that Lucene takes for words',
    about:
      'Between spaces, signs such as `>` are words for Lucene, looked for in all fields like those beside them. A comparison stands ' +
      'behind the colon, without a space: `process.pid:>5`.',
    examples: [inLucene('process.pid > 5', 'process.pid:>5')],
  },
  {
    code: 'LUC104',
    severity: 'warning',
    title: 'Space that ends a value of Lucene',
    about:
      'A value of Lucene ends at the first space: only the word before it is looked for in the field, what follows in all fields. ' +
      'Put the value in quotes, or write a backslash before each space where the value has wildcards.',
    examples: [inLucene('process.title:remote shell', 'process.title:"remote shell"')],
  },
];
