/** Cases of the diagnostics of ES|QL queries. */
import type { Profile } from '../../../server/src/analysis/profile.js';
import { ruleWith, type CodeCase } from './kit.js';

const esql = (query: string): string =>
  ruleWith({ rule: { type: '"esql"', language: '"esql"', index: undefined, query: `'''${query}'''` } });

function inEsql(code: string, fires: string, nearMiss: string, fixed?: string, profile: Profile = 'any'): CodeCase {
  const after = fixed === undefined ? {} : { fixed: esql(fixed) };
  return { code, language: 'toml', profile, fires: esql(fires), nearMiss: esql(nearMiss), ...after };
}

export const cases: readonly CodeCase[] = [
  inEsql('ESQ101', 'FROM logs-* | WHER a > 1', 'FROM logs-* | WHERE a > 1', 'FROM logs-* | WHERE a > 1'),
  inEsql('ESQ101', 'FRM logs-*', 'from logs-*', 'FROM logs-*'),
  inEsql('ESQ101', 'FROM logs-* | | LIMIT 1', 'FROM logs-* // a | | b\n| LIMIT 1'),
  inEsql('ESQ101', 'FROM logs-* | WHERE a == "b', 'FROM logs-* | WHERE a == "b\\"|("'),
  inEsql('ESQ101', 'FROM logs-* | WHERE (a == 1', 'FROM logs-* | WHERE (a == 1) /* ( */'),
  inEsql('ESQ101', 'FROM logs-* | WHERE a == 1)', 'FROM logs-* | EVAL b = """("""'),
  inEsql('ESQ102', 'FROM logs-* | KEEP a | KEEP b', 'FROM logs-* | KEEP a, b* | KEEP bc'),
  inEsql(
    'ESQ102',
    'FROM logs-* | STATS n = COUNT(*) BY a | KEEP n, b',
    'FROM logs-* | STATS n = COUNT(*) BY a | ENRICH p ON a | KEEP n, b',
  ),
  inEsql('ESQ102', 'FROM logs-* | KEEP a, b | DROP b | KEEP b', 'FROM logs-* | KEEP a, b | DROP a | EVAL c = 1 | KEEP b, c'),
  inEsql(
    'ESQ103',
    'FROM logs-* | STATS n = COUNT(*) BY a | KEEP a, n',
    'FROM logs-* | STATS Esql.n = COUNT(*) BY a | KEEP a, Esql.n',
    undefined,
    'elastic',
  ),
];
