/** Connections to clusters as the settings have them, and what came of work on one, in words. */
import type { ClusterProfile } from '../../server/src/protocol/cluster.js';
import type { ClusterComparison } from '../../server/src/protocol/clusterWork.js';
import type { RuleComparison } from '../../server/src/protocol/kibana.js';
import { count, number } from './words.js';

const keys = ['url', 'cloudId', 'kibanaUrl', 'space', 'caFile', 'caFingerprint', 'proxy'] as const;

export interface ReadProfiles {
  readonly profiles: readonly ClusterProfile[];
  /** What is wrong with the others: one sentence each, which repeats no value. */
  readonly problems: readonly string[];
}

/** The setting `rulewright.clusters`. */
export function readProfiles(setting: unknown): ReadProfiles {
  const profiles: ClusterProfile[] = [];
  const problems: string[] = [];
  for (const [at, entry] of (Array.isArray(setting) ? (setting as readonly unknown[]) : []).entries()) {
    const read = readProfile(entry, at + 1);
    if (typeof read === 'string') problems.push(read);
    else if (profiles.some(({ name }) => name === read.name))
      problems.push(`rulewright.clusters has ${read.name} twice; the first one counts.`);
    else profiles.push(read);
  }
  return { profiles, problems };
}

function readProfile(entry: unknown, place: number): ClusterProfile | string {
  const given = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
  const { name } = given;
  if (typeof name !== 'string' || name.trim() === '') return `Entry ${place} of rulewright.clusters has no name.`;
  const values = keys.flatMap((key) => (typeof given[key] === 'string' && given[key] !== '' ? [[key, given[key]] as const] : []));
  const profile: ClusterProfile = { name, ...Object.fromEntries(values) };
  if ([profile.url, profile.kibanaUrl, profile.proxy].some(hasSecret)) {
    return `${name} in rulewright.clusters has a user or password in an address, where others can read it; take it out, and use "Rulewright: Set Cluster Secret".`;
  }
  if (profile.url === undefined && profile.cloudId === undefined && profile.kibanaUrl === undefined) {
    return `${name} in rulewright.clusters needs a url, a cloudId or a kibanaUrl.`;
  }
  return profile;
}

function hasSecret(address: string | undefined): boolean {
  return address !== undefined && /\/\/[^/?#]*@/.test(address);
}

/** Where secrets of the profile are sent to. A secret is for these alone. */
export function addressesOf({ url, cloudId, kibanaUrl, proxy }: ClusterProfile): string {
  return JSON.stringify([url, cloudId, kibanaUrl, proxy].map((each) => each ?? null));
}

/** What is wrong with an address that the user is writing; undefined where nothing is. */
export function addressProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  if (hasSecret(text)) return 'Leave user and password out: they are asked for afterwards and kept as a secret';
  return /^https?:\/\/[^\s/]+/i.test(text.trim()) ? undefined : 'Write it like https://host:9200';
}

/** `3 events match on prod, 1,000 of 5,210 fetched` */
export function comparisonText(rule: string, cluster: string, comparison: ClusterComparison): string {
  const { events, total, cluster: there, local: here, same, differences, notes } = comparison;
  const fetched = total > events ? `${number(events)} of ${count(total, 'event')}` : count(events, 'event');
  const head = [
    `${rule}: the run on ${cluster} and the local run, on ${fetched}`,
    '',
    `${count(there, 'match', 'matches')} on ${cluster}, ${number(here)} here, ${number(same)} the same`,
  ];
  const listed = differences.flatMap(({ foundBy, events: ids, reasons }) => [
    '',
    `Only ${foundBy === 'cluster' ? `on ${cluster}` : 'here'}: ${ids.join(', ')}`,
    ...reasons.map((reason) => `  ${reason}`),
  ]);
  const none = differences.length === 0 ? ['', 'There is no difference.'] : [];
  return `${[...head, ...none, ...listed, ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `Note: ${note}`)])].join('\n')}\n`;
}

/** What a write to Kibana would do, for the question before it. */
export function writeQuestion(
  { name, status, changes, kept, notes }: RuleComparison,
  kibana: string,
): { readonly question: string; readonly detail: string } {
  const lines = [
    ...(changes.length === 0 ? [] : [`Changes: ${changes.map(({ key }) => key).join(', ')}`]),
    ...(kept.length === 0 ? [] : [`Stays as in Kibana: ${kept.join(', ')}`]),
    ...notes.map((note) => `The rule ${note}.`),
  ];
  const question = status === 'new' ? `Make ${name} in ${kibana}?` : `Replace ${name} in ${kibana}?`;
  return { question, detail: lines.join('\n') };
}

/** What the command line calls its options, the editor has in its settings, or asks for. */
const inEditor: readonly (readonly [RegExp, string])[] = [
  [/, or (?:allow more with --timeout|raise --events)/g, ''],
  [/; --events sets how many/g, ''],
  [/ and HTTPS_PROXY/g, ''],
  [/compare with rulewright kibana diff, and change it only with --overwrite/g, 'compare again'],
  [/(?:name (?:others|them)|say which to search) with --index/g, 'name them in a rule file, as index'],
  [/ with --from\b/g, ''],
  [/--ca-file\b/g, 'caFile'],
  [/--ca-fingerprint\b/g, 'caFingerprint'],
  [/--kibana-url\b/g, 'kibanaUrl'],
  [/--cloud-id\b/g, 'cloudId'],
  [/--(proxy|url)\b/g, '$1'],
];

/** A sentence about a failure, as it is said in the editor. */
export function failureText(message: string): string {
  const said = inEditor.reduce((left, [pattern, words]) => left.replace(pattern, words), message);
  return /\b(?:caFile|kibanaUrl|cloudId|proxy)\b/.test(said) && said !== message
    ? `${said.replace(/\.$/, '')} (rulewright.clusters).`
    : said;
}
