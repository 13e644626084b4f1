/** Diagnostics of queries in any language. */
import { inEql, inKql, inToml, eqlErrors, kqlErrors, kqlLints, type CodeRow } from './row.js';

export const queryCodes: readonly CodeRow[] = [
  {
    code: 'QRY001',
    severity: 'error',
    title: 'Query syntax error',
    about:
      'The query cannot be parsed: Elasticsearch or Kibana refuses it, and the rule fails each time it runs. ' +
      'The parts that are understood are checked all the same.',
    examples: [
      inEql('process where process.name = "chattr"', 'process where process.name == "chattr"'),
      inKql('process.name: (chattr or lsattr', 'process.name: (chattr or lsattr)'),
    ],
    covers: [
      ...eqlErrors(1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 18, 19, 20, 21, 25, 32, 33, 34, 35, 36, 37),
      ...kqlErrors(1, 2, 4, 5, 6, 7, 8, 9, 11, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 33),
    ],
  },
  {
    code: 'QRY002',
    severity: 'warning',
    title: 'Unknown field',
    about:
      "No schema for the rule's index patterns has a field of this name. In KQL the condition is never true; " +
      'in EQL the search fails when no index has the field, unless it is marked as optional, as in `?acme.team`. ' +
      'It is only information where the field may exist all the same, as one of your own or of an integration that is not known here.',
    examples: [
      inEql('process where process.nmae == "chattr"', 'process where process.name == "chattr"'),
      inKql('Process.Name: chattr', 'process.name: chattr'),
    ],
    covers: [...eqlErrors(38, 39), ...kqlLints(36)],
  },
  {
    code: 'QRY003',
    severity: 'error',
    title: 'Value or operator does not fit the field type',
    about:
      "The operator does not work on fields of this type, or the value cannot be one of the field's: the search fails. " +
      'It is a warning where the search is accepted, but the condition can hardly be what was meant.',
    examples: [
      inEql('process where process.pid : "1"', 'process where process.pid == 1'),
      inKql('destination.port: 80*', 'destination.port: (80 or 8080)'),
    ],
    covers: [...eqlErrors(45, 46, 47, 48), ...kqlLints(14, 15, 26)],
  },
  {
    code: 'QRY004',
    severity: 'warning',
    title: 'Query is empty or missing',
    about:
      'The rule has no query where its type needs one. An empty KQL query matches every event; an empty EQL query is an error, ' +
      'for Elasticsearch refuses it. A rule with `filters` may leave it empty.',
    examples: [inToml("query = ''", "query = 'process.name: chattr'")],
  },
  {
    code: 'QRY005',
    severity: 'hint',
    title: 'Duplicate value in a list',
    about: 'The list has this value already. It changes nothing in what matches, but another value may have been meant.',
    examples: [
      inEql('process where process.name in ("sh", "bash", "sh")', 'process where process.name in ("sh", "bash")'),
      inKql('process.name: (sh or bash or sh)', 'process.name: (sh or bash)'),
    ],
    covers: kqlLints(37),
  },
  {
    code: 'QRY011',
    severity: 'warning',
    title: 'Value is not one ECS allows for this field',
    about:
      'ECS lists the values of some fields, among them `event.category`, `event.type` and `event.outcome`, ' +
      'and integrations keep to them. A value outside the list, or in another case where case counts, matches none of their events.',
    examples: [
      inEql('process where event.type == "started"', 'process where event.type == "start"'),
      inKql('event.outcome: Failure', 'event.outcome: failure'),
    ],
    covers: kqlLints(18),
  },
  {
    code: 'QRY017',
    severity: 'error',
    title: 'Invalid address, network, date or pattern',
    about:
      'The text cannot be read as the IP address, network, date or regular expression that its field, operator or function takes: ' +
      'the search fails, or the condition is never true. It is a warning where EQL accepts it.',
    examples: [
      inEql('network where cidrMatch(source.ip, "10.0.0.0/33")', 'network where cidrMatch(source.ip, "10.0.0.0/8")'),
      inEql('process where process.name regex "py(thon"', 'process where process.name regex "py(thon)?"'),
      inKql('@timestamp >= yesterday', '@timestamp >= now-1d/d'),
    ],
    covers: kqlLints(15, 39),
  },
];
