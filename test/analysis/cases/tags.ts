/** Cases of the diagnostics of tags. */
import { ruleWith, type CodeCase, type RuleParts } from './kit.js';

const tagged = (list: string, { rule = {}, ...others }: RuleParts = {}): string => ruleWith({ ...others, rule: { tags: list, ...rule } });

const usual = '["OS: Linux", "Domain: Endpoint", "Tactic: Execution"]';

function row(code: string, fires: string, nearMiss: string, fixed?: string): CodeCase {
  return { code, language: 'toml', profile: 'detections-as-code', fires, nearMiss, ...(fixed === undefined ? {} : { fixed }) };
}

const elastic = (each: CodeCase): CodeCase => ({ ...each, profile: 'elastic' });

const sysmon = { rule: { index: '["logs-windows.sysmon_operational-*"]' } };
const cloudTrail = { rule: { index: '["logs-aws.cloudtrail-*"]' } };

export const cases: readonly CodeCase[] = [
  row('TAG001', tagged('["OS: Linux", "OS: Linux", "Tactic: Execution"]'), tagged(usual), tagged('["OS: Linux", "Tactic: Execution"]')),
  row('TAG002', tagged('["OS: LINUX", "Domain: Endpoint", "Tactic: Execution"]'), tagged(usual), tagged(usual)),
  row(
    'TAG002',
    tagged('["data source:Acme Proxy", "Tactic: Execution"]'),
    tagged('["Data Source: acme proxy", "Team: red", "Tactic: Execution"]'),
    tagged('["Data Source: Acme Proxy", "Tactic: Execution"]'),
  ),
  row(
    'TAG003',
    tagged('["Use Case: Threat Detecton", "Tactic: Execution"]'),
    tagged('["Data Source: Elastic Defnd", "Acme", "Team: red", "Domain: Fleet", "Tactic: Execution"]'),
    tagged('["Use Case: Threat Detection", "Tactic: Execution"]'),
  ),
  row('TAG003', tagged('["Domian: Cloud", "Tactic: Execution"]'), tagged(usual), tagged('["Domain: Cloud", "Tactic: Execution"]')),
  row('TAG003', tagged('["OS Linux", "Tactic: Execution"]'), tagged(usual), tagged('["OS: Linux", "Tactic: Execution"]')),
  elastic(row('TAG003', tagged('["Acme", "Tactic: Execution"]'), tagged('["Service: Acme", "Tactic: Execution"]'))),
  row('TAG004', tagged('["OS: Linux", "Domain: Endpoint"]'), tagged('["web", "shell"]'), tagged(usual)),
  row(
    'TAG004',
    tagged('["OS: Linux", "Tactic: Execution", "Tactic: Discovery"]'),
    tagged('["OS: Linux", "Tactic: Execution", "Tactic: Stealth"]'),
    tagged('["OS: Linux", "Tactic: Execution"]'),
  ),
  elastic(row('TAG004', tagged('[]'), tagged('["Tactic: Execution"]'), tagged('["Tactic: Execution"]'))),
  elastic(
    row(
      'TAG005',
      tagged('["OS: Windows", "Tactic: Execution"]', sysmon),
      tagged('["OS: Windows", "Tactic: Execution"]', { rule: { index: '["logs-windows.sysmon_operational*"]' } }),
      tagged('["OS: Windows", "Tactic: Execution", "Data Source: Sysmon"]', sysmon),
    ),
  ),
  elastic({
    ...row('TAG005', tagged('["Tactic: Execution"]'), tagged(usual), tagged('["Tactic: Execution", "OS: Linux"]')),
    uri: 'file:///repository/rules/linux/execution_shell.toml',
  }),
  elastic(
    row(
      'TAG005',
      tagged('["OS: Linux", "Tactic: Execution"]', { rule: { building_block_type: '"default"' } }),
      tagged(usual),
      tagged('["OS: Linux", "Tactic: Execution", "Rule Type: BBR"]', { rule: { building_block_type: '"default"' } }),
    ),
  ),
  row(
    'TAG006',
    tagged('["Data Source: Okta", "Data Source: AWS", "Tactic: Execution"]', cloudTrail),
    tagged('["Data Source: Acme", "Data Source: AWS", "Tactic: Execution"]', cloudTrail),
    tagged('["Data Source: AWS", "Tactic: Execution"]', cloudTrail),
  ),
  row(
    'TAG006',
    tagged('["Data Source: Acme", "Tactic: Execution"]', cloudTrail),
    tagged('["Domain: Cloud", "Tactic: Execution"]', cloudTrail),
    tagged('["Data Source: Acme", "Tactic: Execution", "Data Source: AWS"]', cloudTrail),
  ),
];
