/** What is wrong with a rule file as a file: TOML or JSON itself, its keys and the kinds of its values. */
import { inToml, type CodeRow } from './row.js';

export const fileCodes: readonly CodeRow[] = [
  {
    code: 'TOM001',
    severity: 'error',
    title: 'TOML syntax error',
    about:
      'The file is not valid TOML at this place, so no tool can load the rule. ' +
      'What can be read around it, the query above all, is checked all the same.',
    examples: [inToml('name = Immutable file', 'name = "Immutable file"')],
  },
  {
    code: 'TOM002',
    severity: 'error',
    title: 'Key or table is defined twice',
    about:
      'TOML allows each key and each table header once, so no tool can load the rule. ' +
      'Here only the first one counts. Remove the one that is not meant.',
    examples: [inToml('severity = "low"\nseverity = "high"', 'severity = "high"')],
  },
  {
    code: 'TOM007',
    severity: 'error',
    title: 'Value is not one of the allowed ones',
    about:
      'The rule has a type or a query language that does not exist, so Kibana refuses it. ' +
      'A query in an unknown language is neither checked nor run. Rules call KQL `kuery`.',
    examples: [inToml('language = "kql"', 'language = "kuery"')],
  },
];
