/** The options of `rulewright scan`, and the help that teaches them. */
import { exitCodeHelp } from './exitCodes.js';

export const scanFormats = ['text', 'json', 'sarif'] as const;
export type ScanFormat = (typeof scanFormats)[number];

/** Severities of rules, the least severe first. */
export const ruleSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type RuleSeverity = (typeof ruleSeverities)[number];

export interface ScanOptions {
  readonly events: readonly string[];
  /** A mapping by its name or file, or `none`. */
  readonly mapping?: string | undefined;
  readonly minSeverity: RuleSeverity | undefined;
  readonly now: string | undefined;
  /** Undefined for as many as the format shows. */
  readonly limit: number | undefined;
  /** Parses every event, also those that cannot match. */
  readonly strict: boolean | undefined;
  readonly format: ScanFormat;
  readonly color: boolean | undefined;
}

/** Matches of a rule that are listed where the user does not say how many. */
export const listedMatches: Readonly<Record<ScanFormat, number>> = { text: 1, json: 100, sarif: 100 };

export const scanHelp = `
RULES are rule files (.toml, .eql, .kuery), rules or exports of Kibana's in JSON, folders or globs; event
files as for run. All rules look at each event in one pass: a thousand rules take little longer than one.
Each finds the matches that run finds for it alone. Rules of the types threshold, new_terms and
threat_match are counted by the events of their query; rulewright alerts runs one as its type runs.

  text   the rules that match, those with most matches first
  json   every rule with its matches
  sarif  SARIF 2.1.0: each match as a result in the event file

Examples:
  rulewright scan rules/ --events monday.ndjson
  rulewright scan rules/windows --events *.ndjson.gz --min-severity high
  rulewright scan rules/ --events monday.ndjson --limit 5
  rulewright scan rules/ --events monday.ndjson --format json | jq '.rules[] | select(.matches > 0) | .path'
${exitCodeHelp({
  0: 'the scan ran, whatever matches',
  1: 'a rule has errors',
  2: 'wrong usage, or a rule or event file that cannot be read',
  3: 'none of the rules can be evaluated locally',
})}`;
