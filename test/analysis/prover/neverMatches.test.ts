/** What the prover says of a rule as a whole, and that it says it of published rules that can never match, but of no good one. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/analysis/analyze.js';
import type { Diagnostic } from '../../../server/src/base/problem.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { reference, readReferenceText } from '../../kit/reference.js';
import { shippedSchemas } from '../../schema/shipped.js';
import { ruleWith } from '../cases/kit.js';

const schemas = await shippedSchemas;

function diagnose(languageId: string, text: string): readonly Diagnostic[] {
  const document = openRule(text, { uri: `file:///rules/rule.${languageId}`, languageId });
  return analyze(document, { catalog: schemas.catalogFor(document.index?.value.map(({ value }) => value) ?? []), schemas });
}

/** The prover's diagnostics: code, marked text, message, the texts of the other places, titles of fixes. */
function proofs(languageId: string, text: string): readonly (readonly string[])[] {
  return diagnose(languageId, text)
    .filter(({ code }) => code === 'QRY022' || code === 'QRY023')
    .map(({ code, span, message, related = [], fixes = [] }) => [
      `${code} ${text.slice(span.start, span.end)}`,
      message,
      ...related.map((other) => `← ${text.slice(other.span.start, other.span.end)}: ${other.message}`),
      ...fixes.map(({ title }) => `→ ${title}`),
    ]);
}

describe('a rule that can never match', () => {
  it('is said at the clause, with each reason and the fixes of the clause', () => {
    expect(proofs('eql', 'process where user.id == "0" and process.args in ("-o*", "--out*")')).toEqual([
      [
        'QRY022 process.args in ("-o*", "--out*")',
        'This rule can never match: nothing passes `process.args in ("-o*", "--out*")`',
        '← "-o*": `in` takes `*` literally; a pattern needs `like`',
        '← "--out*": `in` takes `*` literally; a pattern needs `like`',
        '→ Use `like`',
      ],
    ]);
  });

  it('is said of the stage of a sequence that each match needs', () => {
    const [proof] = proofs('eql', 'sequence by host.id [process where true] [file where user.id == "0" and file.name == "a*"]');
    expect(proof?.slice(0, 2)).toEqual([
      'QRY022 file.name == "a*"',
      'This rule can never match: nothing passes `file.name == "a*"`, which each match needs',
    ]);
  });

  it.each([
    [
      'all values of a list in one alternative, the only one of the other',
      'process.name: sh and (user.name: ("a*" or "b*") or event.outcome: Failure)',
      'kuery',
    ],
    ['a negated condition that is always true', 'process where user.id == "0" and not (process.name == "a" or process.name != "a")', 'eql'],
    ['a contradiction beside other clauses', 'process where user.id == "0" and process.name == "a" and process.name == "b"', 'eql'],
    ['an exclusion of all that is asked for', 'process.name: cmd.exe and not process.name: c* and user.id: 0', 'kuery'],
    ['a value that ECS does not have', 'process where user.id == "0" and event.type == "started"', 'eql'],
    ['a value longer than those that are indexed', `process where user.id == "0" and process.name == "${'a'.repeat(1025)}"`, 'eql'],
    ['nothing but false', 'process where user.id == "0" and not true', 'eql'],
  ])('%s', (_, query, language) => expect(proofs(language, query).map(([first]) => first?.slice(0, 6))).toEqual(['QRY022']));

  it.each([
    ['one value of the list is plain', 'process where user.id == "0" and process.args in ("-o*", "--out")', 'eql'],
    ['the clause is excluded', 'process where user.id == "0" and process.args != "-o*"', 'eql'],
    ['the contradiction is in an exclusion', 'process where user.id == "0" and not (process.name == "a" and process.name == "b")', 'eql'],
    ['the field has several values', 'process where user.id == "0" and process.args == "a" and process.args == "b"', 'eql'],
    ['the field may be one of the user', 'acme.team: red and process.name: sh', 'kuery'],
    ['the query is broken', 'process where user.id == "0" and process.args in ("-o*"', 'eql'],
    [
      'a share as Windows names it',
      String.raw`any where event.code == "5140" and winlog.event_data.ShareName in ("\\\\*\\ADMIN$", "\\\\*\\C$")`,
      'eql',
    ],
    ['a switch of appcmd', 'process where process.name == "appcmd.exe" and process.args == "/text:*"', 'eql'],
    ['all verbs of a Kubernetes role', 'kubernetes.audit.verb: create and kubernetes.audit.requestObject.rules.verbs: "*"', 'kuery'],
  ])('is not said where %s', (_, query, language) =>
    expect(proofs(language, query).filter(([first]) => first?.startsWith('QRY022'))).toEqual([]),
  );

  it('is not said where the user suppressed the reason', () => {
    const query = "'''\nprocess where user.id == \"0\" and process.args in (\"-o*\")\n'''";
    const rule = ruleWith({ rule: { type: '"eql"', language: '"eql"', query } });
    expect(proofs('toml', rule)).toHaveLength(1);
    expect(proofs('toml', `# rulewright-disable EQL102\n${rule}`)).toEqual([]);
  });
});

describe('a part that can never be true', () => {
  it.each([
    [
      'process where process.pid == 4 or (process.name == "sh" and user.name == "a*")',
      'QRY023 (process.name == "sh" and user.name == "a*")',
      'This alternative can never be true: nothing passes `user.name == "a*"`',
    ],
    [
      'process where process.pid == 4 and not (process.name == "sh" and user.name == "a*")',
      'QRY023 (process.name == "sh" and user.name == "a*")',
      'This exclusion takes nothing out: nothing passes `user.name == "a*"`',
    ],
    [
      'sequence by host.id with maxspan=1m [process where true] ![file where file.name == "x*"]',
      'QRY023 file.name == "x*"',
      'Such an event is always missing: nothing passes `file.name == "x*"`',
    ],
    [
      'sequence by host.id with maxspan=1m [process where true] [file where true] until [process where process.name == "x*"]',
      'QRY023 process.name == "x*"',
      'This never ends a sequence: nothing passes `process.name == "x*"`',
    ],
  ])('%s', (query, place, message) => expect(proofs('eql', query).map((proof) => proof.slice(0, 2))).toEqual([[place, message]]));
});

/** Published rules with wildcards that are taken literally, and where the prover or the check of the clause says so. */
const published = [
  ['rules/linux/defense_evasion_apparmor_profile_compilation.toml', 'EQL102 QRY022'],
  ['rules/linux/privilege_escalation_suspicious_chown_fowner_elevation.toml', 'EQL102'],
  ['rules_building_block/command_and_control_certutil_network_connection.toml', 'EQL102'],
  ['rules/linux/persistence_rc_script_creation.toml', 'EQL102'],
  ['rules/linux/persistence_init_d_file_creation.toml', 'EQL102 QRY023'],
  ['rules/linux/persistence_at_job_creation.toml', 'EQL102'],
  ['rules/linux/defense_evasion_ld_so_creation.toml', 'EQL102'],
  ['rules/cross-platform/defense_evasion_timestomp_touch.toml', 'EQL102'],
  ['rules/integrations/cloud_defend/discovery_tool_enumeration.toml', 'EQL102'],
  ['rules/network/initial_access_splunk_postgres_recovery_body_injection.toml', 'KQL101 QRY022'],
] as const;

it('published rules that never match, as a whole or in a clause', () => {
  if (reference === undefined) {
    console.log('not run: no reference data');
    return;
  }
  const found = published.map(([path]) => {
    const codes = diagnose('toml', readReferenceText(`corpus/${path}`)).map(({ code }) => code);
    return [path, ['EQL102', 'KQL101', 'QRY022', 'QRY023'].filter((code) => codes.includes(code)).join(' ')];
  });
  expect(found).toEqual(published);
});
