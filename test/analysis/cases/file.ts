/** Cases of the diagnostics of a rule file as a file. */
import { eqlRuleWith, ruleWith, type CodeCase } from './kit.js';

const threshold = '[rule.threshold]\nfield = ["host.id"]\nvalue = 10\n';
const esql = { type: '"esql"', language: '"esql"', query: '"from logs-* metadata _id, _index, _version | keep *"' };
const newTerms = { type: '"new_terms"', new_terms_fields: '["host.id"]' };
const listEntry = '[[rule.exceptions_list]]\nid = "endpoint_list"\nlist_id = "endpoint_list"\ntype = "endpoint"\n';

const notation: readonly CodeCase[] = [
  {
    code: 'TOM001',
    language: 'toml',
    fires: ruleWith({ rule: { severity: 'medium' } }),
    nearMiss: ruleWith({ rule: { severity: "'medium'" } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM002',
    language: 'toml',
    fires: ruleWith({ rule: { severity: '"medium"\nseverity = "low"' } }),
    nearMiss: ruleWith({ rule: { severity: '"medium"\n# severity = "low"' } }),
  },
];

const unknownKeys: readonly CodeCase[] = [
  {
    code: 'TOM003',
    language: 'toml',
    fires: ruleWith({ rule: { severty_mapping: '[]' } }),
    nearMiss: ruleWith({ rule: { severity_mapping: '[]' } }),
    fixed: ruleWith({ rule: { severty_mapping: '[]' } }).replace('severty', 'severity'),
  },
  {
    code: 'TOM003',
    language: 'toml',
    fires: ruleWith({ rule: { my_own_key: '1' } }),
    nearMiss: ruleWith({ tables: '[rule.meta]\nmy_own_key = 1\n\n[metadata.extended]\nother = "x"\n' }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM003',
    language: 'toml',
    fires: ruleWith({ rule: { immutable: 'false' } }),
    nearMiss: ruleWith({ rule: { enabled: 'false' } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM003',
    language: 'toml',
    fires: ruleWith({ tables: '' }).replace('\n[rule]\n', ''),
    nearMiss: ruleWith({ tables: '' }),
    fixed: ruleWith({ tables: '' }),
  },
  {
    code: 'TOM014',
    language: 'toml',
    fires: ruleWith({ tables: '[transfrom]\nosquery = []\n' }),
    nearMiss: ruleWith({ tables: '[transform]\nosquery = []\n' }),
    fixed: ruleWith({ tables: '[transform]\nosquery = []\n' }),
  },
  {
    code: 'TOM014',
    language: 'toml',
    fires: `name = "outside"\n${ruleWith()}`,
    nearMiss: ruleWith(),
    fixed: ruleWith(),
  },
];

const missingKeys: readonly CodeCase[] = [
  {
    code: 'TOM004',
    language: 'toml',
    fires: ruleWith({ rule: { severity: undefined, author: undefined } }),
    nearMiss: ruleWith({ rule: { license: undefined, tags: undefined } }),
    fixed: ruleWith({ rule: { severity: undefined, author: undefined } }).replace(
      "process.name: sh'\n",
      'process.name: sh\'\nseverity = "medium"\nauthor = ["Author"]\n',
    ),
  },
  {
    code: 'TOM004',
    language: 'toml',
    fires: ruleWith({ metadata: { updated_date: undefined } }),
    nearMiss: ruleWith({ metadata: { promotion: undefined } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM004',
    language: 'toml',
    fires: ruleWith({ rule: { type: '"threshold"' }, tables: '' }),
    nearMiss: ruleWith({ rule: { type: '"threshold"' }, tables: threshold }),
    fixed: ruleWith({ rule: { type: '"threshold"' }, tables: threshold }),
  },
  {
    code: 'TOM004',
    language: 'toml',
    fires: ruleWith({ rule: newTerms, tables: '' }),
    nearMiss: ruleWith({ rule: { ...newTerms, history_window_start: '"now-7d"' }, tables: '' }),
    fixed: `${ruleWith({ rule: newTerms, tables: '' })}[rule.new_terms]
field = "new_terms_fields"
value = ["host.id"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-7d"
`,
  },
  // What is missing of a tactic or technique follows from what is there of it.
  {
    code: 'TOM004',
    language: 'toml',
    fires: ruleWith().replace(/name = "Execution"\n.*\n/, ''),
    nearMiss: ruleWith(),
    fixed: ruleWith(),
  },
  {
    code: 'TOM004',
    language: 'toml',
    fires: ruleWith().replace('id = "T1059"\n', ''),
    nearMiss: ruleWith(),
    fixed: ruleWith().replace(/(id = "T1059"\n)((?:.+\n)+)/, '$2$1'),
  },
  {
    code: 'TOM004',
    language: 'toml',
    fires: `${ruleWith()}\n[[rule.threat.technique.subtechnique]]\n`,
    nearMiss: ruleWith(),
    fixed: `${ruleWith()}\n[[rule.threat.technique.subtechnique]]\nid = "T1059.004"\nname = "Unix Shell"\nreference = "https://attack.mitre.org/techniques/T1059/004/"\n`,
  },
  {
    code: 'TOM004',
    language: 'toml',
    fires: ruleWith({ tables: listEntry }),
    nearMiss: ruleWith({ tables: `${listEntry}namespace_type = "agnostic"\n` }),
    fixed: ruleWith({ tables: `${listEntry}namespace_type = "single"\n` }),
  },
];

const wrongValues: readonly CodeCase[] = [
  {
    code: 'TOM005',
    language: 'toml',
    fires: ruleWith({ rule: { risk_score: '"47"' } }),
    nearMiss: ruleWith({ rule: { risk_score: '47' } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM005',
    language: 'toml',
    fires: ruleWith({ rule: { author: '"Acme"' } }),
    nearMiss: ruleWith({ metadata: { integration: '"endpoint"' } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM005',
    language: 'toml',
    fires: ruleWith({ rule: { note: '["## Triage", "## Setup"]' } }),
    nearMiss: ruleWith({ rule: { note: '"## Triage"' } }),
  },
  {
    code: 'TOM005',
    language: 'toml',
    fires: ruleWith({ rule: { false_positives: '["Backups", 3]' } }),
    nearMiss: ruleWith({ rule: { false_positives: '["Backups", "3"]' } }),
    fixed: ruleWith({ rule: { false_positives: '["Backups", "3"]' } }),
  },
  {
    code: 'TOM006',
    language: 'toml',
    fires: ruleWith({ rule: { tiebreaker_field: '"event.sequence"' } }),
    nearMiss: eqlRuleWith({ rule: { tiebreaker_field: '"event.sequence"' } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM006',
    language: 'toml',
    fires: ruleWith({ rule: esql }),
    nearMiss: ruleWith({ rule: { ...esql, index: undefined } }),
    fixed: ruleWith({ rule: { ...esql, index: undefined } }),
  },
  {
    code: 'TOM007',
    language: 'toml',
    fires: ruleWith({ rule: { language: '"kql"' } }),
    nearMiss: ruleWith({ rule: { language: '"lucene"' } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM007',
    language: 'toml',
    fires: ruleWith({ rule: { severity: '"Medium"' } }),
    nearMiss: ruleWith({ rule: { severity: '"medium"' } }),
    fixed: ruleWith(),
  },
  {
    code: 'TOM007',
    language: 'toml',
    fires: ruleWith({ metadata: { os_type_list: '["linux", "darwin"]' } }),
    nearMiss: ruleWith({ metadata: { os_type_list: '["linux", "macos"]' } }),
  },
];

const texts: readonly CodeCase[] = [
  {
    code: 'TOM008',
    language: 'toml',
    fires: eqlRuleWith({ rule: { query: String.raw`"process where process.executable : \"C:\temp\run.exe\""` } }),
    nearMiss: eqlRuleWith({ rule: { query: String.raw`"process where\nprocess.executable == \"C:\\\\temp\""` } }),
    fixed: eqlRuleWith({ rule: { query: `'''\n${String.raw`process where process.executable : "C:\temp\run.exe"`}'''` } }),
  },
  {
    code: 'TOM009',
    language: 'toml',
    fires: ruleWith({ rule: { query: `'''\nprocess.command_line: "a'''b\\\\c"\n'''` } }),
    nearMiss: ruleWith({ rule: { query: `'''\nprocess.command_line: "a''b\\\\c"\n'''` } }),
    fixed: ruleWith({ rule: { query: `"""\nprocess.command_line: "a'''b\\\\\\\\c"\n"""` } }),
  },
  {
    code: 'TOM010',
    language: 'toml',
    profile: 'detections-as-code',
    fires: ruleWith({ rule: { false_positives: String.raw`['Programs below C:\xampp.']` } }),
    nearMiss: ruleWith({ rule: { false_positives: String.raw`['Programs below C:\apps.']` } }),
  },
  {
    code: 'TOM010',
    language: 'toml',
    profile: 'detections-as-code',
    fires: ruleWith({ rule: { description: "'''\nFinds programs\nbelow C:\\apps.\n'''" } }),
    nearMiss: ruleWith({ rule: { note: "'''\nLook at programs\nbelow C:\\xampp.\n'''" } }),
  },
  {
    code: 'TOM011',
    language: 'toml',
    fires: ruleWith({ rule: { type: '"saved_query"', saved_id: '"id"' } }),
    nearMiss: ruleWith({ rule: { saved_id: '"id"' } }),
    fixed: ruleWith({ rule: { saved_id: '"id"' } }),
  },
];

export const cases: readonly CodeCase[] = [...notation, ...unknownKeys, ...missingKeys, ...wrongValues, ...texts];
