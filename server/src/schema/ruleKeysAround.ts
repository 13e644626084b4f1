/** The tables of a rule that are not about what it detects: filters, lists, actions, and the buttons of the investigation guide. */
import { anything, choice, field, flag, formatted, listOf, table, tables, text, type TableSpec } from './ruleKeysRow.js';

const required = 'always' as const;

const filters: Readonly<Record<string, TableSpec>> = {
  filters: {
    title: 'filters',
    free: true,
    keys: [
      { key: 'meta', shape: table('filter_meta'), docs: 'How Kibana shows the filter, and whether it is negated or switched off.' },
      { key: 'query', shape: table('free'), docs: 'The filter as a query of Elasticsearch.' },
      { key: '$state', shape: table('filter_state'), docs: 'Whether the filter belongs to one application or to all.' },
    ],
  },
  filter_meta: {
    title: 'filters.meta',
    free: true,
    keys: [
      { key: 'negate', shape: flag, default: 'false', docs: 'With `true` events that fit are left out.' },
      { key: 'disabled', shape: flag, default: 'false', docs: 'With `true` the filter does nothing.' },
      { key: 'alias', shape: text, docs: 'The name the filter is shown under.' },
      { key: 'key', shape: text, docs: 'The field the filter is about.' },
      { key: 'type', shape: text, docs: 'What kind of filter it is: `phrase`, `phrases`, `exists`, `range`, `custom`.' },
      { key: 'params', shape: anything, docs: 'The values the filter was made with.' },
    ],
  },
  filter_state: {
    title: 'filters.$state',
    keys: [
      {
        key: 'store',
        shape: choice('a place for filters', { appState: 'Of this rule alone.', globalState: 'Pinned for all of Kibana.' }),
        docs: 'Where Kibana keeps the filter.',
        example: 'appState',
      },
    ],
  },
};

const listTypes = choice('a type of exception list', {
  detection: 'Exceptions shared by rules.',
  rule_default: 'The exceptions of one rule.',
  endpoint: 'Exceptions of Elastic Defend.',
  endpoint_trusted_apps: 'Trusted applications of Elastic Defend.',
  endpoint_trusted_devices: 'Trusted devices of Elastic Defend.',
  endpoint_events: 'Event filters of Elastic Defend.',
  endpoint_host_isolation_exceptions: 'Addresses that isolated hosts may reach.',
  endpoint_blocklists: 'Blocked applications of Elastic Defend.',
});

const around: Readonly<Record<string, TableSpec>> = {
  exceptions_list: {
    title: 'exceptions_list',
    keys: [
      { key: 'id', shape: text, required, docs: 'The id of the saved object.', example: 'endpoint_list' },
      { key: 'list_id', shape: text, required, docs: 'The id of the list.', example: 'endpoint_list' },
      { key: 'type', shape: listTypes, required, docs: 'What kind of list it is.', example: 'detection' },
      {
        key: 'namespace_type',
        shape: choice('a reach of exception lists', { single: 'One space of Kibana.', agnostic: 'All spaces.' }),
        required,
        docs: 'Whether the list belongs to one space of Kibana or to all.',
        example: 'single',
      },
    ],
  },
  investigation_fields: {
    title: 'investigation_fields',
    keys: [{ key: 'field_names', shape: listOf(field), required, docs: 'The fields, at least one.', example: ['host.name'] }],
  },
  actions: {
    title: 'actions',
    keys: [
      { key: 'action_type_id', shape: text, required, docs: 'The kind of connector, such as `.slack`.', example: '.email' },
      { key: 'id', shape: text, required, docs: 'The id of the connector.', example: 'connector-id' },
      { key: 'params', shape: table('free'), required, docs: 'What the connector is given.', example: {} },
      { key: 'group', shape: text, default: '"default"', docs: 'Which alerts it is for.', example: 'default' },
      { key: 'uuid', shape: text, docs: 'The id of the action.' },
      { key: 'frequency', shape: table('frequency'), docs: 'How often the action runs.' },
      { key: 'alerts_filter', shape: table('free'), docs: 'Which alerts and times the action is for.' },
    ],
  },
  frequency: {
    title: 'frequency',
    keys: [
      { key: 'summary', shape: flag, docs: 'Whether one action is for all alerts of a run.' },
      {
        key: 'notifyWhen',
        shape: choice('a time for actions', {
          onActiveAlert: 'On each run with alerts.',
          onThrottleInterval: 'At most once in the time of `throttle`.',
          onActionGroupChange: 'When an alert changes its group.',
        }),
        docs: 'When the action runs.',
        example: 'onActiveAlert',
      },
      { key: 'throttle', shape: text, docs: 'The shortest time between two actions, such as `1h`.' },
    ],
  },
  response_actions: {
    title: 'response_actions',
    keys: [
      {
        key: 'action_type_id',
        shape: choice('a kind of response', { '.osquery': 'Runs queries of Osquery.', '.endpoint': 'A response of Elastic Defend.' }),
        required,
        docs: 'Who acts: Osquery or Elastic Defend.',
        example: '.osquery',
      },
      { key: 'params', shape: table('free'), required, docs: 'What to do.', example: {} },
    ],
  },
  related_integrations: {
    title: 'related_integrations',
    checkedApart: true,
    keys: [
      { key: 'package', shape: formatted('package'), required, docs: 'The name of the package.', example: 'endpoint' },
      { key: 'version', shape: text, required, docs: 'The versions that suit, such as `^8.2.0`.', example: '^8.2.0' },
      { key: 'integration', shape: text, docs: 'The integration within the package.' },
    ],
  },
  required_fields: {
    title: 'required_fields',
    checkedApart: true,
    keys: [
      { key: 'name', shape: field, required, docs: 'The field.', example: 'host.id' },
      { key: 'type', shape: text, required, docs: 'Its type.', example: 'keyword' },
      { key: 'ecs', shape: flag, docs: 'Whether it is a field of ECS.' },
    ],
  },
};

const transform: Readonly<Record<string, TableSpec>> = {
  transform: {
    title: '[transform]',
    keys: [
      { key: 'osquery', shape: tables('osquery'), docs: 'Queries of Osquery; the guide shows the first as `$osquery_0`.' },
      { key: 'investigate', shape: tables('investigate'), docs: 'Searches in Timeline; the guide shows the first as `$investigate_0`.' },
    ],
  },
  osquery: {
    title: 'transform.osquery',
    keys: [
      { key: 'label', shape: text, required, docs: 'What the button says.', example: 'Osquery - What it finds' },
      { key: 'query', shape: text, required, docs: 'The query in the SQL of Osquery.', example: 'SELECT * FROM processes' },
      { key: 'ecs_mapping', shape: table('free'), docs: 'Which column becomes which field of ECS.' },
    ],
  },
  investigate: {
    title: 'transform.investigate',
    keys: [
      { key: 'label', shape: text, required, docs: 'What the button says.', example: 'Show events of this host' },
      { key: 'description', shape: text, docs: 'What the search is for.' },
      {
        key: 'providers',
        shape: listOf(tables('providers')),
        required,
        docs: 'Lists of conditions: those of one list must all hold, one list is enough.',
        example: [[{ excluded: false, field: 'host.id', queryType: 'phrase', value: '{{host.id}}', valueType: 'string' }]],
      },
      { key: 'relativeFrom', shape: formatted('dateMath'), docs: 'How far before the alert the search begins.', example: 'now-48h/h' },
      { key: 'relativeTo', shape: formatted('dateMath'), docs: 'Where the search ends.', example: 'now' },
    ],
  },
  providers: {
    title: 'transform.investigate.providers',
    keys: [
      { key: 'excluded', shape: flag, required, docs: 'With `true` events that fit are left out.', example: false },
      { key: 'field', shape: field, required, docs: 'The field of the events.', example: 'host.id' },
      {
        key: 'queryType',
        shape: {
          ...choice('a kind of condition', { phrase: 'The field has this value.', range: 'The value is in this range.' }),
          checkedApart: true,
        },
        required,
        docs: 'How they are compared.',
        example: 'phrase',
      },
      { key: 'value', shape: text, required, docs: 'The value; `{{field}}` is that of the alert.', example: '{{host.id}}' },
      {
        key: 'valueType',
        shape: { ...choice('a kind of value', { string: 'Text or a number.', boolean: '`true` or `false`.' }), checkedApart: true },
        required,
        docs: 'What `value` is.',
        example: 'string',
      },
    ],
  },
};

export const surroundingTables: Readonly<Record<string, TableSpec>> = { ...filters, ...around, ...transform };
