/** The options of `rulewright alerts`, and the help that teaches them. */
import { InvalidArgumentError } from 'commander';
import { readInterval } from '../rule/schedule.js';

export const alertFormats = ['text', 'json', 'ndjson'] as const;
export type AlertFormat = (typeof alertFormats)[number];

export interface AlertsOptions {
  /** A `rule_id` or name. */
  readonly rule: string | undefined;
  readonly events: readonly string[] | undefined;
  /** A mapping by its name or file, or `none`. */
  readonly mapping?: string | undefined;
  readonly history: readonly string[] | undefined;
  readonly split: string | undefined;
  readonly indicators: readonly string[] | undefined;
  readonly exceptions: readonly string[] | undefined;
  readonly replay: boolean | undefined;
  /** Milliseconds. */
  readonly ingestDelay: number | undefined;
  readonly now: string | undefined;
  readonly limit: number;
  readonly format: AlertFormat;
  readonly color: boolean | undefined;
}

export const alertsHelp = `
Runs the rule as the detection engine does: filters and exceptions, new terms against a history, counts
against a threshold, events against indicators, suppression, overrides and max_signals.
All events are one window; with --replay the rule's interval and from are run, and it is told which
events no execution sees and what alerts twice or too early.

  text    a row for each alert
  json    alerts in a reduced form, executions and findings
  ndjson  the documents that Kibana would store, one a line

Examples:
  rulewright alerts a.toml --events monday.ndjson
  rulewright alerts new.toml --events monday.ndjson --history last-week.ndjson
  rulewright alerts ioc.toml --events monday.ndjson --indicators feed.ndjson
  rulewright alerts a.toml --events monday.ndjson --replay --ingest-delay 2m
  rulewright alerts a.toml --format ndjson | jq '."kibana.alert.reason"'
`;

/** `30s` in milliseconds. */
export function delayOf(text: string): number {
  const milliseconds = readInterval(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('It must be a time such as 30s, 5m or 1h.');
  return milliseconds;
}
