/** A table of rules, events and the alerts that the detection engine would make of them. */
import { describe, expect, it } from 'vitest';
import { at, group, rule, runRule, tell, type RunOptions } from './kit.js';

interface Row {
  readonly name: string;
  readonly rule: string;
  readonly events: readonly string[];
  readonly options?: RunOptions;
  readonly alerts: readonly string[];
  readonly warnings?: readonly string[];
  /** Parts of notes that must be there. */
  readonly notes?: readonly RegExp[];
}

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const row of rows) {
      it(row.name, async () => {
        const result = await runRule(row.rule, row.events, row.options);
        expect(result).toMatchObject({ status: 'finished', message: undefined });
        expect(result.alerts.map((alert) => tell(alert))).toEqual(row.alerts);
        expect(result.executions.flatMap(({ warnings }) => warnings)).toEqual(row.warnings ?? []);
        for (const note of row.notes ?? []) expect(result.notes.join('\n')).toMatch(note);
      });
    }
  });
}

const three = ['00:00 user.name=ada', '00:01 user.name=bob', '00:02 user.name=ada'];
const kuery = rule.query('event.kind: event');

table('query rules', [
  {
    name: 'one alert for each event, oldest first',
    rule: rule.query('user.name: ada'),
    events: [...three].reverse(),
    alerts: ['event 3', 'event 1'],
  },
  {
    name: 'the oldest events up to max_signals',
    rule: rule.query('event.kind: event', 'max_signals = 2'),
    events: three,
    alerts: ['event 1', 'event 2'],
    warnings: ['`max_signals` (2) was reached: 1 more would have alerted.'],
  },
  {
    name: 'a hundred alerts where the rule says nothing',
    rule: kuery,
    events: Array.from({ length: 101 }, (_, second) => `00:${String(second)} n=${second}`),
    alerts: Array.from({ length: 100 }, (_, index) => `event ${index + 1}`),
    warnings: ['`max_signals` (100) was reached: 1 more would have alerted.'],
  },
  { name: 'a Lucene query', rule: rule.lucene('user.name:a*'), events: three, alerts: ['event 1', 'event 3'] },
  {
    name: 'no event without a time, for no window holds it',
    rule: kuery,
    events: ['- user.name=ada', '00:01 user.name=bob'],
    alerts: ['event 2'],
    notes: [/1 matching event is left out: without a time in `@timestamp`/],
  },
  {
    name: 'none on alerts of the rule itself',
    rule: kuery,
    events: ['00:00 kibana.alert.rule.rule_id=r-1', '00:01 kibana.alert.rule.rule_id=r-2'],
    alerts: ['event 2'],
    notes: [/1 matching event is left out: a rule does not alert on its own alerts/],
  },
  {
    name: 'by the timestamp override, and by @timestamp where it is missing',
    rule: rule.query('event.kind: event', 'timestamp_override = "event.ingested"'),
    events: ['00:05 event.ingested=00:06', '00:01 event.ingested=00:09', '00:03'],
    alerts: ['event 3', 'event 1', 'event 2'],
    notes: [/1 matching event is taken by `@timestamp`, for want of `event.ingested`/],
  },
  {
    name: 'without a fallback where the rule forbids it',
    rule: rule.query('event.kind: event', 'timestamp_override = "event.ingested"\ntimestamp_override_fallback_disabled = true'),
    events: ['00:05 event.ingested=00:06', '00:03'],
    alerts: ['event 1'],
  },
]);

const filter = (query: string, meta = '') => `[[rule.filters]]\nmeta = { ${meta} }\nquery = ${query}\n`;
const files = ['00:00 file.path=/tmp/A file.size=5', '00:01 file.path=/var/log/b file.size=50', '00:02 file.size=500'];

table('filters', [
  {
    name: 'wildcard',
    rule: rule.query('event.kind: event', filter('{ wildcard = { "file.path" = { value = "/tmp/*" } } }')),
    events: files,
    alerts: ['event 1'],
  },
  {
    name: 'wildcard without regard to case',
    rule: rule.query('event.kind: event', filter('{ wildcard = { "file.path" = { value = "/TMP/?", case_insensitive = true } } }')),
    events: files,
    alerts: ['event 1'],
  },
  {
    name: 'negated',
    rule: rule.query('event.kind: event', filter('{ exists = { field = "file.path" } }', 'negate = true')),
    events: files,
    alerts: ['event 3'],
  },
  {
    name: 'switched off',
    rule: rule.query('event.kind: event', filter('{ exists = { field = "nothing" } }', 'disabled = true')),
    events: files,
    alerts: ['event 1', 'event 2', 'event 3'],
  },
  {
    name: 'match_phrase',
    rule: rule.query('event.kind: event', filter('{ match_phrase = { "file.path" = "/var/log/b" } }')),
    events: files,
    alerts: ['event 2'],
  },
  {
    name: 'match with its long form',
    rule: rule.query('event.kind: event', filter('{ match = { "file.size" = { query = 5 } } }')),
    events: files,
    alerts: ['event 1'],
  },
  {
    name: 'term, of the same case only',
    rule: rule.query('event.kind: event', filter('{ term = { "file.path" = "/tmp/a" } }')),
    events: files,
    alerts: [],
  },
  {
    name: 'terms',
    rule: rule.query('event.kind: event', filter('{ terms = { "file.size" = [5, 500] } }')),
    events: files,
    alerts: ['event 1', 'event 3'],
  },
  {
    name: 'range',
    rule: rule.query('event.kind: event', filter('{ range = { "file.size" = { gte = 50, lt = 500 } } }')),
    events: files,
    alerts: ['event 2'],
  },
  {
    name: 'prefix',
    rule: rule.query('event.kind: event', filter('{ prefix = { "file.path" = "/va" } }')),
    events: files,
    alerts: ['event 2'],
  },
  {
    name: 'query_string',
    rule: rule.query('event.kind: event', filter('{ query_string = { query = "file.size:>40 AND NOT file.path:*" } }')),
    events: files,
    alerts: ['event 3'],
  },
  {
    name: 'bool with must_not and should',
    rule: rule.query(
      'event.kind: event',
      filter(
        '{ bool = { should = [{ term = { "file.size" = 5 } }, { term = { "file.size" = 50 } }], must_not = [{ wildcard = { "file.path" = "/tmp/*" } }], minimum_should_match = 1 } }',
      ),
    ),
    events: files,
    alerts: ['event 2'],
  },
  {
    name: 'bool whose optional clauses must hold twice',
    rule: rule.query(
      'event.kind: event',
      filter(
        '{ bool = { should = [{ exists = { field = "file.path" } }, { exists = { field = "file.size" } }, { term = { "file.size" = 500 } }], minimum_should_match = 2 } }',
      ),
    ),
    events: files,
    alerts: ['event 1', 'event 2', 'event 3'],
  },
  {
    name: 'of old form, beside what Kibana keeps for itself',
    rule: rule.query('event.kind: event', '[[rule.filters]]\nmeta = { negate = true }\nexists = { field = "file.path" }\n'),
    events: files,
    alerts: ['event 3'],
  },
  {
    name: 'combined by OR',
    rule: rule.query(
      'event.kind: event',
      '[[rule.filters]]\nmeta = { type = "combined", relation = "OR", params = [{ meta = {}, query = { term = { "file.size" = 5 } } }, { meta = { negate = true }, query = { exists = { field = "file.path" } } }] }\nquery = {}\n',
    ),
    events: files,
    alerts: ['event 1', 'event 3'],
  },
]);

const exceptions = (...entries: readonly string[]) =>
  `[metadata]\nlist_name = "Ours"\n[[exceptions]]\n[exceptions.container]\nlist_id = "ours"\n[[exceptions.items]]\nname = "Known"\ntype = "simple"\nentries = [${entries.join(', ')}]\n`;
const excepted = (text: string, name: string, alerts: readonly string[], events = files): Row => ({
  name,
  rule: kuery,
  events,
  options: { exceptions: text },
  alerts,
});

table('exceptions', [
  excepted(exceptions('{ field = "file.path", type = "match", operator = "included", value = "/tmp/A" }'), 'match', ['event 2', 'event 3']),
  excepted(
    exceptions('{ field = "file.path", type = "match_any", operator = "included", value = ["/tmp/A", "/var/log/b"] }'),
    'match_any',
    ['event 3'],
  ),
  excepted(exceptions('{ field = "file.path", type = "exists", operator = "included" }'), 'exists', ['event 3']),
  excepted(exceptions('{ field = "file.path", type = "exists", operator = "excluded" }'), 'an entry that excludes is negated', [
    'event 1',
    'event 2',
  ]),
  excepted(exceptions('{ field = "file.path", type = "wildcard", operator = "included", value = "/var/*" }'), 'wildcard', [
    'event 1',
    'event 3',
  ]),
  excepted(
    exceptions(
      '{ field = "file.path", type = "exists", operator = "included" }',
      '{ field = "file.size", type = "match", operator = "included", value = "5" }',
    ),
    'all entries of an item have to hold',
    ['event 2', 'event 3'],
  ),
  excepted(
    exceptions(
      '{ field = "process.Ext.code_signature", type = "nested", entries = [{ field = "subject_name", type = "match", operator = "included", value = "Acme" }, { field = "trusted", type = "match", operator = "included", value = "true" }] }',
    ),
    'nested: one object has to satisfy all',
    ['event 2'],
    ['00:00 process.Ext.code_signature=@signed', '00:01 process.Ext.code_signature=@mixed'],
  ),
  {
    name: 'an item that has expired is not applied',
    rule: kuery,
    events: files,
    options: {
      exceptions: exceptions('{ field = "file.size", type = "exists", operator = "included" }').replace(
        'type = "simple"',
        `type = "simple"\nexpire_time = "${at('00:01')}"`,
      ),
    },
    alerts: ['event 1', 'event 2', 'event 3'],
    notes: [/The exception "Known" expired at/],
  },
  {
    name: 'an item that asks a value list is not applied, which is said',
    rule: kuery,
    events: files,
    options: {
      exceptions: exceptions('{ field = "file.path", type = "list", operator = "included", list = { id = "paths", type = "keyword" } }'),
    },
    alerts: ['event 1', 'event 2', 'event 3'],
    notes: [/The exception "Known" is not applied: its entry on `file.path` asks a value list/],
  },
  {
    name: 'only those of the lists that the rule names',
    rule: rule.query(
      'event.kind: event',
      '[[rule.exceptions_list]]\nid = "1"\nlist_id = "others"\ntype = "detection"\nnamespace_type = "single"\n',
    ),
    events: files,
    options: { exceptions: exceptions('{ field = "file.size", type = "exists", operator = "included" }') },
    alerts: ['event 1', 'event 2', 'event 3'],
    notes: [/1 of 1 exceptions belong to other lists/, /No exception applies/],
  },
  {
    name: 'lines of an export',
    rule: kuery,
    events: files,
    options: {
      exceptions: `{"list_id":"ours","type":"detection","name":"Ours"}\n{"list_id":"ours","name":"Known","type":"simple","entries":[{"field":"file.size","type":"match","operator":"included","value":"500"}]}\n{"list_id":"endpoint_list","name":"Agent","entries":[{"field":"file.size","type":"exists","operator":"included"}]}`,
    },
    alerts: ['event 1', 'event 2'],
    notes: [/exceptions of `endpoint_list` are applied by Elastic Defend/, /The exception "Known" is applied/],
  },
  {
    name: 'that are not given are not applied, which is said',
    rule: rule.query(
      'event.kind: event',
      '[[rule.exceptions_list]]\nid = "1"\nlist_id = "ours"\ntype = "detection"\nnamespace_type = "single"\n',
    ),
    events: ['00:00'],
    alerts: ['event 1'],
    notes: [/The rule's exceptions are not applied/],
  },
]);

const logins = [
  '00:00 user.name=ada source.ip=10.0.0.1',
  '00:01 user.name=ada source.ip=10.0.0.2',
  '00:02 user.name=bob source.ip=10.0.0.1',
  '00:03 source.ip=10.0.0.9',
  '00:04 user.name=ada|bob source.ip=10.0.0.2',
];

const bothWays = ['00:00 source.ip=10.0.0.2 destination.ip=10.0.0.1', '00:01 source.ip=10.0.0.1 destination.ip=10.0.0.2'];

table('threshold rules', [
  {
    name: 'count events by a field; those without it do not count, those with several values count for each',
    rule: rule.threshold('field = ["user.name"]\nvalue = 2'),
    events: logins,
    alerts: ['threshold user.name=ada: 3', 'threshold user.name=bob: 2'],
  },
  {
    name: 'count by combinations of fields',
    rule: rule.threshold('field = ["user.name", "source.ip"]\nvalue = 2'),
    events: logins,
    alerts: ['threshold user.name=ada, source.ip=10.0.0.2: 2'],
  },
  {
    name: 'one count over all events where no field is named',
    rule: rule.threshold('field = []\nvalue = 5'),
    events: logins,
    alerts: ['threshold all: 5'],
  },
  { name: 'none below the threshold', rule: rule.threshold('field = []\nvalue = 6'), events: logins, alerts: [] },
  {
    name: 'different values of another field',
    rule: rule.threshold('field = ["source.ip"]\nvalue = 1\n[[rule.threshold.cardinality]]\nfield = "user.name"\nvalue = 2'),
    events: logins,
    alerts: ['threshold source.ip=10.0.0.1: 2, 2 user.name', 'threshold source.ip=10.0.0.2: 2, 2 user.name'],
  },
  {
    name: 'cardinality besides the count',
    rule: rule.threshold('field = []\nvalue = 5\n[[rule.threshold.cardinality]]\nfield = "user.name"\nvalue = 3'),
    events: logins,
    alerts: [],
  },
  {
    name: 'no more groups than max_signals',
    rule: rule.threshold('field = ["source.ip"]\nvalue = 1', 'max_signals = 1'),
    events: logins,
    alerts: ['threshold source.ip=10.0.0.1: 2'],
    warnings: ['3 groups reach the threshold; `max_signals` is 1, so the last of them have no alert.'],
  },
  {
    name: 'one alert for two groups with the same values in other fields, for Kibana gives both the same id',
    rule: rule.threshold('field = ["source.ip", "destination.ip"]\nvalue = 1'),
    events: bothWays,
    alerts: ['threshold source.ip=10.0.0.1, destination.ip=10.0.0.2: 1'],
    warnings: ['1 group has the values of another one in another order, and no alert: Kibana gives the alerts of both the same id.'],
  },
  {
    name: 'without a field at most ten thousand events, the hits that a search counts',
    rule: rule.threshold('field = []\nvalue = 10000'),
    events: Array.from({ length: 10_001 }, () => '00:00'),
    alerts: ['threshold all: 10000'],
  },
  {
    name: 'by analysed text, which no cluster can do',
    rule: rule.threshold('field = ["message"]\nvalue = 1'),
    events: ['00:00 message=hello'],
    alerts: ['threshold message=hello: 1'],
    notes: [/`message` is analysed text, whose values a cluster cannot collect: there the rule fails, or finds nothing/],
  },
  {
    name: 'a count that cannot be reached without a field',
    rule: rule.threshold('field = []\nvalue = 10001'),
    events: logins,
    alerts: [],
    notes: [/Without a field Kibana counts to 10,000, so a threshold of 10,001 is never reached/],
  },
]);

const before = ['00:00 user.name=ada host.id=a', '00:01 user.name=bob host.id=b'];
const after = [
  '10:00 user.name=ada host.id=a',
  '11:00 user.name=ada host.id=b',
  '12:00 user.name=eve host.id=a',
  '13:00 user.name=eve host.id=a',
  '14:00 host.id=c',
  '15:00 user.name=Ada host.id=a',
];

table('new terms rules', [
  {
    name: 'the oldest new values up to max_signals, where Kibana may take others',
    rule: rule.newTerms('["user.name"]', 'max_signals = 1'),
    events: three,
    alerts: ['new user.name=ada in 1'],
    warnings: [
      '`max_signals` (1) was reached: 1 more would have alerted. Which of the new values have one depends on the version of Kibana; here the oldest.',
    ],
  },
  {
    name: 'a history that begins at the start of the day',
    rule: rule.newTerms('["user.name"]').replace('now-7d', 'now/d'),
    events: ['00:00 user.name=ada'],
    alerts: ['new user.name=ada in 1'],
  },
  {
    name: 'alert on the first event of a value that the history has not, of its exact case',
    rule: rule.newTerms('["user.name"]'),
    events: after,
    options: { history: before },
    alerts: ['new user.name=eve in 3', 'new user.name=Ada in 6'],
  },
  {
    name: 'of combinations of two fields; events without one of them are left out',
    rule: rule.newTerms('["user.name", "host.id"]'),
    events: after,
    options: { history: before },
    alerts: ['new user.name=ada, host.id=b in 2', 'new user.name=eve, host.id=a in 3', 'new user.name=Ada, host.id=a in 6'],
  },
  {
    name: 'of three fields',
    rule: rule.newTerms('["user.name", "host.id", "event.kind"]'),
    events: after.slice(0, 2),
    options: { history: before },
    alerts: ['new user.name=ada, host.id=b, event.kind=event in 2'],
  },
  {
    name: 'each value of a list; one event can alert several times',
    rule: rule.newTerms('["user.name"]'),
    events: ['10:00 user.name=ada|eve|mia'],
    options: { history: before },
    alerts: ['new user.name=eve in 1', 'new user.name=mia in 1'],
  },
  {
    name: 'all combinations of lists',
    rule: rule.newTerms('["user.name", "host.id"]'),
    events: ['10:00 user.name=ada|bob host.id=a|b'],
    options: { history: before },
    alerts: ['new user.name=ada, host.id=b in 1', 'new user.name=bob, host.id=a in 1'],
  },
  {
    name: 'null is no value',
    rule: rule.newTerms('["user.name"]'),
    events: ['10:00 user.name='],
    options: { history: before },
    alerts: [],
  },
  {
    name: 'numbers are values',
    rule: rule.newTerms('["process.pid"]'),
    events: ['10:00 process.pid=7', '11:00 process.pid=8'],
    options: { history: ['00:00 process.pid=7'] },
    alerts: ['new process.pid=8 in 2'],
  },
  {
    name: 'history is what the query lets through',
    rule: rule.newTerms('["user.name"]', '', 'host.id: a'),
    events: ['10:00 user.name=bob host.id=a'],
    options: { history: before },
    alerts: ['new user.name=bob in 1'],
  },
  {
    name: 'an instant splits the events into history and window; at that instant is history',
    rule: rule.newTerms('["user.name"]'),
    events: [...before, ...after],
    options: { split: at('00:01') },
    alerts: ['new user.name=eve in 5', 'new user.name=Ada in 8'],
  },
  {
    name: 'without history everything is new, which is said',
    rule: rule.newTerms('["user.name"]'),
    events: before,
    alerts: ['new user.name=ada in 1', 'new user.name=bob in 2'],
    notes: [/every value is new/],
  },
  {
    name: 'in the form of rules in repositories',
    rule:
      rule.query('event.kind: event').replace('"query"', '"new_terms"') +
      '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["user.name"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-5d"\n',
    events: after,
    options: { history: before },
    alerts: ['new user.name=eve in 3', 'new user.name=Ada in 6'],
  },
]);

const hashes = [
  '00:00 file.name=a file.hash.md5=aa source.ip=10.0.0.1',
  '00:01 file.name=b file.hash.md5=bb source.ip=10.0.0.2',
  '00:02 file.name=a source.ip=10.0.0.1',
];
const feed = [
  '00:00 threat.indicator.file.hash.md5=aa threat.indicator.ip=10.0.0.2 threat.indicator.file.name=a',
  '- threat.indicator.file.hash.md5=cc threat.indicator.ip=10.0.0.1',
];
const md5 = group('file.hash.md5 = threat.indicator.file.hash.md5');
const threat = (mapping: string, name: string, alerts: readonly string[], indicators = feed, lines = ''): Row => ({
  name,
  rule: rule.threat(mapping, lines),
  events: hashes,
  options: { indicators },
  alerts,
});

table('indicator match rules', [
  threat(md5, 'alert on events with a value of an indicator', ['indicator 1: file.hash.md5=aa of 1']),
  threat(md5 + group('source.ip = threat.indicator.ip'), 'one of the groups has to match; newest first', [
    'indicator 3: source.ip=10.0.0.1 of 2',
    'indicator 2: source.ip=10.0.0.2 of 1',
    'indicator 1: file.hash.md5=aa of 1, source.ip=10.0.0.1 of 2',
  ]),
  threat(
    group('file.hash.md5 = threat.indicator.file.hash.md5', 'file.name = threat.indicator.file.name'),
    'all entries of a group have to match',
    ['indicator 1: file.hash.md5=aa of 1, file.name=a of 1'],
  ),
  threat(
    group('file.name = threat.indicator.file.name', 'source.ip != threat.indicator.ip').replace('!=', '!='),
    'a negated entry must differ',
    ['indicator 3: file.name=a of 1', 'indicator 1: file.name=a of 1'],
    feed,
  ),
  threat(
    group('file.name = threat.indicator.file.name', 'source.ip != threat.indicator.ip'),
    'and takes its indicator out where it does not',
    [],
    ['00:00 threat.indicator.file.name=a threat.indicator.ip=10.0.0.1'],
  ),
  threat(
    group('file.name = threat.indicator.file.name', 'file.hash.md5 != threat.indicator.file.hash.md5'),
    'a negated entry without a value asks for one on the other side',
    ['indicator 1: file.name=a of 1'],
    ['00:00 threat.indicator.file.name=a'],
  ),
  {
    name: 'only indicators that pass their own query',
    rule: rule.threat(md5, "threat_query = 'threat.indicator.ip: 10.0.0.1'"),
    events: hashes,
    options: { indicators: feed },
    alerts: [],
  },
  {
    name: 'dates in their query are as of the newest event',
    rule: rule.threat(md5, `threat_query = '@timestamp >= "now-1h"'`),
    events: hashes,
    options: { indicators: feed },
    alerts: ['indicator 1: file.hash.md5=aa of 1'],
  },
  {
    name: 'addresses are compared as addresses',
    rule: rule.threat(group('source.ip = threat.indicator.ip')),
    events: ['00:00 source.ip=2001:db8:0:0::1'],
    options: { indicators: ['00:00 threat.indicator.ip=2001:db8::1'] },
    alerts: ['indicator 1: source.ip=2001:db8::1 of 1'],
  },
  {
    name: 'of several values of an indicator the first is compared',
    rule: rule.threat(md5),
    events: [...hashes, '00:03 file.hash.md5=dd'],
    options: { indicators: ['00:00 threat.indicator.file.hash.md5=dd|aa'] },
    alerts: ['indicator 4: file.hash.md5=dd of 1'],
    notes: [/of several values Kibana compares the first/],
  },
  {
    name: 'of several values of an event the first is compared where fewer events than indicators have the fields',
    rule: rule.threat(md5),
    events: ['00:00 file.hash.md5=aa|bb', '00:01 user.name=ada', '00:02 user.name=ada'],
    options: { indicators: ['00:00 threat.indicator.file.hash.md5=bb', '00:00 threat.indicator.file.hash.md5=cc'] },
    alerts: [],
    notes: [/`file.hash.md5`: of several values Kibana compares the first/],
  },
  {
    name: 'an indicator with several values takes no part in a group of several entries',
    rule: rule.threat(group('file.hash.md5 = threat.indicator.file.hash.md5', 'file.name = threat.indicator.file.name')),
    events: hashes,
    options: { indicators: ['00:00 threat.indicator.file.hash.md5=aa|bb threat.indicator.file.name=a'] },
    alerts: [],
  },
]);

const byAddress = rule.threat(group('source.ip = threat.indicator.ip'));
const addresses = ['00:00 source.ip=10.0.0.1', '00:01 source.ip=10.0.0.2'];
const badAddresses = ['00:00 threat.indicator.ip=10.0.0.1', '00:00 threat.indicator.ip=10.0.0.2'];

table('exceptions of indicator match rules', [
  {
    name: 'take indicators out too',
    rule: byAddress,
    events: addresses,
    options: {
      indicators: badAddresses,
      exceptions: exceptions('{ field = "threat.indicator.ip", type = "match", operator = "included", value = "10.0.0.1" }'),
    },
    alerts: ['indicator 2: source.ip=10.0.0.2 of 2'],
    notes: [/1 indicator is left out: Kibana applies the exceptions of a rule to its indicators too/],
  },
  {
    name: 'that are negated take out every indicator without the field of the event',
    rule: byAddress,
    events: addresses,
    options: {
      indicators: badAddresses,
      exceptions: exceptions('{ field = "source.ip", type = "match", operator = "excluded", value = "10.0.0.1" }'),
    },
    alerts: [],
    notes: [/2 indicators are left out/, /No indicator passes these exceptions/],
  },
  {
    name: 'leave indicators in peace that they say nothing about',
    rule: byAddress,
    events: addresses,
    options: {
      indicators: badAddresses,
      exceptions: exceptions('{ field = "source.ip", type = "match", operator = "included", value = "10.0.0.1" }'),
    },
    alerts: ['indicator 2: source.ip=10.0.0.2 of 2'],
  },
]);

const steps = [
  '00:00 process.name=sh host.id=a',
  '00:10 process.name=curl host.id=a',
  '00:20 process.name=sh host.id=b',
  '00:30 process.name=curl host.id=b',
  '05:00 process.name=rm host.id=a',
];
const chain = 'sequence by host.id with maxspan=1m [any where process.name == "sh"] [any where process.name == "curl"]';

table('EQL rules', [
  { name: 'one alert for each event', rule: rule.eql('any where process.name == "sh"'), events: steps, alerts: ['event 1', 'event 3'] },
  { name: 'pipes come before alerts', rule: rule.eql('any where true | tail 2 | head 1'), events: steps, alerts: ['event 4'] },
  {
    name: 'pipes order events of one time by the tiebreaker, those without one last',
    rule: rule.eql('any where true | head 2', 'tiebreaker_field = "event.sequence"'),
    events: ['00:00', '00:00 event.sequence=20', '00:00 event.sequence=3', '00:01 event.sequence=1'],
    alerts: ['event 3', 'event 2'],
  },
  {
    name: 'pipes order events by the field that the rule names for it',
    rule: rule.eql('any where true | tail 1', 'timestamp_field = "event.created"'),
    events: ['00:00 event.created=2026-01-01T10:00:02Z', '00:01 event.created=2026-01-01T10:00:01Z'],
    alerts: ['event 1'],
  },
  {
    name: 'of too many the earliest alert before `head`, whatever comes behind it',
    rule: rule.eql('any where true | head 4 | tail 3', 'max_signals = 2'),
    events: steps,
    alerts: ['event 1', 'event 2'],
    warnings: ['`max_signals` (2) was reached: 1 more would have alerted. The earliest matches are those that alert.'],
  },
  {
    name: 'of too many sequences likewise',
    rule: rule.eql(`${chain} | head 2`, 'max_signals = 1'),
    events: steps,
    alerts: ['sequence 1 2'],
    warnings: ['`max_signals` (1) was reached: 1 more would have alerted. The earliest matches are those that alert.'],
  },
  {
    name: 'of too many the latest alert',
    rule: rule.eql('any where true', 'max_signals = 2'),
    events: steps,
    alerts: ['event 4', 'event 5'],
    warnings: ['`max_signals` (2) was reached: 3 more would have alerted. The latest matches are those that alert.'],
  },
  { name: 'one alert for each sequence', rule: rule.eql(chain), events: steps, alerts: ['sequence 1 2', 'sequence 3 4'] },
  {
    name: 'max_signals counts sequences',
    rule: rule.eql(chain, 'max_signals = 1'),
    events: steps,
    alerts: ['sequence 3 4'],
    warnings: ['`max_signals` (1) was reached: 1 more would have alerted. The latest matches are those that alert.'],
  },
  {
    name: 'filters take events out before sequences are matched',
    rule: rule.eql(chain, filter('{ term = { "host.id" = "a" } }')),
    events: steps,
    alerts: ['sequence 1 2'],
  },
  {
    name: 'exceptions take the event away that had to be missing',
    rule: rule.eql(
      'sequence by host.id with maxspan=1h [any where process.name == "sh"] ![any where process.name == "curl"] [any where process.name == "rm"]',
    ),
    events: steps,
    options: { exceptions: exceptions('{ field = "process.name", type = "match", operator = "included", value = "curl" }') },
    alerts: ['sequence 1 5'],
  },
  {
    name: 'until and runs',
    rule: rule.eql(
      'sequence by host.id [any where process.name == "sh"] with runs=2 [any where process.name == "rm"] until [any where process.name == "curl"]',
    ),
    events: [
      '00:00 process.name=sh host.id=a',
      '00:01 process.name=sh host.id=a',
      '00:02 process.name=rm host.id=a',
      '00:03 process.name=sh host.id=b',
      '00:04 process.name=sh host.id=b',
      '00:05 process.name=curl host.id=b',
      '00:06 process.name=rm host.id=b',
    ],
    alerts: ['sequence 1 2 3'],
  },
  {
    name: 'a last event that must be missing may still come, which is said',
    rule: rule.eql('sequence by host.id with maxspan=1h [any where process.name == "sh"] ![any where process.name == "rm"]'),
    events: steps,
    alerts: ['sequence 3'],
    notes: [/1 sequence waits for a missing event/],
  },
  {
    name: 'samples',
    rule: rule.eql('sample by host.id [any where process.name == "rm"] [any where process.name == "sh"]'),
    events: steps,
    alerts: ['sample 5 1'],
  },
  {
    name: 'another field for the category',
    rule: rule.eql('login where true', 'event_category_override = "kind"'),
    events: ['00:00 kind=login', '00:01 event.category=login'],
    alerts: ['event 1'],
  },
  {
    name: 'another field for the time of sequences',
    rule: rule.eql(chain, 'timestamp_field = "event.created"'),
    events: ['00:30 event.created=00:00 process.name=sh host.id=a', '00:10 event.created=00:10 process.name=curl host.id=a'],
    alerts: ['sequence 1 2'],
  },
  {
    name: 'a tiebreaker between events of the same time',
    rule: rule.eql(chain, 'tiebreaker_field = "event.sequence"'),
    events: ['00:00 event.sequence=2 process.name=curl host.id=a', '00:00 event.sequence=1 process.name=sh host.id=a'],
    alerts: ['sequence 2 1'],
  },
]);

const hour = '[rule.alert_suppression.duration]\nvalue = 1\nunit = "h"';
const suppress = (fields: string, more = '') => `[rule.alert_suppression]\ngroup_by = ${fields}\n${more}\n`;
const noisy = [
  '00:00 user.name=ada host.id=a',
  '00:01 user.name=bob host.id=a',
  '00:02 user.name=ada host.id=a',
  '00:03 host.id=a',
  '00:04 user.name=ada|bob host.id=a',
  '00:05 host.id=b',
];

table('suppression', [
  {
    name: 'one alert for each group, on its oldest event; several values are in several groups, none are a group too',
    rule: rule.query('event.kind: event', suppress('["user.name"]')),
    events: noisy,
    alerts: ['event 1 +2 by user.name=ada', 'event 2 +1 by user.name=bob', 'event 4 +1 by user.name=null'],
    notes: [/Platinum/],
  },
  {
    name: 'events without the field can alert one by one',
    rule: rule.query('event.kind: event', suppress('["user.name"]', 'missing_fields_strategy = "doNotSuppress"')),
    events: noisy,
    alerts: ['event 1 +2 by user.name=ada', 'event 2 +1 by user.name=bob', 'event 4', 'event 6'],
  },
  {
    name: 'by several fields',
    rule: rule.query('event.kind: event', suppress('["user.name", "host.id"]')),
    events: noisy,
    alerts: [
      'event 1 +2 by user.name=ada, host.id=a',
      'event 2 +1 by user.name=bob, host.id=a',
      'event 4 +0 by user.name=null, host.id=a',
      'event 6 +0 by user.name=null, host.id=b',
    ],
  },
  {
    name: 'of EQL: a list counts as a whole',
    rule: rule.eql('any where true', suppress('["user.name"]')),
    events: noisy,
    alerts: [
      'event 1 +1 by user.name=ada',
      'event 2 +0 by user.name=bob',
      'event 4 +1 by user.name=null',
      'event 5 +0 by user.name=ada|bob',
    ],
  },
  {
    name: 'of EQL, with events of their own where the field is missing',
    rule: rule.eql('any where true', suppress('["user.name"]', 'missing_fields_strategy = "doNotSuppress"')),
    events: noisy,
    alerts: ['event 4', 'event 6', 'event 1 +1 by user.name=ada', 'event 2 +0 by user.name=bob', 'event 5 +0 by user.name=ada|bob'],
  },
  {
    name: 'of EQL comes after max_signals, which bounds the search',
    rule: rule.eql('any where true', `max_signals = 2\n${suppress('["host.id"]')}`),
    events: noisy.slice(0, 5),
    alerts: ['event 4 +1 by host.id=a'],
    warnings: ['`max_signals` (2) was reached: 3 more matches are neither alerted on nor counted. The latest are those that are.'],
  },
  {
    name: 'of sequences by what their events share',
    rule: rule.eql('sequence by host.id [any where process.name == "sh"] [any where process.name == "curl"]', suppress('["user.name"]')),
    events: [
      '00:00 process.name=sh host.id=a user.name=ada',
      '00:01 process.name=curl host.id=a user.name=ada',
      '00:02 process.name=sh host.id=b user.name=ada',
      '00:03 process.name=curl host.id=b user.name=ada',
      '00:04 process.name=sh host.id=c user.name=ada',
      '00:05 process.name=curl host.id=c user.name=root',
    ],
    alerts: ['sequence 1 2 +1 by user.name=ada', 'sequence 5 6 +0 by user.name=null'],
  },
  {
    name: 'of new terms',
    rule: rule.newTerms('["user.name"]', suppress('["host.id"]')),
    events: after,
    options: { history: before },
    alerts: ['new user.name=eve in 3 +1 by host.id=a'],
  },
  {
    name: 'of indicators, oldest first',
    rule: rule.threat(group('file.name = threat.indicator.file.name'), suppress('["file.name"]')),
    events: hashes,
    options: { indicators: feed },
    alerts: ['indicator 1: file.name=a of 1 +1 by file.name=a'],
  },
  {
    name: 'of thresholds counts groups, not their events',
    rule: rule.threshold('field = ["user.name"]\nvalue = 3', hour),
    events: logins,
    alerts: ['threshold user.name=ada: 3 +0 by user.name=ada'],
  },
  {
    name: 'of thresholds takes groups with the same values in other fields as one',
    rule: rule.threshold('field = ["source.ip", "destination.ip"]\nvalue = 1', hour),
    events: bothWays,
    alerts: ['threshold source.ip=10.0.0.2, destination.ip=10.0.0.1: 1 +1 by source.ip=10.0.0.2, destination.ip=10.0.0.1'],
  },
]);

table('overrides', [
  {
    name: 'the highest severity that applies',
    rule: rule.query(
      'event.kind: event',
      'severity_mapping = [{ field = "event.severity", operator = "equals", value = "50", severity = "high" }, { field = "tags", operator = "equals", value = "vip", severity = "critical" }]',
    ),
    events: ['00:00 event.severity=50', '00:01 event.severity=50 tags=x|vip', '00:02 event.severity=51'],
    alerts: ['event 1 high', 'event 2 critical', 'event 3'],
  },
  {
    name: 'the highest risk score in range',
    rule: rule.query('event.kind: event', 'risk_score_mapping = [{ field = "event.risk_score", operator = "equals", value = "" }]'),
    events: ['00:00 event.risk_score=70|90|101', '00:01 event.risk_score=200', '00:02 event.risk_score=high'],
    alerts: ['event 1 90', 'event 2', 'event 3'],
  },
  {
    name: 'a name that is text',
    rule: rule.query('event.kind: event', 'rule_name_override = "rule.name"'),
    events: ['00:00 rule.name=Beacon', '00:01 rule.name=7'],
    alerts: ['event 1 "Beacon"', 'event 2'],
  },
  {
    name: 'of sequences by what their events share',
    rule: rule.eql(chain, 'risk_score_mapping = [{ field = "event.risk_score", operator = "equals", value = "" }]'),
    events: [
      '00:00 process.name=sh host.id=a event.risk_score=80',
      '00:01 process.name=curl host.id=a event.risk_score=80',
      '00:02 process.name=sh host.id=b event.risk_score=80',
      '00:03 process.name=curl host.id=b event.risk_score=90',
    ],
    alerts: ['sequence 1 2 80', 'sequence 3 4'],
  },
]);
