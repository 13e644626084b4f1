/** Rules and requests that cannot be run are told from those that are wrong, and both say why. */
import { describe, expect, it, test } from 'vitest';
import { group, rule, runRule, type RunOptions } from './kit.js';

const query = rule.query('event.kind: event');
const ofType = (type: string, lines = ''): string => query.replace('type = "query"', `type = "${type}"`) + lines;

describe('rules that are valid, but not run locally', () => {
  it.each([
    [
      'machine learning',
      ofType('machine_learning'),
      'A rule of type machine_learning alerts on the anomalies of its jobs, which are not run locally.',
    ],
    ['ES|QL', ofType('esql').replace('kuery', 'esql'), 'Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.'],
    [
      'saved queries',
      ofType('saved_query'),
      'A rule of type saved_query runs a query that is saved in Kibana; only queries in the rule itself are run.',
    ],
    [
      'filters of unknown kinds',
      rule.query('event.kind: event', '[[rule.filters]]\nquery = { geo_distance = { distance = "1km" } }'),
      "The rule's `filters` cannot be applied: `geo_distance` of a filter is not evaluated here.",
    ],
  ])('%s', async (_, text, message) => {
    expect(await runRule(text, ['00:00'])).toMatchObject({ status: 'notEvaluated', message, alerts: [] });
  });
});

describe('rules that are wrong', () => {
  it.each([
    ['no threshold', ofType('threshold'), 'The rule counts nothing: a threshold rule needs a `threshold` with `field` and `value`.'],
    [
      'no fields',
      ofType('new_terms'),
      'The rule names no fields whose values could be new: a new_terms rule needs one to three `new_terms` fields.',
    ],
    [
      'no history',
      ofType('new_terms', 'new_terms_fields = ["user.name"]'),
      'The rule does not say since when a value is known: a new_terms rule needs `history_window_start`.',
    ],
    [
      'a history that begins after the window',
      rule.newTerms('["user.name"]', 'from = "now-30d"'),
      'The history of the rule starts at now-7d, which is not before its window (now-30d): Kibana refuses to run it.',
    ],
    [
      'no mapping',
      ofType('threat_match'),
      'The rule compares nothing: a threat_match rule needs a `threat_mapping` of event fields to indicator fields.',
    ],
    [
      'an interval',
      rule.query('event.kind: event', 'interval = "soon"'),
      'The rule\'s `interval` "soon" is no time between two runs; write it like "5m".',
    ],
    [
      'a start',
      rule.query('event.kind: event', 'from = "yesterday"'),
      'The rule\'s `from` "yesterday" is no date or date maths; write it like "now-9m".',
    ],
    [
      'a sequence in a rule that counts',
      rule
        .threshold('field = []\nvalue = 1')
        .replace("'''\nevent.kind: event\n'''", "'''\nsequence [any where true] [any where true]\n'''")
        .replace('kuery', 'eql'),
      'A rule of type threshold has no sequence; such queries are for rules of type eql.',
    ],
  ])('%s', async (_, text, message) => {
    expect(await runRule(text, ['00:00'])).toMatchObject({ status: 'invalid', message, alerts: [] });
  });
});

describe('requests that lack something', () => {
  it.each<readonly [string, string, RunOptions, string]>([
    [
      'indicators',
      rule.threat(group('file.name = threat.indicator.file.name')),
      {},
      'No indicators were given; an indicator match rule needs a file of them beside the events.',
    ],
    [
      'exceptions in a file of exceptions',
      query,
      { exceptions: 'nothing' },
      'exceptions.toml has no exceptions; it wants exception items of an export (NDJSON or JSON), or TOML with [[exceptions]].',
    ],
    [
      'a history that can be read',
      rule.newTerms('["user.name"]'),
      { history: [] },
      'history.ndjson has no events; it wants one JSON object a line, or an array of them.',
    ],
  ])('%s', async (_, text, options, message) => {
    expect(await runRule(text, ['00:00'], options)).toMatchObject({ status: 'failed', message, alerts: [] });
  });
});

test('a bare query runs as the type of its language', async () => {
  const { alerts, ruleType } = await runRule('any where user.name == "ada"', ['00:00 user.name=ada', '00:01'], { uri: 'file:///rule.eql' });
  expect({ alerts: alerts.map(({ kind }) => kind), ruleType }).toEqual({ alerts: ['event'], ruleType: 'eql' });
});
