import { describe, expect, it } from 'vitest';
import { alertDocument, alertDocuments } from '../../server/src/detect/document.js';
import { openRule } from '../../server/src/rule/openText.js';
import type { PlainRecord } from '../../server/src/rule/plain.js';
import { at, group, rule, runRule, type RunOptions } from './kit.js';

async function documents(text: string, events: readonly string[], options: RunOptions = {}): Promise<readonly PlainRecord[]> {
  const { alerts } = await runRule(text, events, options);
  const document = openRule(text, { uri: 'file:///rule.toml' });
  return alerts.flatMap((alert) => alertDocuments(alert, document));
}

function only(document: PlainRecord | undefined, ...keys: readonly string[]): PlainRecord {
  return Object.fromEntries(keys.map((key) => [key, document?.[`kibana.alert.${key}`] ?? null]));
}

describe('the document of an alert', () => {
  it('has the fields of the event and those of the alert, in alphabetical order', async () => {
    const [document] = await documents(rule.query('user.name: ada', 'tags = ["Ours"]'), [
      '00:00 user.name=ada host.name=web event.category=process',
      '00:01',
    ]);
    expect(document).toEqual({
      '@timestamp': at('00:01'),
      'event.category': 'process',
      'event.kind': 'signal',
      'host.name': 'web',
      'kibana.alert.ancestors': [{ depth: 0, id: 'events.ndjson:1', index: '', type: 'event' }],
      'kibana.alert.depth': 1,
      'kibana.alert.original_event.category': 'process',
      'kibana.alert.original_event.kind': 'event',
      'kibana.alert.original_time': at('00:00'),
      'kibana.alert.reason': 'process event by ada on web created low alert Test.',
      'kibana.alert.risk_score': 21,
      'kibana.alert.rule.category': 'Custom Query Rule',
      'kibana.alert.rule.consumer': 'siem',
      'kibana.alert.rule.execution.uuid': document?.['kibana.alert.rule.execution.uuid'],
      'kibana.alert.rule.name': 'Test',
      'kibana.alert.rule.parameters': {
        language: 'kuery',
        max_signals: 100,
        name: 'Test',
        query: 'user.name: ada\n',
        risk_score: 21,
        rule_id: 'r-1',
        severity: 'low',
        tags: ['Ours'],
        type: 'query',
      },
      'kibana.alert.rule.producer': 'siem',
      'kibana.alert.rule.risk_score': 21,
      'kibana.alert.rule.rule_id': 'r-1',
      'kibana.alert.rule.rule_type_id': 'siem.queryRule',
      'kibana.alert.rule.severity': 'low',
      'kibana.alert.rule.tags': ['Ours'],
      'kibana.alert.rule.type': 'query',
      'kibana.alert.rule.uuid': 'r-1',
      'kibana.alert.severity': 'low',
      'kibana.alert.status': 'active',
      'kibana.alert.uuid': document?.['kibana.alert.uuid'],
      'kibana.alert.workflow_status': 'open',
      'kibana.space_ids': ['default'],
      'user.name': 'ada',
    });
    expect(Object.keys(document ?? {})).toEqual(Object.keys(document ?? {}).sort());
  });

  it('is the same each time', async () => {
    const once = await documents(rule.query('event.kind: event'), ['00:00', '00:01']);
    expect(await documents(rule.query('event.kind: event'), ['00:00', '00:01'])).toEqual(once);
    expect(new Set(once.map((document) => document['kibana.alert.uuid'])).size).toBe(2);
  });

  it('of an alert on an alert is one deeper', async () => {
    const [document] = await documents(rule.query('event.kind: event'), ['00:00 kibana.alert.depth=1 kibana.alert.rule.rule_id=other']);
    expect(only(document, 'depth', 'ancestors')).toEqual({
      depth: 2,
      ancestors: [{ depth: 1, id: 'events.ndjson:1', index: '', type: 'signal' }],
    });
  });

  it('of a threshold has its terms alone', async () => {
    const [document] = await documents(rule.threshold('field = ["user.name"]\nvalue = 2', 'index = ["logs-a-*", "logs-b-*"]'), [
      '00:00 user.name=ada host.name=a',
      '00:05 user.name=ada',
    ]);
    expect({
      user: document?.['user.name'],
      host: document?.['host.name'],
      ...only(document, 'threshold_result', 'original_time', 'ancestors'),
    }).toEqual({
      user: 'ada',
      host: undefined,
      threshold_result: { count: 2, from: at('00:00'), terms: [{ field: 'user.name', value: 'ada' }] },
      original_time: at('00:05'),
      ancestors: [{ depth: 0, id: expect.any(String) as string, index: 'logs-a-*,logs-b-*', type: 'event' }],
    });
  });

  it('of a threshold with cardinality has that too', async () => {
    const cardinality = '[[rule.threshold.cardinality]]\nfield = "host.name"\nvalue = 1';
    const [document] = await documents(rule.threshold(`field = []\nvalue = 1\n${cardinality}`), ['00:00 host.name=a']);
    expect(document?.['kibana.alert.threshold_result']).toMatchObject({ cardinality: [{ field: 'host.name', value: 1 }] });
  });

  it('has the time of the event by `@timestamp`, whatever the rule goes by', async () => {
    const [document] = await documents(rule.query('event.kind: event', 'timestamp_override = "event.ingested"'), [
      '00:05 event.ingested=00:09',
    ]);
    expect(only(document, 'original_time')).toEqual({ original_time: at('00:05') });
  });

  it('of new terms names them', async () => {
    const [document] = await documents(rule.newTerms('["user.name", "host.name"]'), ['00:00 user.name=ada host.name=a']);
    expect(only(document, 'new_terms')).toEqual({ new_terms: ['ada', 'a'] });
  });

  it('of an indicator has what stands at its path', async () => {
    const [document] = await documents(rule.threat(group('source.ip = threat.indicator.ip')), ['00:00 source.ip=10.0.0.1'], {
      indicators: ['00:00 threat.indicator.ip=10.0.0.1 threat.feed.name=ours'],
    });
    expect(document?.['threat.enrichments']).toEqual([
      {
        feed: { name: 'ours' },
        indicator: {},
        matched: { atomic: '10.0.0.1', field: 'source.ip', id: 'indicators.ndjson:1', index: '', type: 'indicator_match_rule' },
      },
    ]);
  });

  it('of a suppressed group counts what it stands for', async () => {
    const [document] = await documents(rule.query('event.kind: event', '[rule.alert_suppression]\ngroup_by = ["user.name"]'), [
      '00:00 user.name=ada',
      '00:07 user.name=ada',
    ]);
    expect(only(document, 'suppression.docs_count', 'suppression.start', 'suppression.end', 'suppression.terms')).toEqual({
      'suppression.docs_count': 1,
      'suppression.start': at('00:00'),
      'suppression.end': at('00:07'),
      'suppression.terms': [{ field: 'user.name', value: 'ada' }],
    });
  });
});

describe('the documents of a sequence', () => {
  const text = rule.eql('sequence by host.id [any where n == 1] [any where n == 2]', 'rule_name_override = "rule.name"');
  const events = ['00:00 n=1 host.id=a rule.name=Chain user.name=ada|bob', '00:01 n=2 host.id=a rule.name=Chain user.name=bob|eve'];

  it('are one for each event, without overrides, and one for what they share', async () => {
    const [first, second, shell] = await documents(text, events);
    const keys = ['building_block_type', 'group.index', 'rule.name', 'depth'];
    expect(only(first, ...keys)).toEqual({ building_block_type: 'default', 'group.index': 0, 'rule.name': 'Test', depth: 1 });
    expect(only(second, ...keys)).toEqual({ building_block_type: 'default', 'group.index': 1, 'rule.name': 'Test', depth: 1 });
    expect(only(shell, ...keys)).toEqual({ building_block_type: null, 'group.index': null, 'rule.name': 'Chain', depth: 2 });
    expect(new Set([first, second, shell].map((each) => each?.['kibana.alert.group.id']))).toEqual(new Set([shell?.['kibana.alert.uuid']]));
    expect([shell?.['user.name'], shell?.['n'], shell?.['host.id']]).toEqual([['bob'], undefined, 'a']);
  });

  it('share what lists and single values have in common, and no objects of lists', async () => {
    const [, , shell] = await documents(text, [
      '00:00 n=1 host.id=a user.name=ada tags=x|y host.ip=10.0.0.1|10.0.0.2 process.code_signature=@signed',
      '00:01 n=2 host.id=a user.name=ada|bob tags=z host.ip=10.0.0.2 process.code_signature=@signed',
    ]);
    const fields = ['user.name', 'tags', 'host.ip', 'process.code_signature'];
    expect(fields.map((field) => shell?.[field])).toEqual([['ada'], [], ['10.0.0.2'], []]);
  });

  it('have the times of their events, and the last one its own', async () => {
    const times = (await documents(text, events)).map((document) => document['kibana.alert.original_time']);
    expect(times).toEqual([at('00:00'), at('00:01'), at('00:01')]);
  });

  it('of a suppressed group have the time of the execution and single values', async () => {
    const [, , shell] = await documents(`${text}[rule.alert_suppression]\ngroup_by = ["host.id"]\n`, [...events, '00:30']);
    expect(only(shell, 'suppression.start', 'suppression.terms')).toEqual({
      'suppression.start': at('00:30'),
      'suppression.terms': [{ field: 'host.id', value: 'a' }],
    });
  });

  it('name the alerts of the events as ancestors of the last one', async () => {
    const [first, second, shell] = await documents(text, events);
    const ancestors = shell?.['kibana.alert.ancestors'];
    expect(ancestors).toEqual([
      { depth: 0, id: 'events.ndjson:1', index: '', type: 'event' },
      { depth: 1, id: first?.['kibana.alert.uuid'], index: '', type: 'signal' },
      { depth: 0, id: 'events.ndjson:2', index: '', type: 'event' },
      { depth: 1, id: second?.['kibana.alert.uuid'], index: '', type: 'signal' },
    ]);
  });

  it('are reached one by one too', async () => {
    const { alerts } = await runRule(text, events);
    const document = openRule(text, { uri: 'file:///rule.toml' });
    expect(alerts.map((alert) => alertDocument(alert, document))).toEqual((await documents(text, events)).slice(2));
  });
});
