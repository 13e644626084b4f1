/** The keys of `[metadata]`: what a rule repository keeps beside the rule. They exist in TOML only. */
import { choice, flag, formatted, listOf, oneOf, table, text, texts, type KeyRow } from './ruleKeysRow.js';

const maturity = choice('a maturity', {
  development: 'Being written; not shipped.',
  experimental: 'Being tried out; not shipped.',
  beta: 'Nearly ready; not shipped.',
  production: 'Shipped: the only maturity that reaches users.',
  deprecated: 'Withdrawn; `deprecation_date` says when.',
});

const systems = choice('an operating system', { windows: 'Windows', linux: 'Linux', macos: 'macOS' });

const rows: readonly KeyRow[] = [
  {
    key: 'creation_date',
    shape: formatted('date'),
    required: 'always',
    docs: 'The day the rule was written, as `YYYY/MM/DD` in quotes.',
    example: '2026/01/31',
  },
  {
    key: 'updated_date',
    shape: formatted('date'),
    required: 'always',
    docs: 'The day of the last change, as `YYYY/MM/DD` in quotes; not before `creation_date`.',
    example: '2026/01/31',
  },
  {
    key: 'maturity',
    shape: { ...maturity, checkedApart: true },
    docs: 'How ready the rule is. Only `production` is shipped; a rule without it is not.',
    example: 'production',
  },
  { key: 'deprecation_date', shape: formatted('date'), docs: 'The day the rule was withdrawn; the same as `updated_date`.' },
  { key: 'deprecated_reason', shape: text, docs: 'Why the rule was withdrawn, and what takes its place.' },
  {
    key: 'integration',
    shape: oneOf(listOf(formatted('package')), formatted('package')),
    docs: 'The integration packages whose events the rule needs, such as `endpoint`. They decide which field mappings the query is checked against.',
    example: ['endpoint'],
  },
  {
    key: 'min_stack_version',
    shape: formatted('version'),
    docs: 'The oldest version of the stack that can run the rule, such as `8.19.0`. `min_stack_comments` says why.',
    example: '8.19.0',
  },
  { key: 'min_stack_comments', shape: text, docs: 'Why the rule needs `min_stack_version`.' },
  { key: 'os_type_list', shape: listOf(systems), docs: 'The operating systems the rule is about.' },
  {
    key: 'query_schema_validation',
    shape: flag,
    default: 'true',
    docs: 'With `false` the repository does not check the fields of the query against mappings.',
  },
  {
    key: 'bypass_bbr_timing',
    shape: flag,
    default: 'false',
    docs: 'With `true` a building block rule need not look back two hours and run once an hour.',
  },
  { key: 'promotion', shape: flag, docs: 'Whether the rule turns the alerts of another product into alerts of its own.' },
  { key: 'related_endpoint_rules', shape: texts, docs: 'Rules of Elastic Defend on the same behaviour.' },
  { key: 'comments', shape: text, docs: 'Notes for other authors; nothing reads them.' },
  { key: 'extended', shape: table('free'), docs: 'Data of your own tools; any keys are allowed here.' },
];

export const metadataKeys: readonly KeyRow[] = rows.map((row) => ({ ...row, only: 'toml' }));
