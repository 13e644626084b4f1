/** Diagnostics of when a rule runs and over which time. */
import { inToml, type CodeRow } from './row.js';

const sequence = (maxspan: string): string =>
  `type = "eql"\nlanguage = "eql"\nquery = 'sequence by host.id with maxspan=${maxspan} [process where event.type == "start"] [process where event.type == "end"]'`;
const missing =
  'type = "eql"\nlanguage = "eql"\nquery = \'sequence by host.id with maxspan=4m [process where event.type == "start"] ![process where event.type == "end"]\'';
const endpoint =
  'index = ["logs-endpoint.events.*"]\ntags = ["OS: Linux", "Domain: Endpoint", "Data Source: Elastic Defend", "Tactic: Execution"]\n';
const grouped = 'type = "esql"\nlanguage = "esql"\nfrom = "now-9m"\nquery = "FROM logs-* | STATS Esql.count = COUNT(*) BY host.id"';

export const scheduleCodes: readonly CodeRow[] = [
  {
    code: 'SCH001',
    severity: 'error',
    title: 'Schedule cannot be read',
    about:
      'An interval is a number and one of s, m, h and d. `from` and `to` are date maths, such as `now-9m`; Elastic’s own rules use this simple form only. ' +
      'What Kibana cannot read, it refuses.',
    examples: [inToml('interval = "5 minutes"', 'interval = "5m"')],
  },
  {
    code: 'SCH002',
    severity: 'warning',
    title: 'Rule looks back over less time than lies between its runs',
    about:
      'Each run searches from `from` to `to`. Where that is less than the interval between two runs, events in between are never searched, and the rule misses them for good. ' +
      'Set `from` to the interval and some minutes more, for events that arrive late.',
    examples: [inToml('from = "now-5m"\ninterval = "10m"', 'from = "now-14m"\ninterval = "10m"')],
  },
  {
    code: 'SCH003',
    severity: 'information',
    title: 'Rule leaves no time for late events',
    about:
      'An event reaches its index some time after it happened. The time that a run searches should exceed the interval by that delay, a minute at least, or late events are missed.',
    examples: [inToml('from = "now-10m"\ninterval = "10m"', 'from = "now-14m"\ninterval = "10m"')],
  },
  {
    code: 'SCH004',
    severity: 'warning',
    title: 'Sequence is longer than the time that a run searches',
    about:
      'All events of a sequence have to lie within the time that one run searches. A `maxspan` beyond it promises what the rule cannot find: ' +
      'widen `from`, or shorten the `maxspan`.',
    examples: [inToml(`from = "now-9m"\n${sequence('15m')}`, `from = "now-20m"\n${sequence('15m')}`)],
  },
  {
    code: 'SCH005',
    severity: 'information',
    title: 'Sequence can fall between two runs',
    about:
      'A sequence that begins in the time of one run and ends in that of the next is found only if the two runs overlap by its `maxspan`: ' +
      '`from` should look back over `maxspan` and `interval` together.',
    examples: [inToml(`from = "now-9m"\n${sequence('7m')}`, `from = "now-12m"\n${sequence('7m')}`)],
  },
  {
    code: 'SCH006',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Sequence is searched more often than it needs',
    about:
      'Each run searches the whole `maxspan` again. For long sequences an interval of half the `maxspan` finds the same with a fraction of the load.',
    examples: [inToml(`from = "now-40m"\ninterval = "5m"\n${sequence('20m')}`, `from = "now-40m"\ninterval = "10m"\n${sequence('20m')}`)],
  },
  {
    code: 'SCH007',
    severity: 'warning',
    profile: 'detections-as-code',
    title: 'Rule goes by the time of the event, not of its arrival',
    about:
      'Without `timestamp_override = "event.ingested"` a run looks for events by the time at which they happened, and misses those that are indexed after the run that would have covered them.',
    examples: [inToml("query = 'process.name: sh'", `timestamp_override = "event.ingested"\nquery = 'process.name: sh'`)],
  },
  {
    code: 'SCH008',
    severity: 'information',
    title: 'Timestamp override does not order a sequence',
    about:
      'For sequences `timestamp_override` decides only which events a run searches. Their order and the `maxspan` go by `@timestamp`, or by `timestamp_field`.',
    examples: [inToml(`timestamp_override = "event.ingested"\n${sequence('1m')}`, sequence('1m'))],
  },
  {
    code: 'SCH009',
    severity: 'warning',
    profile: 'elastic',
    title: 'Rule on endpoint events does not say how far it looks back',
    about: 'Events of Elastic Defend arrive with a delay, so Elastic’s own rules on `logs-endpoint.events.*` say how far back they search.',
    examples: [inToml(`${endpoint}interval = "5m"`, `${endpoint}interval = "5m"\nfrom = "now-9m"`)],
  },
  {
    code: 'SCH010',
    severity: 'error',
    title: 'History of a new_terms rule is too short',
    about:
      'A term is new when the time from `history_window_start` to the run has not had it before. That time has to begin before the time that the run searches, or Kibana refuses to run the rule. ' +
      'A history of less than ten times that time is a hint: most terms will look new.',
    examples: [
      inToml(
        'type = "new_terms"\nfrom = "now-9m"\nnew_terms_fields = ["user.id"]\nhistory_window_start = "now-5m"',
        'type = "new_terms"\nfrom = "now-9m"\nnew_terms_fields = ["user.id"]\nhistory_window_start = "now-7d"',
      ),
    ],
  },
  {
    code: 'SCH011',
    severity: 'hint',
    title: 'Overlapping runs alert on the same aggregate twice',
    about:
      'Rows that ES|QL aggregates have no identity by which Kibana could tell that it has alerted on them. What lies in the time that two runs both search can be alerted twice; alert suppression prevents that.',
    examples: [inToml(grouped, `${grouped}\n[rule.alert_suppression]\ngroup_by = ["host.id"]\nmissing_fields_strategy = "suppress"\n`)],
  },
  {
    code: 'SCH012',
    severity: 'information',
    title: 'Event may only seem to be missing',
    about:
      'A sequence that ends in a missing event `![…]` matches when that event has not come. At the end of the time that a run searches it may yet come: ' +
      'look back further, so that each sequence lies wholly in an earlier part of some run.',
    examples: [inToml(`from = "now-9m"\n${missing}`, `from = "now-19m"\n${missing}`)],
  },
];
