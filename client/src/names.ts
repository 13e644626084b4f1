/** What file names and the first look at a text tell: rules, event files, and the sample of a rule by its name. */

/** Whether a TOML text has a detection rule's tables: `[rule]`, or `[metadata]` alone while the rule is being written. */
export function isRuleToml(text: string): boolean {
  return /^[ \t]*\[(?:rule|metadata)\][ \t\r]*(?:#.*)?$/m.test(text);
}

/** Whether a JSON text has what detection rules have and events do not, by its first part: event files can be large. */
export function isRuleJson(text: string): boolean {
  const head = text.slice(0, 262_144);
  return /"(?:rule_id|risk_score)"\s*:/.test(head) && /"(?:query|type)"\s*:\s*"/.test(head) && !/"@timestamp"\s*:/.test(head);
}

/** The configuration of a project. */
export const configFileName = 'rulewright.config.json';

/** The files of the example, which come with the extension, below its `rules/linux`; the scheme is that of their URIs. */
export const exampleScheme = 'rulewright-example';

/** Of events of clusters and texts about them, which are in memory. */
export const clusterScheme = 'rulewright-cluster';
export const exampleFileNames = {
  rule: 'defense_evasion_file_made_immutable_by_chattr.toml',
  events: 'defense_evasion_file_made_immutable_by_chattr.events.ndjson',
  tests: 'defense_evasion_file_made_immutable_by_chattr.test.toml',
} as const;

/** Files that can hold events, compressed or not, as a glob and as a test of names. */
export const eventFileGlob = '**/*.{ndjson,jsonl,json,ndjson.gz,jsonl.gz,json.gz,ndjson.zst,jsonl.zst,json.zst}';

export function isCompressed(name: string): boolean {
  return /\.(?:gz|zst)$/i.test(name);
}

/** The rules that an event file belongs to by its name: `a.events.ndjson` to `a.toml`, `a.eql` or `a.kuery`. */
export function ruleNamesOf(eventFile: string): readonly string[] {
  const stem = /^(.+)\.events\.[a-z]+(?:\.(?:gz|zst))?$/i.exec(eventFile)?.[1];
  return stem === undefined ? [] : [`${stem}.toml`, `${stem}.eql`, `${stem}.kuery`];
}

/** Orders event files for choosing: beside the rule first, then by how likely the name is to hold events, then by name. */
export function eventFileRank(path: string, ruleFolder: string): number {
  const beside = path.slice(0, path.lastIndexOf('/')) === ruleFolder ? 0 : 1;
  const likely = /\.events\.[^/]*$/.test(path) ? 0 : /\.(?:ndjson|jsonl)(?:\.gz|\.zst)?$/.test(path) ? 1 : 2;
  return likely * 2 + beside;
}

/** Whether a text that has no file yet may hold events. */
export function looksLikeEvents(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text.slice(0, 1000));
}
