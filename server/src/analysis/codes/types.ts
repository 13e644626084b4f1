/** Diagnostics of what only one rule type has. */
import { inToml, type CodeRow } from './row.js';

const newTerms = (...fields: readonly string[]): string =>
  `type = "new_terms"\nhistory_window_start = "now-7d"\nnew_terms_fields = ${JSON.stringify(fields)}`;
const threshold = (rest: string): string => `type = "threshold"\n[rule.threshold]\n${rest}\n`;
const indicators = (rest: string): string => `type = "threat_match"\nthreat_index = ["logs-ti_*"]\nthreat_language = "kuery"\n${rest}`;
const recent = `threat_query = '@timestamp >= "now-30d/d"'\n`;
const mapping = (field: string, value: string): string =>
  `[[rule.threat_mapping]]\n[[rule.threat_mapping.entries]]\nfield = "${field}"\ntype = "mapping"\nvalue = "${value}"\n`;
const suppression = (rest: string): string => `[rule.alert_suppression]\n${rest}\nmissing_fields_strategy = "suppress"\n`;
const job = (rest: string): string => `type = "machine_learning"\n${rest}`;
const filter = (key: string): string =>
  `[[rule.filters]]\n[rule.filters.meta]\nkey = "${key}"\nnegate = true\n[rule.filters.query.wildcard."file.path"]\nvalue = "/tmp/*"\n`;
const sequence =
  'type = "eql"\nlanguage = "eql"\nquery = \'sequence by host.id with maxspan=1m [process where event.type == "start"] [process where event.type == "end"]\'\n';

export const typesCodes: readonly CodeRow[] = [
  {
    code: 'TYP101',
    severity: 'error',
    repaired: true,
    title: 'Fields of a new_terms rule are not one to three different ones',
    about:
      'A new_terms rule has one to three fields, each once. In the form with a `[rule.new_terms]` table the two `field` keys always say the same.',
    examples: [inToml(newTerms('user.id', 'user.id'), newTerms('user.id', 'host.id'))],
  },
  {
    code: 'TYP102',
    severity: 'warning',
    title: 'Field of a new_terms rule is unsuitable',
    about:
      'Events without one of the fields are ignored, so an unknown field silences the rule. Objects and analysed text have no values to collect, and dates are nearly always new. ' +
      'For process ids and ids of events, which are nearly always new too, it is a hint; where not all fields of the indices are known, an information.',
    examples: [inToml(newTerms('event.created'), newTerms('user.id'))],
  },
  {
    code: 'TYP103',
    severity: 'hint',
    defaultOff: true,
    title: 'Matches may lack a field of the new_terms rule',
    about:
      'Events that match the query but lack one of the fields are ignored. A condition such as `user.id: *` in the query says so to whoever reads it. Off unless it is switched on.',
    examples: [inToml(newTerms('user.id'), `${newTerms('user.id')}\nquery = 'process.name: sh and user.id: *'`)],
  },
  {
    code: 'TYP104',
    severity: 'information',
    title: 'Field of a new_terms rule has one value only',
    about:
      'The query wants this field to have one value, so that value is known after the first match, and the field tells no two terms apart.',
    examples: [inToml(newTerms('user.id', 'process.name'), newTerms('user.id'))],
  },
  {
    code: 'TYP111',
    severity: 'error',
    title: 'Threshold is not one that can be met',
    about:
      'A threshold is at least 1 and has five fields at most, each once. Its cardinality counts a field that the events are not grouped by, and only the first entry counts.',
    repaired: true,
    examples: [inToml(threshold('field = ["host.id"]\nvalue = 0'), threshold('field = ["host.id"]\nvalue = 10'))],
  },
  {
    code: 'TYP112',
    severity: 'warning',
    title: 'Threshold of one',
    about:
      'Every match alone reaches a threshold of 1, so the rule alerts as one of type query does, but without the events in its alerts. Change the type, or raise the threshold.',
    examples: [inToml(threshold('field = ["host.id"]\nvalue = 1'), threshold('field = ["host.id"]\nvalue = 2'))],
  },
  {
    code: 'TYP113',
    severity: 'warning',
    title: 'Field of a threshold is unsuitable',
    about:
      'Events are grouped by keyword fields, numbers or addresses. Those without the field are ignored, so an unknown one silences the rule; analysed text and objects cannot group. ' +
      'Where not all fields of the indices are known, an unknown one is an information.',
    examples: [inToml(threshold('field = ["message"]\nvalue = 5'), threshold('field = ["host.id"]\nvalue = 5'))],
  },
  {
    code: 'TYP114',
    severity: 'information',
    title: 'Fewer alerts than groups are likely',
    about:
      'A threshold rule creates an alert for each combination of values of its fields that reaches the threshold, a new_terms rule one for each new combination, up to `max_signals` in a run. ' +
      'With several fields and a `max_signals` below 10 some are lost as soon as a few hosts or users do the same; the usual limit is 100.',
    examples: [
      inToml(
        `max_signals = 3\n${threshold('field = ["host.id", "user.id"]\nvalue = 5')}`,
        `max_signals = 50\n${threshold('field = ["host.id", "user.id"]\nvalue = 5')}`,
      ),
    ],
  },
  {
    code: 'TYP121',
    severity: 'error',
    title: 'Indicator mapping cannot work',
    about:
      'Each group of a threat mapping has an entry that is not negated, and no pair that has to be both equal and different. ' +
      '`concurrent_searches` and `items_per_search` are both set or neither, and a `threat_query` has a `threat_language`.',
    examples: [
      inToml(
        indicators(`items_per_search = 100\n${recent}${mapping('source.ip', 'threat.indicator.ip')}`),
        indicators(`concurrent_searches = 1\nitems_per_search = 100\n${recent}${mapping('source.ip', 'threat.indicator.ip')}`),
      ),
    ],
  },
  {
    code: 'TYP122',
    severity: 'warning',
    title: 'Indicators count however old they are',
    about:
      'The schedule of a rule limits its events, not its indicators. Without a bound such as `@timestamp >= "now-30d/d"` in `threat_query` every indicator that was ever indexed counts.',
    examples: [
      inToml(
        indicators(`threat_query = 'event.module: threatintel'\n${mapping('source.ip', 'threat.indicator.ip')}`),
        indicators(`${recent}${mapping('source.ip', 'threat.indicator.ip')}`),
      ),
    ],
  },
  {
    code: 'TYP123',
    severity: 'warning',
    title: 'Field and indicator are never equal',
    about:
      'The two mapped fields hold values of different kinds, such as an address and a number, or two kinds of hashes, so no event ever matches an indicator.',
    examples: [
      inToml(
        indicators(`${recent}${mapping('file.hash.md5', 'threat.indicator.file.hash.sha256')}`),
        indicators(`${recent}${mapping('file.hash.sha256', 'threat.indicator.file.hash.sha256')}`),
      ),
    ],
  },
  {
    code: 'TYP131',
    severity: 'warning',
    title: 'Option of an EQL rule is unsuitable',
    about:
      'The language of an EQL rule is `eql`; another one is an error. Its `timestamp_field` is a date, its `event_category_override` a keyword, and all of them are fields that events have; otherwise the query matches nothing. ' +
      'Where not all fields of the indices are known, an unknown one is an information.',
    examples: [
      inToml(
        `timestamp_field = "host.id"\ntype = "eql"\nlanguage = "eql"\nquery = 'process where true'`,
        `timestamp_field = "event.created"\ntype = "eql"\nlanguage = "eql"\nquery = 'process where true'`,
      ),
    ],
  },
  {
    code: 'TYP132',
    severity: 'information',
    title: 'Sequence may not have the field it is suppressed by',
    about:
      'The alert of a sequence has only what all its events have in common. That is sure for the join keys; by another field alerts are suppressed only where all events happen to have the same value.',
    examples: [inToml(`${sequence}${suppression('group_by = ["user.id"]')}`, `${sequence}${suppression('group_by = ["host.id"]')}`)],
  },
  {
    code: 'TYP141',
    severity: 'error',
    title: 'ES|QL query does not fit a rule',
    about:
      'An ES|QL query begins with `FROM`. For detections as code it also keeps its columns with `KEEP`, and, unless it aggregates, carries `METADATA _id, _version, _index` to the end: ' +
      'without them an alert does not know its event, and overlapping runs alert on it twice.',
    examples: [
      inToml(
        'type = "esql"\nlanguage = "esql"\nquery = "WHERE host.id IS NOT NULL"',
        'type = "esql"\nlanguage = "esql"\nquery = "FROM logs-* | WHERE host.id IS NOT NULL"',
      ),
    ],
  },
  {
    code: 'TYP142',
    severity: 'warning',
    title: 'Query does not produce the column',
    about:
      'Alerts of an aggregating ES|QL query have the columns of its rows and nothing else. The rule suppresses or overrides by a field that is none of them, so that has no effect.',
    examples: [
      inToml(
        `type = "esql"\nlanguage = "esql"\nquery = "FROM logs-* | STATS Esql.count = COUNT(*) BY host.id"\n${suppression('group_by = ["user.id"]')}`,
        `type = "esql"\nlanguage = "esql"\nquery = "FROM logs-* | STATS Esql.count = COUNT(*) BY user.id"\n${suppression('group_by = ["user.id"]')}`,
      ),
    ],
  },
  {
    code: 'TYP151',
    severity: 'error',
    title: 'Machine learning rule has no usable job or score',
    about: 'A machine_learning rule names at least one job, and alerts on anomalies from a score of 0 to 100 on.',
    examples: [
      inToml(
        job('anomaly_threshold = 500\nmachine_learning_job_id = ["rare_login"]'),
        job('anomaly_threshold = 50\nmachine_learning_job_id = ["rare_login"]'),
      ),
    ],
  },
  {
    code: 'TYP161',
    severity: 'error',
    title: 'Alert suppression is not set up completely',
    about:
      'Alerts are suppressed by one to three fields, within a run or for a duration of at least 1 in s, m or h. ' +
      'For detections as code `missing_fields_strategy` has to be given.',
    examples: [inToml(suppression('group_by = []'), suppression('group_by = ["host.id"]'))],
  },
  {
    code: 'TYP162',
    severity: 'warning',
    title: 'Alert suppression goes by an unknown field',
    about:
      'Events that lack the field are treated as `missing_fields_strategy` says: all become one alert, or each one of its own. Where not all fields of the indices are known, it is an information. ' +
      'So is a duration shorter than the interval, which suppresses nothing from one run to the next. ' +
      'A rule of type query groups in the search, which fails for analysed text.',
    examples: [inToml(suppression('group_by = ["host.ids"]'), suppression('group_by = ["host.id"]'))],
  },
  {
    code: 'TYP171',
    severity: 'warning',
    title: 'Filter says one thing and does another',
    about:
      'A Kibana filter is what its `query` says; `meta` is only what Kibana shows. Here the two disagree, or there is no query. A filter that is disabled is an information.',
    examples: [inToml(filter('file.name'), filter('file.path'))],
  },
];
