/** Which cluster a command speaks to and with which secrets: from options, the environment, and two files in the user's own folder. */
import path from 'node:path';
import type { Cluster } from '../elastic/cluster.js';
import { connect } from '../elastic/connect.js';
import { addressOf, readProfiles, readSecrets } from '../elastic/profile.js';
import type { ClusterFailure, ClusterOutcome, ClusterProfile, ClusterSecrets } from '../protocol/cluster.js';
import type { ClusterAccess } from './clusterFiles.js';
import type { ClusterChoice } from './clusterOptions.js';
import type { Terminal } from './terminal.js';

/** Connects as the options and the environment say. */
export async function connectAs(choice: ClusterChoice, terminal: Terminal): Promise<ClusterOutcome<Cluster>> {
  const profile = await profileOf(choice, terminal);
  return profile.ok ? connectTo(profile.value, choice, terminal) : profile;
}

/** Connects to the cluster of a profile. */
export async function connectTo(profile: ClusterProfile, choice: ClusterChoice, terminal: Terminal): Promise<ClusterOutcome<Cluster>> {
  const secrets = await secretsOf(profile, choice, terminal);
  if (!secrets.ok) return secrets;
  const { loadClient } = terminal.clusters;
  return connect(profile, secrets.value, { loadClient, token: terminal.token });
}

/** The profile that the options and the environment make; nothing is sent. */
export async function profileOf(choice: ClusterChoice, terminal: Terminal): Promise<ClusterOutcome<ClusterProfile>> {
  const base = await baseOf(choice, terminal.clusters);
  return base.ok ? completedProfile(base, choice, terminal, addressOf) : base;
}

/** With what the options say about certificates and proxies. `address` of the profile tells whether a proxy from the environment is for it. */
export function completedProfile(
  base: { readonly value: ClusterProfile },
  choice: ClusterChoice,
  { clusters, folder }: Terminal,
  address: (profile: ClusterProfile) => ClusterOutcome<string>,
): ClusterOutcome<ClusterProfile> {
  const { caFile = base.value.caFile, caFingerprint, proxy } = choice;
  if (hasUser(proxy) || hasUser(base.value.proxy)) {
    return refuse('The proxy of the connection holds a user or password, which others would see; write it into HTTPS_PROXY instead.');
  }
  const profile: ClusterProfile = {
    ...base.value,
    ...(caFile === undefined ? {} : { caFile: path.resolve(choice.caFile === undefined ? clusters.configFolder : folder, caFile) }),
    ...(caFingerprint === undefined ? {} : { caFingerprint }),
    ...(proxy === undefined ? {} : { proxy }),
  };
  const found = address(profile);
  if (!found.ok) return found;
  const own = profile.proxy ?? proxyFor(found.value, clusters.environment);
  return { ok: true, value: own === undefined ? profile : { ...profile, proxy: own } };
}

const noCluster =
  'No cluster is named: give --url https://host:9200 or --cloud-id, set RULEWRIGHT_ES_URL, or name a profile with --cluster.';

/** The profile that the options or the environment name; `unnamed` is said where they name none. */
export async function baseOf(
  { cluster, url, cloudId }: ClusterChoice,
  clusters: ClusterAccess,
  unnamed = noCluster,
): Promise<ClusterOutcome<ClusterProfile>> {
  if (url !== undefined || cloudId !== undefined) {
    if (cluster !== undefined)
      return refuse('--cluster names a profile with an address of its own; give --cluster, or --url, or --cloud-id.');
    return { ok: true, value: { name: 'default', ...(url === undefined ? {} : { url }), ...(cloudId === undefined ? {} : { cloudId }) } };
  }
  const { RULEWRIGHT_ES_URL: envUrl, RULEWRIGHT_ES_CLOUD_ID: envCloudId } = clusters.environment;
  if (cluster === undefined && (envUrl ?? envCloudId) !== undefined) {
    return { ok: true, value: { name: 'default', ...(envUrl === undefined ? { cloudId: envCloudId ?? '' } : { url: envUrl }) } };
  }
  return profileNamed(cluster, clusters, unnamed);
}

async function profileNamed(
  name: string | undefined,
  { configFolder, readFile: read }: ClusterAccess,
  unnamed: string,
): Promise<ClusterOutcome<ClusterProfile>> {
  const file = path.join(configFolder, 'clusters.json');
  const text = await read(file);
  if (text === undefined) {
    return refuse(
      name === undefined
        ? unnamed
        : `There is no profile ${name}: ${file} does not exist; write {"${name}": {"url": "https://host:9200"}} into it, or give --url.`,
    );
  }
  if (!text.ok) return refuse(text.failure.message);
  const profiles = readProfiles(text.value, file);
  if (!profiles.ok) return profiles;
  const names = profiles.value.map((profile) => profile.name).join(', ');
  const found =
    name === undefined && profiles.value.length === 1 ? profiles.value[0] : profiles.value.find((profile) => profile.name === name);
  if (found !== undefined) return { ok: true, value: found };
  return refuse(
    name === undefined
      ? `${file} has several profiles; name one with --cluster: ${names}`
      : `${file} has no profile ${name}; it has ${names}`,
  );
}

/** The environment counts more than the file. */
export async function secretsOf(
  { name }: ClusterProfile,
  choice: ClusterChoice,
  { clusters, folder }: Terminal,
): Promise<ClusterOutcome<ClusterSecrets>> {
  const fromEnvironment = environmentSecrets(clusters.environment);
  if (fromEnvironment !== undefined) return fromEnvironment;
  const file =
    choice.credentials === undefined ? path.join(clusters.configFolder, 'credentials.json') : path.resolve(folder, choice.credentials);
  const text = await clusters.readSecretFile(file);
  if (text === undefined) {
    return choice.credentials === undefined
      ? { ok: true, value: { kind: 'none' } }
      : refuse(`There is no file ${choice.credentials}; name the file with the secrets.`);
  }
  return text.ok ? readSecrets(text.value, file, name) : refuse(text.failure.message);
}

function environmentSecrets(environment: ClusterAccess['environment']): ClusterOutcome<ClusterSecrets> | undefined {
  const apiKey = environment['RULEWRIGHT_ES_API_KEY'];
  const username = environment['RULEWRIGHT_ES_USERNAME'];
  const password = environment['RULEWRIGHT_ES_PASSWORD'];
  const token = environment['RULEWRIGHT_ES_BEARER_TOKEN'];
  const given = [apiKey, username ?? password, token].filter((value) => value !== undefined);
  if (given.length > 1)
    return refuse(
      'The environment has secrets of several kinds; leave one of RULEWRIGHT_ES_API_KEY, _USERNAME with _PASSWORD, and _BEARER_TOKEN.',
    );
  if (apiKey !== undefined) return { ok: true, value: { kind: 'apiKey', apiKey } };
  if (token !== undefined) return { ok: true, value: { kind: 'bearer', token } };
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined || password === undefined)
    return refuse('RULEWRIGHT_ES_USERNAME and RULEWRIGHT_ES_PASSWORD go together; one of them is not set.');
  return { ok: true, value: { kind: 'basic', username, password } };
}

function hasUser(url: string | undefined): boolean {
  return url !== undefined && /\/\/[^/]*@/.test(url);
}

/** As other tools take it from the environment; undefined for hosts that `NO_PROXY` names. */
function proxyFor(address: string, environment: ClusterAccess['environment']): string | undefined {
  const { protocol, hostname } = new URL(address);
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = environment[name] ?? environment[name.toLowerCase()];
  if (proxy === undefined || proxy === '') return undefined;
  const direct = (environment['NO_PROXY'] ?? environment['no_proxy'] ?? '').split(',').map((each) => each.trim().replace(/^\*?\./, ''));
  return direct.some((each) => each === '*' || (each !== '' && (hostname === each || hostname.endsWith(`.${each}`)))) ? undefined : proxy;
}

function refuse(message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind: 'configuration', message } };
}
