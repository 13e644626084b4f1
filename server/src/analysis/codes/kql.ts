/** Diagnostics of KQL queries. */
import { inKql, kqlErrors, kqlLints, type CodeRow } from './row.js';

export const kqlCodes: readonly CodeRow[] = [
  {
    code: 'KQL101',
    severity: 'warning',
    title: 'Wildcard inside quotes',
    about:
      'Between quotes `*` stands for itself, so the rule misses what the pattern is meant to find. Write the pattern without quotes, ' +
      'with a backslash before each special character. A lone `"*"` is taken as it stands.',
    examples: [inKql('process.name: "python*"', 'process.name: python*')],
    covers: kqlLints(1),
  },
  {
    code: 'KQL105',
    severity: 'error',
    title: 'Special character is not escaped',
    about:
      'The characters `\\`, `(`, `)`, `:`, `<`, `>`, `"`, `{` and `}` have a meaning of their own outside quotes, ' +
      'so Kibana refuses the query. Write a backslash before each, or put the value in quotes: there, ' +
      'only `\\` and `"` need one and `*` is no wildcard.',
    examples: [inKql(String.raw`process.executable: C:\Windows\*`, String.raw`process.executable: C\:\\Windows\\*`)],
    covers: kqlErrors(10, 12, 13, 30),
  },
  {
    code: 'KQL108',
    severity: 'error',
    title: 'Syntax of another query language in KQL',
    about:
      'The query, or this part of it, is EQL, Lucene or ES|QL, and Kibana refuses it. Write it the way KQL does; ' +
      "where the whole query is in the other language, set the rule's `type` and `language` to it.",
    examples: [inKql('process.name == "chattr"', 'process.name: "chattr"')],
    covers: kqlErrors(14, 26, 27, 28, 29, 31, 32),
  },
  {
    code: 'KQL112',
    severity: 'warning',
    title: 'Nested field outside its braces, or braces on another field',
    about:
      'The conditions on a nested field stand in braces after its path, so that one and the same object has to satisfy them all. ' +
      'Kibana refuses such a field without its braces, and braces after any other field. ' +
      'It is a warning because your index may map the field in another way.',
    examples: [inKql('process.pe.sections.name: .text', 'process.pe.sections: { name: .text }')],
    covers: [...kqlErrors(35), ...kqlLints(27)],
  },
];
