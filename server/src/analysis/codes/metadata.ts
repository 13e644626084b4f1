/** Diagnostics of the `[metadata]` table. */
import { inToml, type CodeRow } from './row.js';

export const metadataCodes: readonly CodeRow[] = [
  {
    code: 'MET001',
    severity: 'error',
    repaired: true,
    title: 'Date is not a day of the calendar',
    about:
      'The dates of a rule are text, year first and with slashes: `"2026/01/31"`. ' +
      'Another notation, TOML’s own dates among them, is refused when the rule is loaded, and would not compare as dates do.',
    examples: [inToml('[metadata]\ncreation_date = "2025-12-31"\n', '[metadata]\ncreation_date = "2025/12/31"\n')],
  },
  {
    code: 'MET002',
    severity: 'error',
    title: 'Rule was updated before it was created',
    about:
      'The `updated_date` of a rule is the day of its last change, so it cannot lie before its `creation_date`. The fix sets it to today.',
    examples: [
      inToml(
        '[metadata]\ncreation_date = "2026/01/31"\nupdated_date = "2026/01/13"\n',
        '[metadata]\ncreation_date = "2026/01/13"\nupdated_date = "2026/01/31"\n',
      ),
    ],
  },
  {
    code: 'MET003',
    severity: 'warning',
    profile: 'detections-as-code',
    needsRun: true,
    title: 'Rule was changed without a new date',
    about:
      'The file differs from the version that `rulewright check --since REVISION` compares it with, but `updated_date` is the same, so whoever reads it takes the rule for an older one. ' +
      'The fix sets it to today. Without `--since` nothing is said.',
  },
  {
    code: 'MET004',
    severity: 'error',
    title: 'Maturity is unknown or missing',
    about:
      'The maturity of a rule decides whether it is released: only `production` is. ' +
      'A maturity that does not exist is an error, none at all an information: such a rule is never released.',
    examples: [inToml('[metadata]\nmaturity = "prodution"\n', '[metadata]\nmaturity = "production"\n')],
  },
  {
    code: 'MET005',
    severity: 'error',
    profile: 'detections-as-code',
    title: 'Oldest stack version is not usable',
    about:
      'The `min_stack_version` of a rule is a version such as `9.1.0` that Elastic still maintains, and `min_stack_comments` says why the rule needs it. ' +
      'Without the key a rule is for every version that is maintained.',
    examples: [
      inToml(
        '[metadata]\nmin_stack_version = "9.2.0"\n',
        '[metadata]\nmin_stack_comments = "Indicators can be negated"\nmin_stack_version = "9.2.0"\n',
      ),
    ],
  },
  {
    code: 'MET006',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Rule uses what older stack versions do not have',
    about:
      'Something in the rule came with a version of the Elastic Stack that is newer than the oldest one that the rule is for, so it cannot be loaded there. ' +
      'Set `min_stack_version` to the version that has it.',
    examples: [
      inToml(
        'type = "threshold"\n[rule.threshold]\nfield = ["host.id", "user.id", "source.ip", "process.name"]\nvalue = 5\n',
        'type = "threshold"\n[rule.threshold]\nfield = ["host.id", "user.id", "source.ip"]\nvalue = 5\n',
      ),
    ],
  },
  {
    code: 'MET007',
    severity: 'error',
    profile: 'detections-as-code',
    title: 'Deprecation is half done',
    about:
      'A deprecated rule has `maturity = "deprecated"` and a `deprecation_date`, which is the day of its last update; any other rule has no such date.',
    examples: [
      inToml(
        '[metadata]\nmaturity = "deprecated"\n',
        '[metadata]\nmaturity = "deprecated"\ndeprecation_date = "2026/02/01"\nupdated_date = "2026/02/01"\n',
      ),
    ],
  },
  {
    code: 'MET008',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Integrations and index patterns disagree',
    about:
      'The `integration` of a rule lists the packages whose events it searches, from which its related integrations and its fields are derived. ' +
      'Here a package is named whose events no index pattern has, or an index pattern belongs to a package that is not named.',
    examples: [inToml('[metadata]\nintegration = ["endpoint", "okta"]\n', '[metadata]\nintegration = ["endpoint"]\n')],
  },
  {
    code: 'MET009',
    severity: 'information',
    profile: 'detections-as-code',
    repaired: true,
    title: 'Integration is not a list',
    about: 'The `integration` of a rule is a list, also of one package. A single text is still read, but not by every tool.',
    examples: [inToml('[metadata]\nintegration = "endpoint"\n', '[metadata]\nintegration = ["endpoint"]\n')],
  },
];
