/** Repairing without asking: what is repaired and what is left to the user, and that no rule in production comes to mean something else. */
import { expect, describe, it } from 'vitest';
import type { AnalysisSettings } from '../../server/src/analysis/analyze.js';
import { fixAll, type Repaired } from '../../server/src/features/fixAll.js';
import { openRule } from '../../server/src/rule/openText.js';
import { ruleWith } from '../analysis/cases/kit.js';
import { plainTree } from '../kit/plainTree.js';
import { corpusRules, reference } from '../kit/reference.js';
import { shippedSchemas } from '../schema/shipped.js';

const schemas = await shippedSchemas;
const today = '2026-02-03';

const repair = (text: string, settings: AnalysisSettings = {}, uri = 'file:///rules/rule.toml'): Repaired =>
  fixAll(text, { uri }, schemas, () => ({ profile: 'elastic', today, ...settings }));

const ruleOf = (query: string): string => ruleWith({ rule: { query: `'${query}'` } });

describe('fixAll', () => {
  it.each([
    ['a tag that is there twice', ruleWith({ rule: { tags: '["OS: Linux", "Domain: Endpoint", "OS: Linux", "Tactic: Execution"]' } })],
    ['a tag in another case', ruleWith({ rule: { tags: '["OS: LINUX", "Domain: Endpoint", "Tactic: Execution"]' } })],
    ['a number in quotes', ruleWith({ rule: { risk_score: '"47"' } })],
    ['an alias of a language', ruleWith({ rule: { language: '"kql"' } })],
    ['a date in another notation', ruleWith({ metadata: { creation_date: '"2026-01-05"' } })],
    ['a text where a list is due', ruleWith({ metadata: { integration: '"endpoint"' } })],
    ['an old name of a technique', ruleWith().replace('"Command and Scripting Interpreter"', '"Command-Line Interface"')],
    ['the page of another tactic', ruleWith().replace('/TA0002/', '/TA0003/')],
    ['keywords in capitals', ruleOf('host.os.type: linux AND event.category: process AND process.name: sh')],
    ['several at once', ruleWith({ rule: { risk_score: '"47"', language: '"kql"' } }).replace('/TA0002/', '/TA0003/')],
  ])('repairs %s', (_, text) => expect(repair(text).text).toBe(ruleWith()));

  it.each([
    ['a field that may be another', ruleOf('host.os.type: linux and event.category: process and process.nmae: sh')],
    ['a value in another case', ruleOf('host.os.type: Linux and event.category: process and process.name: sh')],
    ['a pattern in quotes', ruleOf('host.os.type: linux and event.category: process and process.name: "s*"')],
    ['a query that cannot be read', ruleOf('host.os.type: linux and (process.name: sh')],
    ['a name and a page that belong together, with an id that does not', ruleWith().replace('"TA0002"', '"TA0003"')],
    ['an id that tools outside may know', ruleWith({ rule: { rule_id: '"0C1F5B4E-2B7C-4B55-9A3E-6F4D8A1B2C3D"' } }), { profile: 'any' }],
    ['a value that other tools take', ruleWith({ rule: { severity: '"hihg"' } })],
  ] as const)('leaves %s to the user', (_, text, settings: AnalysisSettings = {}) =>
    expect(repair(text, settings)).toEqual({ text, fixes: 0 }),
  );

  it('leaves a value that was given twice once, without what parts it from the others', () => {
    expect(repair(ruleOf('host.os.type: linux and event.category: process and process.name: (sh or bash or sh)')).text).toBe(
      ruleOf('host.os.type: linux and event.category: process and process.name: (sh or bash)'),
    );
  });

  it('leaves white space alone that belongs to a value', () => {
    const text = ruleWith({ rule: { query: `'''\nmessage: "one \ntwo"\n'''` } });
    expect(repair(text)).toEqual({ text, fixes: 0 });
  });
});

/** What a query means: its tree without places, each value of a list once. */
function meaning(text: string): unknown {
  return openRule(text, { uri: 'file:///rule.toml' }).queries.map(({ parsed, map }) =>
    parsed === undefined ? map.text : meant(plainTree(parsed.tree)),
  );
}

function meant(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(meant);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => !/spans?$/i.test(key));
  const ignoresCase = entries.some(([key, value]) => key === 'operator' && typeof value === 'string' && /[:~]$/.test(value));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key === 'values' || key === 'operands' ? distinct(meant(value), ignoresCase) : meant(value)]),
  );
}

function distinct(values: unknown, ignoresCase: boolean): readonly string[] {
  const texts = Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : [];
  return [...new Set(ignoresCase ? texts.map((text) => text.toLowerCase()) : texts)];
}

it('rules in production', () => {
  if (reference === undefined) {
    console.log('not run: no reference data');
    return;
  }
  const counts = { files: 0, fixes: 0 };
  for (const { path, text } of corpusRules()) {
    const uri = `file:///${path}`;
    const once = repair(text, {}, uri);
    if (once.fixes === 0) continue;
    counts.files++;
    counts.fixes += once.fixes;
    expect(repair(once.text, {}, uri), path).toEqual({ text: once.text, fixes: 0 });
    expect(
      openRule(once.text, { uri }).problems.filter(({ code }) => code === 'TOM001'),
      path,
    ).toEqual([]);
    expect(meaning(once.text), path).toEqual(meaning(text));
  }
  console.log(`repaired: ${counts.fixes} problems in ${counts.files} files`);
  expect(counts.files).toBeGreaterThan(0);
});
