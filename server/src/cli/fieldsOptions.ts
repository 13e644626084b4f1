/** The options of `rulewright fields`, and the help that teaches them. */
import { exitCodeHelp } from './exitCodes.js';
import type { ClusterChoice } from './clusterOptions.js';

export interface FieldsOptions extends Omit<ClusterChoice, 'cluster'> {
  /** A profile of a connection, or true for the only one. */
  readonly cluster: string | true | undefined;
  /** Asks the cluster, also where it was asked within a day. */
  readonly refresh: boolean | undefined;
  readonly rule: string | undefined;
  readonly index: readonly string[] | undefined;
  /** An event file. */
  readonly infer: string | undefined;
  readonly format: 'text' | 'json';
  readonly color: boolean | undefined;
}

export const fieldsHelp = `
Examples:
  rulewright fields process.parent                           fields with this in their names
  rulewright fields 'process.*.name' --rule rules/a.toml     those that this rule can use
  rulewright fields --cluster prod --index 'logs-acme.*' > fields/acme.json
                                                             the fields that a cluster has; search --help
                                                             tells how to reach it; within a day they
                                                             come from your cache unless there is --refresh
  rulewright fields --infer monday.ndjson --index 'logs-acme.*' > fields/acme.json
                                                             fields of your own events, for "fields" in
                                                             rulewright.config.json
${exitCodeHelp({
  0: 'listed',
  1: 'the cluster refuses the question',
  2: 'wrong usage, no such field, a file that cannot be read, or a cluster that cannot be reached',
})}`;
