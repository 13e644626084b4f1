import { describe, expect, it } from 'vitest';
import type { DocumentContext } from '../../../server/src/analysis/document/check.js';
import { frameChecks, guideChecks } from '../../../server/src/analysis/document/checks.js';
import { createFrameProblems, frameProblems } from '../../../server/src/analysis/document/frame.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { catalogOf } from '../../../server/src/rule/ruleCatalog.js';
import type { RuleDocument } from '../../../server/src/rule/ruleDocument.js';
import type { RuleTable, RuleValue } from '../../../server/src/rule/value.js';
import { corpusRules, reference } from '../../kit/reference.js';
import { schemas } from '../../kit/services.js';
import { allCases } from '../allCases.js';

/** Rules with every problem that there is. */
const own = allCases.flatMap(({ language, fires, nearMiss }) => (language === 'toml' ? [fires, nearMiss] : []));

const open = (text: string): RuleDocument => openRule(text, { uri: 'file:///rules/a.toml', languageId: 'toml' });

const everyCode = (): boolean => true;

function contextOf(document: RuleDocument, change: Partial<DocumentContext> = {}): DocumentContext {
  return { catalog: catalogOf(document, schemas), schemas, profile: 'elastic', today: '2026-06-01', isShown: everyCode, ...change };
}

/** The rule with texts and queries that note who looks at them. */
function watched(document: RuleDocument, keys: readonly string[], looked: (key: string) => void): RuleDocument {
  const watch = <T extends object>(target: T, property: keyof T, key: string): T => {
    const value = target[property];
    const get = (): unknown => {
      looked(key);
      return value;
    };
    return Object.defineProperty({ ...target }, property, { get });
  };
  const withTexts = (table: RuleTable): RuleTable => {
    const valueOf = (key: string, value: RuleValue): RuleValue =>
      keys.includes(key) && value.kind === 'string' ? watch(value, 'value', key) : value;
    return { ...table, entries: table.entries.map((entry) => ({ ...entry, value: valueOf(entry.key, entry.value) })) };
  };
  const { tree } = document;
  if (tree?.rule === undefined) return document;
  const rule = withTexts(tree.rule);
  const root = { ...tree.root, entries: tree.root.entries.map((entry) => (entry.value === tree.rule ? { ...entry, value: rule } : entry)) };
  return watch({ ...document, tree: { ...tree, root, rule } }, 'queries', 'queries');
}

/** Which of the texts are looked at in the rules. */
function lookedAt(texts: readonly string[], checks: typeof frameChecks, keys: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const document = open(text);
    const rule = watched(document, keys, (key) => found.add(key));
    for (const check of checks) check(rule, contextOf(document));
  }
  return [...found];
}

describe('the checks of a frame', () => {
  it('do not look at the texts that may change', () => {
    expect(own.length).toBeGreaterThan(300);
    expect(lookedAt(own, frameChecks, ['query', 'note', 'setup'])).toEqual([]);
    expect(lookedAt(own, guideChecks, ['query'])).toEqual([]);
  });

  it('would be seen to look', () => expect(lookedAt(own, guideChecks, ['note'])).toEqual(['note']));

  if (reference === undefined) {
    it('not run on real rules: no reference data', () => expect(corpusRules()).toEqual([]));
    return;
  }

  it('do not look in real rules', () => {
    const texts = corpusRules().map(({ text }) => text);
    expect(lookedAt(texts, frameChecks, ['query', 'note', 'setup'])).toEqual([]);
    expect(lookedAt(texts, guideChecks, ['query'])).toEqual([]);
  }, 60_000);
});

const rule = `[metadata]
creation_date = "2026/01/05"
maturity = "production"
updated_date = "2026/01/05"

[rule]
author = ["Elastic"]
note = """## Setup

Text.
"""
query = '''
process where process.name == "a"
'''
rule_id = "8d7a4d5f-64ba-4a2f-9d0b-6ef9f0a5a1c1"
type = "eql"

[[rule.threat]]
framework = "Other"
`;

/** How often the matrix of ATT&CK is asked for, which is once by each judgement of the frame, and whether the problems are those of the text alone. */
function judged(versions: readonly string[], change: Partial<DocumentContext> = {}): number {
  let asked = 0;
  const counting = Object.defineProperty({ ...schemas }, 'attack', { get: () => ((asked += 1), schemas.attack) });
  const problemsOf = createFrameProblems();
  for (const [at, text] of versions.entries()) {
    const document = open(text);
    const context = contextOf(document, at === versions.length - 1 ? change : {});
    expect(problemsOf(document, { ...context, schemas: counting })).toEqual(frameProblems(document, context));
  }
  return asked;
}

describe('what was found in a frame', () => {
  const once = judged([rule]);

  it.each([
    ['the query', rule.replace('"a"', '"abc"')],
    ['the query, on more lines', rule.replace('process where', 'process where\n\n')],
    ['the query, with less in it', rule.replace('process where ', '')],
    ['the guide', rule.replace('Text.', 'Another text.')],
    ['nothing', rule],
  ])('is kept while %s is edited', (_, edited) => {
    expect(judged([rule, edited, rule, edited])).toBe(once);
  });

  it.each([
    ['another key', rule.replace('"Other"', '"Others"')],
    ['a key and the query', rule.replace('"Other"', '"Others"').replace('"a"', '"b"')],
    ['the query and the guide', rule.replace('Text.', 'Texts.').replace('"a"', '"b"')],
    ['the query, which is emptied', rule.replace('process where process.name == "a"\n', '')],
    ['the query, whose quotes are broken', rule.replace('"a"', "'''")],
    ['the line breaks', rule.replace('"a"\n', '"a"\r\n')],
    ['the id, which is missing', rule.replace(/rule_id.*\n/, '')],
  ])('is found anew after an edit of %s', (_, edited) => {
    expect(judged([rule, edited])).toBe(2 * once);
  });

  it('is found anew where something else is known of the rule', () => {
    expect(judged([rule, rule], { profile: 'any' })).toBe(2 * once);
    expect(judged([rule, rule], { today: '2026-06-02' })).toBe(2 * once);
    expect(judged([rule, rule], { isShown: (code) => code !== 'TAG001' })).toBe(2 * once);
  });
});
