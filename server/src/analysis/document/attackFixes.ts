/** Repairs of an ATT&CK mapping: whole entries filled from the matrix, and techniques moved to where they belong. */
import type { TextEdit } from '../../base/edit.js';
import type { Fix } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { isList, isRecord } from '../../rule/plain.js';
import { plainOf, type Plain, type RuleTable } from '../../rule/value.js';
import { attackUrl, parentTechniqueId, type AttackMatrix, type Tactic, type Technique } from '../../schema/attack.js';
import { fixOf } from './repairs.js';
import type { Listed, MappedPart, MappedSubtechnique, MappedTechnique, ThreatEntry } from './threat.js';

/** What the repairs of one mapping need. */
export interface Mapping {
  readonly tree: RuleTree;
  readonly rule: RuleTable;
  readonly entries: readonly ThreatEntry[];
  readonly matrix: AttackMatrix;
}

type PlainTable = Readonly<Record<string, Plain>>;

/** A tactic or technique as its table in a rule. */
function plainPart({ id, name }: Tactic | Technique): PlainTable {
  return { id, name, reference: attackUrl(id) ?? '' };
}

/** A whole `[[rule.threat]]` entry of this tactic. */
function plainEntry(tactic: Tactic, techniques: readonly Plain[]): PlainTable {
  return { framework: 'MITRE ATT&CK', ...(techniques.length === 0 ? {} : { technique: techniques }), tactic: plainPart(tactic) };
}

/** Id, name and reference of another tactic or technique in the place of these. */
export function filling({ tree }: Pick<Mapping, 'tree'>, part: MappedPart, filler: Tactic | Technique, title?: string): readonly Fix[] {
  const edits: TextEdit[] = [];
  const missing: (readonly [string, Plain])[] = [];
  for (const [key, value] of Object.entries(plainPart(filler))) {
    const old = part.table.entries.find((entry) => entry.key === key)?.value;
    if (old === undefined) missing.push([key, value]);
    else if (old.kind !== 'string' || old.value !== value) edits.push(...tree.writer.replaceValue(old, value));
  }
  if (missing.length > 0) edits.push(...tree.writer.insertEntries(part.table, missing));
  return fixOf(title ?? `Replace by \`${filler.id}\` ${filler.name}`, edits);
}

/** Takes a technique out of its entry, and the entry too where it held nothing else, and puts it below a tactic that it belongs to. */
export function movingTechnique(mapping: Mapping, entry: ThreatEntry, technique: MappedTechnique, known: Technique): readonly Fix[] {
  const tactic = tacticFor(mapping, known, undefined);
  if (tactic === undefined) return [];
  const isAlone = entry.techniques.length === 1 && mapping.entries.some((each) => each.tactic?.id?.value === tactic.id);
  const removed = removal(mapping, isAlone ? entry : technique);
  if (removed.length === 0) return [];
  return fixOf(`Move \`${known.id}\` to ${tactic.name}`, [...removed, ...addition(mapping, tactic, asTable(plainOf(technique.table)))]);
}

/** Another tactic in place of the entry's own: one that all its techniques belong to and that has no entry yet. */
export function changingTactic(mapping: Mapping, { tactic, techniques }: ThreatEntry): readonly Fix[] {
  const { matrix, entries } = mapping;
  if (tactic === undefined) return [];
  const common = matrix.tactics.filter(({ id }) =>
    techniques.every((each) => matrix.technique(each.id?.value ?? '')?.tactics.includes(id) ?? false),
  );
  const free = common.filter(({ id }) => !entries.some((entry) => entry.tactic?.id?.value === id));
  return free.flatMap((each) => filling(mapping, tactic, each, `Change the tactic to ${each.name}`));
}

/** Puts a technique where it belongs in place of one that does not belong where it stands; `entry` is where the latter stands. */
export function relocating(
  mapping: Mapping,
  entry: ThreatEntry,
  misplaced: MappedTechnique | MappedSubtechnique,
  target: Technique,
  title: string,
): readonly Fix[] {
  const tactic = tacticFor(mapping, target, entry);
  if (tactic === undefined) return [];
  const replacement = nested(target, mapping.matrix);
  const isTechnique = 'subtechniques' in misplaced;
  if (isTechnique && misplaced.subtechniques.length > 0) return [];
  const inPlace = isTechnique && tactic.id === entry.tactic?.id?.value && existing(entry, target) === undefined;
  const replaced = inPlace ? mapping.tree.writer.replaceValue(misplaced.table, replacement) : [];
  if (replaced.length > 0) return fixOf(title, replaced);
  const removed = removal(mapping, misplaced);
  return removed.length === 0 ? [] : fixOf(title, [...removed, ...addition(mapping, tactic, replacement)]);
}

/** A technique's table; of a sub-technique that of its technique with it below. */
function nested(technique: Technique, matrix: AttackMatrix): PlainTable {
  const parent = matrix.technique(parentTechniqueId(technique.id));
  if (parent === undefined || parent.id === technique.id) return plainPart(technique);
  return { ...plainPart(parent), subtechnique: [plainPart(technique)] };
}

/** The tactic of `entry` where the technique belongs to it, else one that the rule has already, else the technique's first. */
function tacticFor({ entries, matrix }: Mapping, technique: Technique, entry: ThreatEntry | undefined): Tactic | undefined {
  const top = matrix.technique(parentTechniqueId(technique.id)) ?? technique;
  const present = [entry, ...entries].flatMap((each) => each?.tactic?.id?.value ?? []);
  const id = present.find((each) => top.tactics.includes(each)) ?? top.tactics[0];
  return id === undefined ? undefined : matrix.tactic(id);
}

function existing(entry: ThreatEntry | undefined, technique: Technique): MappedTechnique | undefined {
  return entry?.techniques.find(({ id }) => id?.value === parentTechniqueId(technique.id));
}

function removal({ tree }: Mapping, { list, index }: Listed): readonly TextEdit[] {
  return list === undefined ? [] : tree.writer.removeElement(list, index);
}

/** Edits that put a technique's table below the tactic, as one with what is already there. */
function addition({ tree, rule, entries }: Mapping, tactic: Tactic, technique: PlainTable): readonly TextEdit[] {
  const { writer } = tree;
  const entry = entries.find((each) => each.tactic?.id?.value === tactic.id);
  if (entry === undefined) {
    const list = entries[0]?.list;
    const added = plainEntry(tactic, [technique]);
    return list === undefined ? writer.insertEntries(rule, [['threat', [added]]]) : writer.insertElement(list, added);
  }
  const same = entry.techniques.find(({ id }) => id?.value === technique['id']);
  if (same !== undefined) return subtechniqueAddition(tree, same, technique);
  const list = entry.techniques[0]?.list;
  return list === undefined ? writer.insertEntries(entry.table, [['technique', [technique]]]) : writer.insertElement(list, technique);
}

/** The sub-techniques that a technique does not have yet. */
function subtechniqueAddition({ writer }: RuleTree, technique: MappedTechnique, added: PlainTable): readonly TextEdit[] {
  const present: readonly (Plain | undefined)[] = technique.subtechniques.map(({ id }) => id?.value);
  const missing = listOf(added['subtechnique']).filter((each) => !present.includes(asTable(each)['id']));
  if (missing.length === 0) return [];
  const list = technique.subtechniques[0]?.list;
  if (list === undefined) return writer.insertEntries(technique.table, [['subtechnique', missing]]);
  return missing.flatMap((each) => writer.insertElement(list, each));
}

/** Techniques of a second entry of the same tactic in the first one. */
export function mergingEntries({ tree }: Mapping, first: ThreatEntry, second: ThreatEntry): readonly Fix[] {
  if (second.list === undefined) return [];
  const tables = second.techniques.map(({ table }) => asTable(plainOf(table)));
  const known = (table: PlainTable): MappedTechnique | undefined => first.techniques.find(({ id }) => id?.value === table['id']);
  const fresh = tables.filter((table) => known(table) === undefined);
  const list = first.techniques[0]?.list;
  const added =
    fresh.length === 0
      ? []
      : list === undefined
        ? tree.writer.insertEntries(first.table, [['technique', fresh]])
        : fresh.flatMap((table) => tree.writer.insertElement(list, table));
  const merged = tables.flatMap((table) => {
    const same = known(table);
    return same === undefined ? [] : subtechniqueAddition(tree, same, table);
  });
  return fixOf('Merge the two', [...added, ...merged, ...tree.writer.removeElement(second.list, second.index)]);
}

/** The same technique twice below one tactic. */
export function mergingTechniques({ tree }: Mapping, first: MappedTechnique, second: MappedTechnique): readonly Fix[] {
  if (second.list === undefined) return [];
  const added = subtechniqueAddition(tree, first, asTable(plainOf(second.table)));
  return fixOf('Merge the two', [...added, ...tree.writer.removeElement(second.list, second.index)]);
}

export function removingElement({ tree }: Mapping, { list, index }: Listed, title: string): readonly Fix[] {
  return list === undefined ? [] : fixOf(title, tree.writer.removeElement(list, index));
}

function asTable(value: Plain): PlainTable {
  return isRecord(value) ? value : {};
}

function listOf(value: Plain | undefined): readonly Plain[] {
  return value !== undefined && isList(value) ? value : [];
}
