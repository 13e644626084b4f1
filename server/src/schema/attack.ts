/**
 * MITRE ATT&CK as a table of names: tactics, techniques and sub-techniques of one version, and what became of the ids it no longer has.
 * https://attack.mitre.org/resources/
 */
import { groupBy } from '../base/groupBy.js';

export interface Tactic {
  /** `TA0002` */
  readonly id: string;
  readonly name: string;
}

export interface Technique {
  /** `T1059`; of a sub-technique `T1059.001`. */
  readonly id: string;
  /** Of a sub-technique its own name alone. */
  readonly name: string;
  /** Ids. */
  readonly tactics: readonly string[];
}

/** An id that MITRE took back. */
export interface RetiredTechnique {
  readonly id: string;
  readonly name: string;
  readonly kind: 'revoked' | 'deprecated';
  /** What MITRE names in its place, where it still exists. */
  readonly replacement: Technique | undefined;
}

/** `attack.json`, and what a STIX bundle becomes: techniques as name and tactics, revoked ones as name and replacement. */
export interface AttackAsset {
  readonly version: string;
  readonly tactics: Readonly<Record<string, string>>;
  readonly techniques: Readonly<Record<string, readonly [name: string, tactics: readonly string[]]>>;
  readonly revoked: Readonly<Record<string, readonly [name: string, replacement: string]>>;
  readonly deprecated: Readonly<Record<string, string>>;
}

/** One version of ATT&CK. */
export interface AttackMatrix {
  /** `18.1` */
  readonly version: string;
  readonly tactics: readonly Tactic[];
  /** Sub-techniques included, sorted by id; without retired ones. */
  readonly techniques: readonly Technique[];
  /** By id, or by name whatever its case. */
  readonly tactic: (idOrName: string) => Tactic | undefined;
  /** By id. */
  readonly technique: (id: string) => Technique | undefined;
  readonly retired: (id: string) => RetiredTechnique | undefined;
  readonly tacticsOf: (technique: Technique) => readonly Tactic[];
  readonly subtechniquesOf: (id: string) => readonly Technique[];
  /** All of this name, whatever its case: several sub-techniques share one. */
  readonly named: (name: string) => readonly Technique[];
}

export function createAttackMatrix(asset: AttackAsset): AttackMatrix {
  const tactics = Object.entries(asset.tactics).map(([id, name]) => ({ id, name }));
  const techniques = Object.entries(asset.techniques).map(([id, [name, own]]) => ({ id, name, tactics: own }));
  const byTacticKey = new Map(tactics.flatMap((tactic) => [tactic.id, tactic.name.toLowerCase()].map((key) => [key, tactic] as const)));
  const byId = new Map(techniques.map((technique) => [technique.id, technique]));
  const byName = groupBy(techniques, ({ name }) => name.toLowerCase());
  const byParent = groupBy(
    techniques.filter(({ id }) => isSubtechniqueId(id)),
    ({ id }) => parentTechniqueId(id),
  );
  const replacementOf = (id: string): Technique | undefined => byId.get(lastReplacement(id, asset));
  const revoked = Object.entries(asset.revoked).map(([id, [name]]): RetiredTechnique => ({
    id,
    name,
    kind: 'revoked',
    replacement: replacementOf(id),
  }));
  const deprecated = Object.entries(asset.deprecated).map(([id, name]): RetiredTechnique => ({
    id,
    name,
    kind: 'deprecated',
    replacement: undefined,
  }));
  const retired = new Map([...deprecated, ...revoked].map((technique) => [technique.id, technique]));
  return {
    version: asset.version,
    tactics,
    techniques,
    tactic: (idOrName) => byTacticKey.get(idOrName) ?? byTacticKey.get(idOrName.toLowerCase()),
    technique: (id) => byId.get(id),
    retired: (id) => retired.get(id),
    tacticsOf: (technique) => tactics.filter(({ id }) => technique.tactics.includes(id)),
    subtechniquesOf: (id) => byParent.get(id) ?? [],
    named: (name) => byName.get(name.toLowerCase()) ?? [],
  };
}

/** MITRE also revokes what once was a replacement. */
function lastReplacement(id: string, { revoked }: AttackAsset): string {
  const seen = new Set<string>();
  let last = id;
  for (let next = revoked[last]?.[1]; next !== undefined && !seen.has(next); next = revoked[last]?.[1]) {
    seen.add(next);
    last = next;
  }
  return last;
}

export function isSubtechniqueId(id: string): boolean {
  return /^T\d{4}\.\d{3}$/.test(id);
}

/** `T1059` of `T1059.001`; of a technique itself its own id. */
export function parentTechniqueId(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

/** The page of a tactic, technique or sub-technique; undefined for what has not the form of an id. */
export function attackUrl(id: string): string | undefined {
  if (/^TA\d{4}$/.test(id)) return `https://attack.mitre.org/tactics/${id}/`;
  if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) return undefined;
  return `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
}

/** The name as people read it: of a sub-technique with its technique's, such as `Command and Scripting Interpreter: PowerShell`. */
export function fullTechniqueName({ id, name }: Technique, matrix: AttackMatrix): string {
  const parent = isSubtechniqueId(id) ? matrix.technique(parentTechniqueId(id)) : undefined;
  return parent === undefined ? name : `${parent.name}: ${name}`;
}
