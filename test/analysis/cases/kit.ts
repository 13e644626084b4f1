/** What every diagnostic is tested with: a text that has it, one that nearly has it, and what its first fix makes of the first. */
import type { Severity } from '../../../server/src/base/problem.js';
import type { Profile } from '../../../server/src/analysis/profile.js';

export interface CodeCase {
  readonly code: string;
  readonly language: 'eql' | 'kuery' | 'toml';
  /** Has a diagnostic of this code. */
  readonly fires: string;
  /** Is as like to it as can be, and has none. */
  readonly nearMiss: string;
  /** `fires` after the first fix of its first diagnostic of this code, which it then no longer has; undefined where there is no fix. */
  readonly fixed?: string;
  /** `any` where not given. */
  readonly profile?: Profile;
  /** The level it is given, for a code that is off by default. */
  readonly level?: Severity;
  /** The file's name, where it matters. */
  readonly uri?: string;
  /** Another rule of the repository, for what two rules have in common; `uri` where the file's name matters. */
  readonly beside?: { readonly uri?: string; readonly text: string };
}

/** A rule that nothing is wrong with. Values are TOML text. */
const usual = {
  metadata: { creation_date: '"2026/01/05"', integration: '["endpoint"]', maturity: '"production"', updated_date: '"2026/01/05"' },
  rule: {
    author: '["Acme"]',
    description: '"Finds a shell that a web server starts."',
    from: '"now-9m"',
    index: '["logs-endpoint.events.process-*"]',
    language: '"kuery"',
    license: '"Apache-2.0"',
    name: '"Shell from web server"',
    risk_score: '47',
    rule_id: '"0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d"',
    severity: '"medium"',
    tags: '["OS: Linux", "Domain: Endpoint", "Tactic: Execution"]',
    timestamp_override: '"event.ingested"',
    type: '"query"',
    query: "'host.os.type: linux and event.category: process and process.name: sh'",
  },
};

const threat = `[[rule.threat]]
framework = "MITRE ATT&CK"

[[rule.threat.technique]]
id = "T1059"
name = "Command and Scripting Interpreter"
reference = "https://attack.mitre.org/techniques/T1059/"

[rule.threat.tactic]
id = "TA0002"
name = "Execution"
reference = "https://attack.mitre.org/tactics/TA0002/"
`;

/** Keys of the two tables with their values as TOML text; undefined leaves one out. `tables` is what follows them; by default the ATT&CK mapping. */
export interface RuleParts {
  readonly metadata?: Readonly<Record<string, string | undefined>>;
  readonly rule?: Readonly<Record<string, string | undefined>>;
  readonly tables?: string;
}

/** A whole rule in TOML: the usual one, with other or without some values. */
export function ruleWith({ metadata = {}, rule = {}, tables = threat }: RuleParts = {}): string {
  const lines = (values: Readonly<Record<string, string | undefined>>): string =>
    Object.entries(values)
      .flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}\n`]))
      .join('');
  return `[metadata]\n${lines({ ...usual.metadata, ...metadata })}\n[rule]\n${lines({ ...usual.rule, ...rule })}\n${tables}`;
}

/** The usual rule as one for EQL. */
export function eqlRuleWith({ rule = {}, ...others }: RuleParts = {}): string {
  const query = '\'process where host.os.type == "linux" and event.type == "start" and process.name == "sh"\'';
  return ruleWith({ ...others, rule: { type: '"eql"', language: '"eql"', query, ...rule } });
}
