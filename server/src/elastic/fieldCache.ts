/** The fields of a cluster's indices as they were when they were last asked for, kept in a file of the user's own. No secret is in it. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod';
import type { CancelToken } from '../base/cancel.js';
import type { Outcome } from '../base/host.js';
import type { ClusterOutcome, ClusterProfile } from '../protocol/cluster.js';
import type { FieldImport } from '../schema/catalog.js';
import { fieldsOfCapabilities } from '../schema/import/fieldCaps.js';
import type { Cluster } from './cluster.js';
import { fieldsOf } from './indices.js';
import { addressOf } from './profile.js';

/** Where fields are kept. */
export interface CacheFiles {
  readonly cacheFolder: string;
  /** Undefined where there is no such file. */
  readonly readFile: (file: string) => Promise<Outcome<string> | undefined>;
  /** Writes a file that only its owner may read; the folders above it are made. */
  readonly keepFile: (file: string, text: string) => Promise<Outcome<undefined>>;
}

export interface KnownFields {
  readonly fields: FieldImport;
  /** When the cluster was asked; milliseconds since 1970. */
  readonly asked: number;
  /** Whether they come from a file. */
  readonly kept: boolean;
  /** Why they could not be kept, or what was kept is of no use: one sentence each. */
  readonly notes: readonly string[];
}

export interface FieldSource {
  readonly profile: ClusterProfile;
  readonly files: CacheFiles;
  readonly connect: () => Promise<ClusterOutcome<Cluster>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly token: CancelToken;
}

/** What is older is asked for anew: indices get new fields. */
const longestKept = 24 * 3_600_000;

/** The fields of the indices, all that there are: from the file where they were asked for within a day, unless `refresh` is set. */
export async function knownFields(
  patterns: readonly string[],
  source: FieldSource,
  refresh: boolean,
): Promise<ClusterOutcome<KnownFields>> {
  const file = fileOf(patterns, source);
  const text = refresh ? undefined : await source.files.readFile(file);
  const kept = text?.ok === true ? readKept(text.value, patterns) : undefined;
  const age = kept === undefined ? 0 : source.now - kept.asked;
  if (kept !== undefined && age >= 0 && age < longestKept) return { ok: true, value: { ...kept, kept: true, notes: [] } };
  const damaged =
    text === undefined || kept !== undefined ? [] : [text.ok ? `${file} is damaged, so the cluster was asked.` : text.failure.message];
  const asked = await askedFields(patterns, source);
  if (!asked.ok) return asked;
  const written = await source.files.keepFile(file, keptText(asked.value, source.now));
  const notes = written.ok ? damaged : [...damaged, written.failure.message];
  return { ok: true, value: { fields: asked.value, asked: source.now, kept: false, notes } };
}

async function askedFields(patterns: readonly string[], { connect, token }: FieldSource): Promise<ClusterOutcome<FieldImport>> {
  const connected = await connect();
  if (!connected.ok) return connected;
  try {
    return await fieldsOf(patterns, connected.value, token);
  } finally {
    await connected.value.close();
  }
}

/** One file for each profile, address and set of patterns. */
function fileOf(patterns: readonly string[], { profile, files }: FieldSource): string {
  const address = addressOf(profile);
  const key = JSON.stringify([profile.name, address.ok ? address.value : '', [...patterns].sort()]);
  return path.join(files.cacheFolder, 'fields', `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
}

const keptSchema = z.object({
  version: z.literal(1),
  asked: z.number(),
  source: z.string(),
  patterns: z.array(z.string()),
  /** Each a name and the types that the indices give it. */
  fields: z.array(z.tuple([z.string()]).rest(z.string())),
});

function keptText({ source, patterns, fields }: FieldImport, asked: number): string {
  const rows = fields.map(({ name, type, indexTypes }) => [name, ...(indexTypes ?? [type])]);
  return `${JSON.stringify({ version: 1, asked, source, patterns, fields: rows })}\n`;
}

/** Undefined for what was not written by this version, or was changed. */
function readKept(text: string, patterns: readonly string[]): Pick<KnownFields, 'fields' | 'asked'> | undefined {
  const parsed = keptSchema.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const { source, asked, fields } = parsed.data;
  const capabilities = fields.map(([name, ...types]) => [name, Object.fromEntries(types.map((type) => [type, { type }]))] as const);
  const found = fieldsOfCapabilities(Object.fromEntries(capabilities), source);
  return found.length < fields.length ? undefined : { asked, fields: { source, patterns, fields: found, authoritative: true } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller says that the file is of no use.
  }
}
