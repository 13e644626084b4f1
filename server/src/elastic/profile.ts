/** Profiles of connections: what may stand in one, and the address it leads to. */
import * as z from 'zod';
import type { ClusterFailure, ClusterOutcome, ClusterProfile, ClusterSecrets } from '../protocol/cluster.js';

const profileSchema = z.strictObject({
  url: z.optional(z.string()),
  cloudId: z.optional(z.string()),
  caFile: z.optional(z.string()),
  caFingerprint: z.optional(z.string()),
  proxy: z.optional(z.string()),
  kibanaUrl: z.optional(z.string()),
  space: z.optional(z.string()),
});

const profilesSchema = z.record(z.string(), profileSchema);

/** A file of profiles: `{"name": {"url": …}}`. `path` is how messages call it. */
export function readProfiles(text: string, path: string): ClusterOutcome<readonly ClusterProfile[]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = profilesSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(
      `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}; a profile has "url" or "cloudId", and "caFile", "caFingerprint", "proxy" where they are needed. Secrets stand elsewhere.`,
    );
  }
  return { ok: true, value: Object.entries(parsed.data).map(([name, profile]) => withoutUndefined(name, profile)) };
}

function withoutUndefined(name: string, profile: z.infer<typeof profileSchema>): ClusterProfile {
  return {
    name,
    ...(Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined)) as Omit<ClusterProfile, 'name'>),
  };
}

/** The address without anything secret, which messages name; or why the profile is not usable. */
export function addressOf({ name, url, cloudId, caFile, caFingerprint, proxy }: ClusterProfile): ClusterOutcome<string> {
  if ((url === undefined) === (cloudId === undefined)) {
    return refuse(`The connection ${name} needs one of a URL and a cloud id: give --url https://host:9200, or --cloud-id.`);
  }
  if (caFile !== undefined && caFingerprint !== undefined)
    return refuse(`The connection ${name} has a CA file and a fingerprint; give one of them.`);
  if (caFingerprint !== undefined && !/^[0-9A-F]{2}(?::?[0-9A-F]{2}){31}$/i.test(caFingerprint)) {
    return refuse(`The CA fingerprint of ${name} is no SHA-256 fingerprint: 64 hexadecimal digits, with colons or without.`);
  }
  const proxyUrl = proxy === undefined ? undefined : parseUrl(proxy);
  if (proxyUrl?.ok === false) return refuse(`The proxy of ${name} is no URL; write it like http://proxy:3128.`);
  return cloudId === undefined ? addressOfUrl(name, url ?? '', caFile ?? caFingerprint) : addressOfCloud(name, cloudId);
}

function addressOfUrl(name: string, url: string, ca: string | undefined): ClusterOutcome<string> {
  const parsed = parseUrl(url);
  if (!parsed.ok) return refuse(`The URL of ${name} is not one of http:// or https://; write it like https://host:9200.`);
  const { username, password, origin, pathname, protocol } = parsed.value;
  if (username !== '' || password !== '') {
    return refuse(
      `The URL of ${name} holds a user or password, which would be seen in settings and in the list of processes; set RULEWRIGHT_ES_USERNAME and RULEWRIGHT_ES_PASSWORD instead.`,
    );
  }
  if (ca !== undefined && protocol === 'http:')
    return refuse(`The URL of ${name} begins with http://, so there is no certificate to be looked at; write https://.`);
  return { ok: true, value: `${origin}${pathname.replace(/\/$/, '')}` };
}

/** https://www.elastic.co/docs/reference/elasticsearch/clients/javascript/connecting: a name, a colon, and base64 of `host$id$id`. */
function addressOfCloud(name: string, cloudId: string): ClusterOutcome<string> {
  const [, encoded = ''] = cloudId.split(':');
  const [host = '', id = ''] = Buffer.from(encoded, 'base64').toString('utf8').split('$');
  const parsed = cloudId.split(':').length === 2 && host !== '' && id !== '' ? parseUrl(`https://${id}.${host}`) : undefined;
  if (parsed?.ok !== true)
    return refuse(`The cloud id of ${name} is damaged; copy it again from the page of the deployment: NAME:LETTERS.`);
  return { ok: true, value: parsed.value.origin };
}

function parseUrl(url: string): { readonly ok: true; readonly value: URL } | { readonly ok: false } {
  try {
    const value = new URL(url);
    return value.protocol === 'http:' || value.protocol === 'https:' ? { ok: true, value } : { ok: false };
  } catch {
    return { ok: false };
  }
}

function refuse(message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind: 'configuration', message } };
}

const secretSchema = z.union([
  z.strictObject({ apiKey: z.string() }),
  z.strictObject({ username: z.string(), password: z.string() }),
  z.strictObject({ bearerToken: z.string() }),
]);

/** The secrets of a profile in a file of them: `{"name": {"apiKey": …}}`. What stands in the file is in no message. */
export function readSecrets(text: string, path: string, profile: string): ClusterOutcome<ClusterSecrets> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse(`${path} is not JSON; it holds {"${profile}": {"apiKey": "…"}}, or "username" and "password", or "bearerToken".`);
  }
  const own = z.record(z.string(), z.unknown()).safeParse(json);
  if (!own.success || own.data[profile] === undefined) {
    return refuse(`${path} has no secrets for ${profile}; add {"${profile}": {"apiKey": "…"}}, or set RULEWRIGHT_ES_API_KEY.`);
  }
  const parsed = secretSchema.safeParse(own.data[profile]);
  if (!parsed.success)
    return refuse(`The secrets of ${profile} in ${path} are not "apiKey", nor "username" and "password", nor "bearerToken".`);
  const secrets = parsed.data;
  if ('apiKey' in secrets) return { ok: true, value: { kind: 'apiKey', apiKey: secrets.apiKey } };
  if ('bearerToken' in secrets) return { ok: true, value: { kind: 'bearer', token: secrets.bearerToken } };
  return { ok: true, value: { kind: 'basic', ...secrets } };
}
