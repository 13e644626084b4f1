/** Diagnostics of ES|QL queries, as far as they can be checked without running them. */
import { inToml, type CodeRow } from './row.js';

const esql = (query: string): string => `type = "esql"\nlanguage = "esql"\nquery = "${query}"`;
const suppressed = '\n[rule.alert_suppression]\ngroup_by = ["host.id"]\nmissing_fields_strategy = "suppress"\n';

export const esqlCodes: readonly CodeRow[] = [
  {
    code: 'ESQ101',
    severity: 'error',
    title: 'ES|QL query is broken',
    about:
      'A command is misspelt or missing, or a string, comment or bracket has no partner. Elasticsearch refuses such a query. Queries in ES|QL are read by their text only, so that much in them is not checked.',
    examples: [inToml(esql('FROM logs-* | WHER host.id IS NOT NULL'), esql('FROM logs-* | WHERE host.id IS NOT NULL'))],
  },
  {
    code: 'ESQ102',
    severity: 'warning',
    title: 'Column is not there any more',
    about: 'An earlier `KEEP`, `DROP`, `RENAME` or `STATS` has left no column of this name, so Elasticsearch refuses the query.',
    examples: [inToml(esql('FROM logs-* | KEEP host.id | KEEP user.id'), esql('FROM logs-* | KEEP host.id, user.id | KEEP user.id'))],
  },
  {
    code: 'ESQ103',
    severity: 'information',
    profile: 'elastic',
    title: 'Computed column looks like a field of the events',
    about:
      'In Elastic’s own rules the columns that a query computes begin with `Esql.`, so that nobody takes them for fields that events have.',
    examples: [
      inToml(
        `${esql('FROM logs-* | STATS logins = COUNT(*) BY host.id | KEEP host.id, logins')}${suppressed}`,
        `${esql('FROM logs-* | STATS Esql.logins = COUNT(*) BY host.id | KEEP host.id, Esql.logins')}${suppressed}`,
      ),
    ],
  },
];
