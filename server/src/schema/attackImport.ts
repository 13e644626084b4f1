/**
 * Reads another version of MITRE ATT&CK that a user has: a STIX 2 bundle as MITRE publishes it, or the compact form the product ships.
 * https://github.com/mitre-attack/attack-stix-data
 */
import { createAttackMatrix, type AttackAsset, type AttackMatrix } from './attack.js';

/** `message` says why a text is no ATT&CK data; it names no file. */
export type AttackImport<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** The text of a STIX bundle, or of `attack.json` in its own form. */
export function readAttack(text: string): AttackImport<AttackMatrix> {
  const asset = readAsset(text);
  return asset.ok ? { ok: true, value: createAttackMatrix(asset.value) } : asset;
}

/** The same as the compact form that a project keeps, which has a hundredth of a bundle's size. */
export function compactAttack(
  text: string,
): AttackImport<{ readonly text: string; readonly version: string; readonly techniques: number }> {
  const asset = readAsset(text);
  if (!asset.ok) return asset;
  const { version, techniques } = asset.value;
  return { ok: true, value: { text: `${JSON.stringify(asset.value)}\n`, version, techniques: Object.keys(techniques).length } };
}

function readAsset(text: string): AttackImport<AttackAsset> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  return isAsset(parsed) ? { ok: true, value: parsed } : importStix(parsed);
}

/** What the product needs of a STIX 2.0 or 2.1 bundle, as parsed from its JSON. */
export function importStix(bundle: unknown): AttackImport<AttackAsset> {
  const objects = (listOf(recordOf(bundle)?.['objects']) ?? []).flatMap((object) => asList(recordOf(object)));
  const tactics = new Map<string, StixTactic>();
  for (const tactic of objects.flatMap(readTactic)) tactics.set(tactic.shortName, tactic);
  const patterns = objects.flatMap((object) => readPattern(object, tactics));
  if (tactics.size === 0 || patterns.length === 0) {
    return { ok: false, message: 'neither a STIX bundle with tactics and techniques of ATT&CK nor ATT&CK data in the form of attack.json' };
  }
  return {
    ok: true,
    value: {
      version: versionOf(objects),
      tactics: Object.fromEntries([...tactics.values()].map(({ id, name }) => [id, name])),
      techniques: sorted(patterns.filter(({ state }) => state === 'current').map(({ id, name, tactics: own }) => [id, [name, own]])),
      revoked: sorted(revokedIn(objects, patterns)),
      deprecated: sorted(patterns.filter(({ state }) => state === 'deprecated').map(({ id, name }) => [id, name])),
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

interface StixTactic {
  readonly id: string;
  readonly name: string;
  /** As techniques name it: `privilege-escalation`. */
  readonly shortName: string;
}

interface StixPattern {
  readonly stixId: string;
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
  readonly state: 'current' | 'revoked' | 'deprecated';
}

function readTactic(object: Json): readonly StixTactic[] {
  const id = attackIdOf(object);
  const { name, x_mitre_shortname: shortName } = object;
  if (object['type'] !== 'x-mitre-tactic' || id === undefined || isRetired(object)) return [];
  return typeof name === 'string' && typeof shortName === 'string' ? [{ id, name, shortName }] : [];
}

function readPattern(object: Json, tactics: ReadonlyMap<string, StixTactic>): readonly StixPattern[] {
  const id = attackIdOf(object);
  const { id: stixId, name } = object;
  if (object['type'] !== 'attack-pattern' || id === undefined || typeof name !== 'string' || typeof stixId !== 'string') return [];
  const phases = (listOf(object['kill_chain_phases']) ?? []).map((phase) => recordOf(phase)?.['phase_name']);
  const own = [...tactics.values()].filter(({ shortName }) => phases.includes(shortName)).map((tactic) => tactic.id);
  const state = object['revoked'] === true ? 'revoked' : object['x_mitre_deprecated'] === true ? 'deprecated' : 'current';
  return [{ stixId, id, name, tactics: own.sort(), state }];
}

function isRetired(object: Json): boolean {
  return object['revoked'] === true || object['x_mitre_deprecated'] === true;
}

function attackIdOf(object: Json): string | undefined {
  const references = (listOf(object['external_references']) ?? []).map(recordOf);
  const id = references.find((reference) => reference?.['source_name'] === 'mitre-attack')?.['external_id'];
  return typeof id === 'string' ? id : undefined;
}

function revokedIn(objects: readonly Json[], patterns: readonly StixPattern[]): readonly (readonly [string, readonly [string, string]])[] {
  const byStixId = new Map(patterns.map((pattern) => [pattern.stixId, pattern]));
  const successors = new Map(
    objects
      .filter(({ type, relationship_type: kind }) => type === 'relationship' && kind === 'revoked-by')
      .map(({ source_ref: from, target_ref: to }) => [String(from), byStixId.get(String(to))?.id ?? '']),
  );
  return patterns
    .filter(({ state }) => state === 'revoked')
    .map(({ stixId, id, name }) => [id, [name, successors.get(stixId) ?? '']] as const);
}

/** Bundles of MITRE hold a collection that names the version; others are told apart from the shipped one by this word. */
function versionOf(objects: readonly Json[]): string {
  const version = objects.find(({ type }) => type === 'x-mitre-collection')?.['x_mitre_version'];
  return typeof version === 'string' ? version : 'of the imported file';
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function isAsset(value: unknown): value is AttackAsset {
  const asset = recordOf(value);
  if (asset === undefined || typeof asset['version'] !== 'string') return false;
  const { tactics, techniques, revoked, deprecated } = asset;
  return (
    isTable(tactics, (entry) => typeof entry === 'string') &&
    isTable(techniques, (entry) => isPair(entry) && listOf(entry[1])?.every((id) => typeof id === 'string') === true) &&
    isTable(revoked, (entry) => isPair(entry) && typeof entry[1] === 'string') &&
    isTable(deprecated, (entry) => typeof entry === 'string')
  );
}

function isTable(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  const table = recordOf(value);
  return table !== undefined && Object.values(table).every(isEntry);
}

function isPair(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
}

function recordOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function asList<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
