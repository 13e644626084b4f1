/** Diagnostics of tags. */
import { inToml, type CodeRow } from './row.js';

const usual = 'tags = ["OS: Linux", "Domain: Endpoint", "Tactic: Execution"]';

export const tagsCodes: readonly CodeRow[] = [
  {
    code: 'TAG001',
    severity: 'warning',
    repaired: true,
    title: 'Tag is there twice',
    about: 'The list holds the same tag twice. It does nothing to the matches of the rule; one of the two can go.',
    examples: [inToml('tags = ["OS: Linux", "Domain: Endpoint", "OS: Linux", "Tactic: Execution"]', usual)],
  },
  {
    code: 'TAG002',
    severity: 'warning',
    profile: 'detections-as-code',
    repaired: true,
    title: 'Tag is written unlike the usual one',
    about:
      'The tag differs from one that Elastic’s rules use only in case or blanks. Tags are compared letter for letter, so whoever filters ' +
      'the rules by the usual tag does not find this one.',
    examples: [inToml('tags = ["OS: linux", "Domain: Endpoint", "Tactic: Execution"]', usual)],
  },
  {
    code: 'TAG003',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Tag is not a known one',
    about:
      'The tag is nearly one that Elastic’s rules use, so it probably is a slip. Tags of your own are left alone; only for Elastic’s own ' +
      'rules a tag without a known family before its colon is reported too.',
    examples: [inToml('tags = ["OS: Linux", "Domain: Endpiont", "Tactic: Execution"]', usual)],
  },
  {
    code: 'TAG004',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Tags and tactics of the rule differ',
    about:
      'The first tactic of the ATT&CK mapping has a tag, `Tactic:` and its name, by which rules are filtered; a further tactic without a tag ' +
      'is a hint. A tag of a tactic that the mapping does not have is information. Machine learning rules need none, and rules whose tags ' +
      'have no families at all are left alone.',
    examples: [inToml('tags = ["OS: Linux", "Domain: Endpoint"]', usual)],
  },
  {
    code: 'TAG005',
    severity: 'warning',
    profile: 'elastic',
    title: 'Tag that goes with the rule is missing',
    about:
      'Elastic’s own rules have certain tags for certain indices, for the folder of an operating system, for building block and machine ' +
      'learning rules, and for queries that ask a language model. Index patterns are compared letter for letter.',
    examples: [
      inToml(
        'index = ["logs-endpoint.events.process-*", "logs-windows.sysmon_operational-*"]\ntags = ["OS: Windows", "Domain: Endpoint", "Data Source: Elastic Defend", "Tactic: Execution"]\n\n[metadata]\nintegration = ["endpoint", "windows"]',
        'index = ["logs-endpoint.events.process-*", "logs-windows.sysmon_operational-*"]\ntags = ["OS: Windows", "Domain: Endpoint", "Data Source: Elastic Defend", "Data Source: Sysmon", "Tactic: Execution"]\n\n[metadata]\nintegration = ["endpoint", "windows"]',
      ),
    ],
  },
  {
    code: 'TAG006',
    severity: 'information',
    profile: 'detections-as-code',
    title: 'Data source tags and indices differ',
    about:
      'The rule has the tag of a data source that none of its index patterns covers, or some tags of data sources but not that of an index ' +
      'it searches. Data also reaches other indices by way of pipelines of your own; then leave it.',
    examples: [
      inToml(
        'index = ["logs-aws.cloudtrail-*"]\ntags = ["Domain: Cloud", "Data Source: AWS", "Data Source: Okta", "Tactic: Execution"]\n\n[metadata]\nintegration = ["aws"]',
        'index = ["logs-aws.cloudtrail-*"]\ntags = ["Domain: Cloud", "Data Source: AWS", "Tactic: Execution"]\n\n[metadata]\nintegration = ["aws"]',
      ),
    ],
  },
];
