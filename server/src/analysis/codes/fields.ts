/** Diagnostics of the fields of a rule that all types have. */
import { inToml, type CodeRow } from './row.js';

export const fieldsCodes: readonly CodeRow[] = [
  {
    code: 'RUL001',
    severity: 'error',
    repaired: true,
    title: 'Rule id is not a UUID in lower case',
    about:
      'The `rule_id` says which rule an update, an exception or an alert belongs to. Tools for detections as code take only a UUID in lower case, hence an error there; ' +
      'Kibana takes any text, hence a warning elsewhere.',
    examples: [inToml('rule_id = "0C1F5B4E-2B7C-4B55-9A3E-6F4D8A1B2C3D"', 'rule_id = "0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d"')],
  },
  {
    code: 'RUL003',
    severity: 'error',
    title: 'Rule has no usable name',
    about:
      'The name is what analysts read in the list of alerts, so it cannot be empty. ' +
      'Elastic’s own rules have names that begin with a letter or a digit and end with one, or with a bracket. ' +
      'Two rules of one name are an information: their alerts cannot be told apart; the tools for detections as code refuse them, so there it is an error.',
    examples: [inToml('name = " "', 'name = "Shell from web server"')],
  },
  {
    code: 'RUL004',
    severity: 'error',
    title: 'Risk score is not from 0 to 100',
    about: 'The risk score of a rule is a number from 0 to 100; Kibana refuses the rule otherwise.',
    examples: [inToml('risk_score = 470', 'risk_score = 47')],
  },
  {
    code: 'RUL005',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Severity and risk score disagree',
    about:
      'By convention low goes with risk scores up to 21, medium up to 47, high up to 73 and critical above. ' +
      'Alerts are sorted by either of the two, so a rule where they disagree is handled differently from view to view.',
    examples: [inToml('severity = "critical"\nrisk_score = 47', 'severity = "critical"\nrisk_score = 99')],
  },
  {
    code: 'RUL006',
    severity: 'information',
    profile: 'detections-as-code',
    title: 'Risk score is not the usual one of its severity',
    about:
      'Nearly all rules have the risk scores 21, 47, 73 or 99, by their severity. Another one may be meant, but ranks the alerts in ways that few expect.',
    examples: [inToml('risk_score = 43', 'risk_score = 47')],
  },
  {
    code: 'RUL007',
    severity: 'error',
    title: 'Limit of alerts cannot be met',
    about:
      'The `max_signals` of a rule is how many alerts one run creates at most: at least 1, which is an error otherwise. ' +
      'Kibana creates no more than 1000 unless it is configured otherwise, so more is a warning, and an error for detections as code. ' +
      'Elastic’s own rules that reach the limit explain it in their `setup`.',
    examples: [inToml('max_signals = 0', 'max_signals = 100')],
  },
  {
    code: 'RUL008',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Version is counted by the repository',
    about:
      'A repository of detections counts the versions of its rules itself and refuses a rule that has `version` or `revision`, ' +
      'unless its configuration has `bypass_version_lock`. Where it has, switch this code off.',
    examples: [inToml('version = 3', '')],
  },
  {
    code: 'RUL009',
    severity: 'error',
    repaired: true,
    title: 'Timeline template is half set or mismatched',
    about:
      'A rule has both the id and the title of its timeline template or neither. ' +
      'A title that is not that of the template is a warning, and an error for detections as code.',
    examples: [
      inToml(
        'timeline_id = "76e52245-7519-4251-91ab-262fb1a1728c"',
        'timeline_id = "76e52245-7519-4251-91ab-262fb1a1728c"\ntimeline_title = "Generic Process Timeline"',
      ),
    ],
  },
  {
    code: 'RUL010',
    severity: 'warning',
    profile: 'elastic',
    title: 'Licence of Elastic is misspelt',
    about: 'The rules of Elastic name their licence `Elastic License v2`, in these words, so that it can be found and checked.',
    examples: [inToml('license = "Elastic Licence v2"', 'license = "Elastic License v2"')],
  },
  {
    code: 'RUL011',
    severity: 'warning',
    repaired: true,
    title: 'Reference is not a link, or is there twice',
    about:
      'References are shown to the analyst as links, so each is the whole address of a page, once. ' +
      'An address without encryption (`http:`) is an information only.',
    examples: [inToml('references = ["attack.mitre.org"]', 'references = ["https://attack.mitre.org"]')],
  },
  {
    code: 'RUL012',
    severity: 'error',
    repaired: true,
    title: 'Mapping of severity or risk is incomplete',
    about:
      'An entry of `severity_mapping` has `field`, `operator`, `value` and `severity`, one of `risk_score_mapping` `field`, `operator` and `value`; ' +
      'the operator is always `equals`. A single mapping to the severity that the rule has anyway is a hint: it changes nothing.',
    examples: [
      inToml(
        '[[rule.risk_score_mapping]]\nfield = "event.risk_score"\noperator = "equal"\nvalue = ""\n',
        '[[rule.risk_score_mapping]]\nfield = "event.risk_score"\noperator = "equals"\nvalue = ""\n',
      ),
    ],
  },
  {
    code: 'RUL013',
    severity: 'warning',
    title: 'Override goes by an unsuitable field',
    about:
      'The name, time, severity or risk of alerts is to come from a field of the events that no schema of the rule’s indices has, or whose type does not fit. ' +
      'The override then has no effect. Where not all fields of the indices are known, it is an information.',
    examples: [inToml('rule_name_override = "kibana.alert.ruel.name"', 'rule_name_override = "kibana.alert.rule.name"')],
  },
  {
    code: 'RUL014',
    severity: 'warning',
    repaired: true,
    title: 'Investigation field is unknown or there twice',
    about:
      'The fields of `investigation_fields` are shown to the analyst above all others, each once. ' +
      'One that no schema of the rule’s indices has is an information: it may be misspelt.',
    examples: [
      inToml(
        '[rule.investigation_fields]\nfield_names = ["host.id", "host.id"]\n',
        '[rule.investigation_fields]\nfield_names = ["host.id"]\n',
      ),
    ],
  },
  {
    code: 'RUL015',
    severity: 'error',
    title: 'Building block is not set up as one',
    about:
      'The only `building_block_type` is `default`. Elastic’s own building blocks run once an hour over two hours, unless their metadata has `bypass_bbr_timing`, ' +
      'which is a warning.',
    examples: [inToml('building_block_type = "yes"', 'building_block_type = "default"')],
  },
  {
    code: 'RUL017',
    severity: 'error',
    title: 'Computed key is incomplete or not needed',
    about:
      'An entry of `required_fields` has `name` and `type`, one of `related_integrations` `package` and `version`. ' +
      'In a repository of detections both keys are computed when the rules are built, so that they can go: an information.',
    examples: [
      inToml(
        '[[rule.related_integrations]]\npackage = "endpoint"\n',
        '[[rule.related_integrations]]\npackage = "endpoint"\nversion = "^9.0.0"\n',
      ),
    ],
  },
  {
    code: 'RUL019',
    severity: 'error',
    title: 'Threat mappings contradict one another',
    about: 'There is one entry of `threat_mappings` for a framework and its version, and all that stands in it is of that framework.',
    examples: [
      inToml(
        '[[rule.threat_mappings]]\nframework = "MITRE ATT&CK"\nversion = "19"\nthreat = []\n[[rule.threat_mappings]]\nframework = "MITRE ATT&CK"\nversion = "19"\nthreat = []\n',
        '[[rule.threat_mappings]]\nframework = "MITRE ATT&CK"\nversion = "19"\nthreat = []\n',
      ),
    ],
  },
];
