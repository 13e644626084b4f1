/** A rule says the same in TOML and in Kibana's JSON, so the same is found in it; but for what only one of the notations has. */
import { expect, it } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.js';
import { openRule } from '../../server/src/rule/openText.js';
import { toKibana } from '../../server/src/rule/export/toKibana.js';
import { corpusRules, reference } from '../kit/reference.js';
import { shippedSchemas } from '../schema/shipped.js';
import { eqlRuleWith, ruleWith } from './cases/kit.js';

const schemas = await shippedSchemas;
const today = '2026-02-03';

/** Reasons why a finding is in one notation alone. */
const ofNotation: readonly RegExp[] = [
  // The notation itself, the keys that one of them has, and the file's name.
  /^TOM/,
  // `[metadata]`, which Kibana has not.
  /^MET/,
  // White space that the export does not keep, or that stands in a string on one line there.
  /^FMT/,
  // The pacing of building blocks, which the metadata may switch off.
  /^RUL015/,
  // Entries of `[transform]`, which are part of the guide there.
  /^DOC001/,
];

function findings(text: string, uri: string, languageId: string): readonly string[] {
  const document = openRule(text, { uri, languageId });
  const catalog = schemas.catalogFor(document.index?.value.map(({ value }) => value) ?? []);
  return analyze(document, { catalog, schemas }, { today, profile: 'elastic' })
    .map(({ code, severity, message }) => `${code} ${severity} ${message}`)
    .filter((finding) => !ofNotation.some((pattern) => pattern.test(finding)))
    .sort();
}

function inJson(text: string, uri: string): string {
  const { tree } = openRule(text, { uri, languageId: 'toml' });
  if (tree === undefined) throw new Error('no rule');
  return JSON.stringify(toKibana(tree, { keepMetadata: false }).value, undefined, 2);
}

interface Difference {
  readonly path: string;
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

/** Undefined where both have the same findings. */
function difference(text: string, path: string): Difference | undefined {
  const uri = `file:///${path}`;
  const toml = findings(text, uri, 'toml');
  const json = findings(inJson(text, uri), uri.replace(/toml$/, 'json'), 'json');
  if (JSON.stringify(toml) === JSON.stringify(json)) return undefined;
  return { path, lost: toml.filter((each) => !json.includes(each)), gained: json.filter((each) => !toml.includes(each)) };
}

it.each([
  ['a query', ruleWith({ rule: { query: '\'process.nmae: (sh or sh) and process.name: "s*"\'' } }), ['KQL101', 'QRY002', 'QRY005']],
  [
    'a sequence',
    eqlRuleWith({ rule: { query: '\'sequence by host.id [process where process.name == "a*"] [file where true]\'' } }),
    ['EQL101', 'EQL106'],
  ],
  ['a mapping', ruleWith().replace('"Execution"', '"Persistence"').replace('T1059', 'T1547'), ['ATK003', 'ATK004']],
  ['values', ruleWith({ rule: { risk_score: '101', severity: '"medium"', from: '"now-9minutes"' } }), ['RUL004', 'SCH001']],
] as const)('has the same findings as TOML: %s', (_, text, expected) => {
  expect(difference(text, 'rules/rule.toml')).toBeUndefined();
  const found = findings(inJson(text, 'file:///rules/rule.toml'), 'file:///rules/rule.json', 'json').map((finding) => finding.slice(0, 6));
  expect(expected.filter((code) => !found.includes(code))).toEqual([]);
});

it('rules in production', () => {
  if (reference === undefined) {
    console.log('not run: no reference data');
    return;
  }
  expect(corpusRules().flatMap(({ path, text }) => difference(text, path) ?? [])).toEqual([]);
});
