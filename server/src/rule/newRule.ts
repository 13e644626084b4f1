/** A new rule of any type, complete enough to be saved, run and filled in. */
import type { PlainRecord } from './plain.js';
import type { RuleType } from './ruleDocument.js';
import { tomlFile } from './import/tomlFile.js';

export interface NewRule {
  readonly type: RuleType;
  readonly name: string;
  /** A UUID. */
  readonly id: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** The author where there is one to name. */
  readonly author?: string;
}

/** TOML. */
export function newRuleText({ type, name, id, today, author = 'Your team' }: NewRule): string {
  const date = today.replaceAll('-', '/');
  return tomlFile({
    metadata: { creation_date: date, updated_date: date, maturity: 'development' },
    transform: undefined,
    rule: {
      author: [author],
      description: 'Say what this rule finds, and why that matters.',
      from: 'now-9m',
      interval: '5m',
      name,
      risk_score: 47,
      rule_id: id,
      severity: 'medium',
      tags: [],
      type,
      ...partsOfType[type],
    },
  });
}

const index = ['logs-endpoint.events.process-*'];
const kql = {
  index,
  language: 'kuery',
  query: 'event.category:process and event.type:start and process.name:example\n',
  timestamp_override: 'event.ingested',
};

const partsOfType: Readonly<Record<RuleType, PlainRecord>> = {
  query: kql,
  saved_query: { ...kql, saved_id: 'the-id-of-the-saved-query' },
  eql: {
    index,
    language: 'eql',
    query: 'process where event.type == "start" and process.name == "example"\n',
    timestamp_override: 'event.ingested',
  },
  esql: {
    language: 'esql',
    query: 'from logs-endpoint.events.process-* metadata _id, _version, _index\n| where process.name == "example"\n| keep *\n',
  },
  threshold: { ...kql, threshold: { field: ['host.id'], value: 10 } },
  new_terms: {
    ...kql,
    new_terms: {
      field: 'new_terms_fields',
      value: ['host.id', 'process.executable'],
      history_window_start: [{ field: 'history_window_start', value: 'now-7d' }],
    },
  },
  threat_match: {
    ...kql,
    threat_index: ['logs-ti_*'],
    threat_language: 'kuery',
    threat_query: '@timestamp >= "now-30d/d"\n',
    threat_mapping: [{ entries: [{ field: 'process.hash.sha256', type: 'mapping', value: 'threat.indicator.file.hash.sha256' }] }],
  },
  machine_learning: { anomaly_threshold: 75, machine_learning_job_id: ['the-id-of-the-job'] },
};
