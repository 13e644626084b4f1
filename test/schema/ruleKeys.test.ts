import { describe, expect, it, test } from 'vitest';
import { isRequired, rowOf, ruleTables, shapeName, tableAtKeys, tableOfShape } from '../../server/src/schema/ruleKeys.js';
import type { KeyShape, RuleNotation } from '../../server/src/schema/ruleKeysRow.js';
import { severities, timelineTemplates } from '../../server/src/schema/ruleKeysRule.js';
import { ruleTypes, type RuleType } from '../../server/src/schema/ruleTypes.js';
import { ruleTags, usualIndexPatterns } from '../../server/src/schema/ruleValues.js';

function tableNames(shape: KeyShape): readonly string[] {
  if (shape.kind === 'table') return [shape.table];
  if (shape.kind === 'list') return tableNames(shape.of);
  return shape.kind === 'oneOf' ? shape.shapes.flatMap(tableNames) : [];
}

function requiredKeys(type: RuleType, notation: RuleNotation, present: readonly string[] = []): readonly string[] {
  return (ruleTables['rule']?.keys ?? []).filter((row) => isRequired(row, type, notation, new Set(present))).map(({ key }) => key);
}

describe('the table of rule keys', () => {
  const tables = Object.entries(ruleTables);

  it('has each key of a table once, with sentences about it', () => {
    for (const [name, { keys }] of tables) {
      expect([name, new Set(keys.map(({ key }) => key)).size]).toEqual([name, keys.length]);
      for (const { key, docs } of keys) expect([name, key, docs]).toEqual([name, key, expect.stringMatching(/^[A-Z`].*[.:]$/)]);
    }
  });

  it('leads only to tables that exist, and to each of them', () => {
    const named = tables.flatMap(([, { keys }]) => keys.flatMap(({ shape }) => tableNames(shape)));
    expect(named.filter((name) => ruleTables[name] === undefined)).toEqual([]);
    expect(tables.map(([name]) => name).filter((name) => name !== 'file' && !named.includes(name))).toEqual([]);
  });

  it('has a value to begin with for every key that must be there', () => {
    const without = tables.flatMap(([, { keys }]) => keys.filter((row) => row.required !== undefined && row.example === undefined));
    expect(without.map(({ key }) => key)).toEqual(['query']);
  });

  test.each<readonly [RuleType, RuleNotation, string]>([
    ['query', 'toml', 'name description rule_id type severity risk_score author language query'],
    ['query', 'json', 'name description type severity risk_score query'],
    ['eql', 'toml', 'name description rule_id type severity risk_score author language query'],
    ['machine_learning', 'toml', 'name description rule_id type severity risk_score author anomaly_threshold machine_learning_job_id'],
    ['saved_query', 'json', 'name description type severity risk_score saved_id'],
    ['threshold', 'json', 'name description type severity risk_score query threshold'],
    ['new_terms', 'toml', 'name description rule_id type severity risk_score author language query new_terms'],
    ['new_terms', 'json', 'name description type severity risk_score query new_terms_fields history_window_start'],
    ['threat_match', 'json', 'name description type severity risk_score query threat_index threat_query threat_mapping'],
  ])('a rule of type %s in %s needs %s', (type, notation, expected) => {
    expect(requiredKeys(type, notation).join(' ')).toBe(expected);
  });

  it('takes the two keys of Kibana for the table of new terms', () => {
    expect(requiredKeys('new_terms', 'toml', ['new_terms_fields', 'history_window_start'])).not.toContain('new_terms');
    expect(requiredKeys('new_terms', 'toml', ['new_terms_fields'])).toContain('new_terms');
  });

  test.each<readonly [string, string | undefined]>([
    ['', 'file'],
    ['rule', '[rule]'],
    ['rule.threat.technique.subtechnique', 'subtechnique'],
    ['rule.new_terms.history_window_start', 'history_window_start'],
    ['rule.threat_filters.meta', 'filters.meta'],
    ['transform.investigate.providers', 'transform.investigate.providers'],
    ['rule.threat_mappings.threat.tactic', 'tactic'],
    ['rule.name', undefined],
    ['rule.none.tactic', undefined],
  ])('the table at %j is %s', (path, title) => {
    expect(tableAtKeys(path === '' ? [] : path.split('.'))?.title).toBe(title);
  });

  it('names the shapes of values', () => {
    const rule = ruleTables['rule'];
    const named = ['name', 'risk_score', 'tags', 'machine_learning_job_id', 'threat', 'threshold', 'enabled'].map((key) => {
      const row = rule === undefined ? undefined : rowOf(rule, key);
      return row === undefined ? undefined : shapeName(row.shape);
    });
    expect(named).toEqual([
      'text in quotes',
      'a whole number',
      'a list of texts',
      'text in quotes or a list of texts',
      'a list of tables',
      'a table',
      'true or false',
    ]);
    expect(tableOfShape({ kind: 'any' })).toBeUndefined();
  });

  it('covers every risk score with one severity, and names the usual score of each', () => {
    for (let score = 0; score <= 100; score++)
      expect(severities.filter(({ least, most }) => least <= score && score <= most)).toHaveLength(1);
    expect(severities.map(({ value, score }) => [value, score])).toEqual([
      ['low', 21],
      ['medium', 47],
      ['high', 73],
      ['critical', 99],
    ]);
  });

  it('has each template, tag, index pattern and rule type once', () => {
    for (const list of [timelineTemplates.map(([id]) => id), ruleTags, usualIndexPatterns.map(([pattern]) => pattern), ruleTypes]) {
      expect(new Set(list).size).toBe(list.length);
    }
    expect(ruleTags.filter((tag) => !/^[A-Z][A-Za-z ]+: \S/.test(tag))).toEqual([]);
  });
});
