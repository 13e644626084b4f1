/** A rule's mapping to MITRE ATT&CK against the matrix: ids, names, pages, and what belongs below what. */
import { nearestNames } from '../../base/nearest.js';
import type { Fix, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import { quoted } from '../../base/quoted.js';
import type { RuleString } from '../../rule/value.js';
import {
  attackUrl,
  fullTechniqueName,
  isSubtechniqueId,
  parentTechniqueId,
  type AttackMatrix,
  type Tactic,
  type Technique,
} from '../../schema/attack.js';
import { changingTactic, filling, movingTechnique, relocating, type Mapping } from './attackFixes.js';
import { atlasProblems } from './atlas.js';
import { absenceProblems, repetitionProblems } from './attackCoverage.js';
import type { FrameCheck } from './check.js';
import { replacing, safely } from './repairs.js';
import { readThreat, type MappedPart, type MappedSubtechnique, type MappedTechnique, type ThreatEntry } from './threat.js';

export const checkAttack: FrameCheck = (document, { schemas }) => {
  const { tree } = document;
  if (tree?.rule === undefined) return [];
  const mapping: Mapping = { tree, rule: tree.rule, entries: readThreat(tree.rule), matrix: schemas.attack };
  return [
    ...mapping.entries.flatMap((entry) => entryProblems(mapping, entry)),
    ...repetitionProblems(mapping),
    ...absenceProblems(mapping, document),
  ];
};

function entryProblems(mapping: Mapping, entry: ThreatEntry): readonly Problem[] {
  const framework = entry.framework?.value;
  if (framework === 'MITRE ATLAS') return atlasProblems(mapping, entry);
  if (framework !== undefined && framework !== 'MITRE ATT&CK') return frameworkProblem(mapping, entry.framework);
  return [
    ...tacticProblems(mapping, entry),
    ...entry.techniques.flatMap((technique) => [
      ...techniqueProblems(mapping, entry, technique),
      ...technique.subtechniques.flatMap((subtechnique) => subtechniqueProblems(mapping, entry, technique, subtechnique)),
    ]),
  ];
}

function frameworkProblem({ tree }: Mapping, framework: RuleString | undefined): readonly Problem[] {
  if (framework === undefined) return [];
  const meant = /atlas/i.test(framework.value) ? 'MITRE ATLAS' : 'MITRE ATT&CK';
  return [
    {
      code: 'ATK010',
      span: framework.span,
      message: `${quoted(framework.value)} is not a framework that Elastic Security knows; it knows \`MITRE ATT&CK\` and \`MITRE ATLAS\``,
      fixes: replacing(tree, framework, meant),
    },
  ];
}

function tacticProblems(mapping: Mapping, { tactic }: ThreatEntry): readonly Problem[] {
  if (tactic?.id === undefined) return [];
  const { matrix } = mapping;
  const id = tactic.id.value;
  const known = matrix.tactics.find((each) => each.id === id);
  if (known !== undefined) return partProblems(mapping, tactic, known, () => tacticMeant(tactic, matrix));
  const meant = tacticMeant(tactic, matrix);
  return [unknownId(mapping, { part: tactic, id: tactic.id, kind: 'tactic', meant: meant === undefined ? [] : [meant] })];
}

function tacticMeant({ id, name }: MappedPart, matrix: AttackMatrix): Tactic | undefined {
  return matrix.tactic(name?.value ?? '') ?? matrix.tactic(id?.value.toUpperCase() ?? '') ?? matrix.tactic(id?.value ?? '');
}

function techniqueProblems(mapping: Mapping, entry: ThreatEntry, technique: MappedTechnique): readonly Problem[] {
  const { matrix } = mapping;
  if (technique.id === undefined) return [];
  const id = technique.id.value;
  const known = matrix.technique(id);
  if (known === undefined) return absentTechnique(mapping, entry, technique, technique.id);
  if (isSubtechniqueId(id)) return [tooHigh(mapping, entry, technique, known, technique.id.span)];
  return [
    ...partProblems(mapping, technique, known, () =>
      techniquesMeant(technique, matrix, undefined).find((each) => !isSubtechniqueId(each.id)),
    ),
    ...foreignToTactic(mapping, entry, technique, known),
  ];
}

function subtechniqueProblems(
  mapping: Mapping,
  entry: ThreatEntry,
  technique: MappedTechnique,
  subtechnique: MappedSubtechnique,
): readonly Problem[] {
  const { matrix } = mapping;
  if (subtechnique.id === undefined) return [];
  const { value: id, span } = subtechnique.id;
  const known = matrix.technique(id);
  if (known === undefined) return absentTechnique(mapping, entry, subtechnique, subtechnique.id, technique.id?.value);
  const meant = (): readonly Technique[] => techniquesMeant(subtechnique, matrix, technique.id?.value);
  if (!isSubtechniqueId(id)) {
    const fixes = meant()
      .filter((each) => isSubtechniqueId(each.id))
      .flatMap((each) => filling(mapping, subtechnique, each));
    return [{ code: 'ATK006', span, message: `\`${id}\` ${known.name} is a technique, not a sub-technique`, fixes }];
  }
  return [
    ...partProblems(mapping, subtechnique, known, () => meant().find((each) => isSubtechniqueId(each.id))),
    ...foreignToTechnique(mapping, entry, technique, subtechnique, known),
  ];
}

/** Name and page of an id that exists. `meant`: what else the name stands for. */
function partProblems(
  mapping: Mapping,
  part: MappedPart,
  known: Tactic | Technique,
  whatIsMeant: () => Tactic | Technique | undefined,
): readonly Problem[] {
  const { tree } = mapping;
  const { name, reference } = part;
  const problems: Problem[] = [];
  if (name !== undefined && name.value !== known.name) {
    const meant = whatIsMeant();
    const other = meant === undefined || meant.id === known.id ? [] : filling(mapping, part, meant);
    const replaced = replacing(tree, name, known.name);
    // The id is right for sure where the name stands for nothing else, and the page says so too.
    const idIsRight = other.length === 0 && (reference === undefined || isPageOf(reference.value, known.id));
    const correct = idIsRight ? safely(replaced) : replaced;
    // The page tells which of the two is the slip.
    const idIsWrong = meant !== undefined && reference !== undefined && isPageOf(reference.value, meant.id);
    problems.push({
      code: 'ATK003',
      span: name.span,
      message: `\`${known.id}\` is ${known.name}${name.value === '' ? '; its name is empty' : `, not ${name.value}`}`,
      fixes: idIsWrong ? [...other, ...correct] : [...correct, ...other],
    });
  }
  const url = reference === undefined ? undefined : attackUrl(known.id);
  if (reference !== undefined && url !== undefined && reference.value !== url && !isPageOf(reference.value, known.id)) {
    problems.push({
      code: 'ATK004',
      span: reference.span,
      message: `The page of \`${known.id}\` ${known.name} is ${url}`,
      fixes: name?.value === known.name ? safely(replacing(tree, reference, url)) : replacing(tree, reference, url),
    });
  }
  return problems;
}

/** Pages of one version of ATT&CK and a missing last slash lead to the same place. */
function isPageOf(reference: string, id: string): boolean {
  const page = reference.replace(/\/?$/, '/').replace(/^(https:\/\/attack\.mitre\.org\/)versions\/v\d+\//, '$1');
  return page === attackUrl(id);
}

interface UnknownPart {
  readonly part: MappedPart;
  readonly id: RuleString;
  readonly kind: 'tactic' | 'technique' | 'sub-technique';
  /** The likeliest first. */
  readonly meant: readonly (Tactic | Technique)[];
}

function unknownId(mapping: Mapping, { part, id, kind, meant }: UnknownPart): Problem {
  const [first] = meant;
  const hint = first === undefined ? '' : `; ${first.name} is \`${first.id}\``;
  return {
    code: 'ATK001',
    span: id.span,
    message: `${quoted(id.value)} is not a ${kind} of MITRE ATT&CK ${mapping.matrix.version}${hint}`,
    fixes: meant.flatMap((each) => filling(mapping, part, each)),
  };
}

/** An id that is retired or never was. `parent`: for sub-techniques the id of the technique above. */
function absentTechnique(
  mapping: Mapping,
  entry: ThreatEntry,
  part: MappedTechnique | MappedSubtechnique,
  id: RuleString,
  parent?: string,
): readonly Problem[] {
  const { matrix } = mapping;
  const isTechnique = 'subtechniques' in part;
  const retired = matrix.retired(id.value);
  if (retired === undefined) {
    const fits = (each: Technique): boolean => isSubtechniqueId(each.id) !== isTechnique;
    const meant = techniquesMeant(part, matrix, parent).filter(fits);
    return [unknownId(mapping, { part, id, kind: isTechnique ? 'technique' : 'sub-technique', meant })];
  }
  const { replacement, name, kind } = retired;
  const state = kind === 'revoked' ? 'was revoked' : 'is deprecated';
  const advice = replacement === undefined ? '' : `; \`${replacement.id}\` ${fullTechniqueName(replacement, matrix)} took its place`;
  return [
    {
      code: 'ATK002',
      span: id.span,
      message: `\`${id.value}\` ${name} ${state} in MITRE ATT&CK${advice}`,
      fixes: replacement === undefined ? [] : replacingRetired(mapping, entry, part, replacement, parent),
    },
  ];
}

function replacingRetired(
  mapping: Mapping,
  entry: ThreatEntry,
  part: MappedTechnique | MappedSubtechnique,
  replacement: Technique,
  parent: string | undefined,
): readonly Fix[] {
  const isTechnique = 'subtechniques' in part;
  const tactic = mapping.matrix.tactic(entry.tactic?.id?.value ?? '');
  const isBelow = tactic === undefined || replacement.tactics.includes(tactic.id);
  const fits = isTechnique
    ? !isSubtechniqueId(replacement.id) && isBelow
    : parentTechniqueId(replacement.id) === parent && replacement.id !== parent;
  if (fits) return filling(mapping, part, replacement);
  return relocating(mapping, entry, part, replacement, `Replace by \`${replacement.id}\` ${replacement.name}`);
}

/** What an id and name that do not fit may stand for: by name, by the id in another spelling, by a name nearly the same. */
function techniquesMeant({ id, name }: MappedPart, matrix: AttackMatrix, parent: string | undefined): readonly Technique[] {
  const byName = matrix.named(name?.value ?? '');
  const below = parent === undefined ? [] : byName.filter((each) => parentTechniqueId(each.id) === parentTechniqueId(parent));
  const spelt = id === undefined ? undefined : matrix.technique(id.value.trim().toUpperCase().replace(/[/_-]/g, '.'));
  const exact = [...below, ...byName, ...(spelt === undefined ? [] : [spelt])];
  if (exact.length > 0 || name === undefined) return [...new Set(exact)];
  return nearestNames(name.value, [...new Set(matrix.techniques.map((each) => each.name))]).flatMap((near) => matrix.named(near));
}

function foreignToTactic(mapping: Mapping, entry: ThreatEntry, technique: MappedTechnique, known: Technique): readonly Problem[] {
  const { matrix } = mapping;
  const { tactic } = entry;
  const own = matrix.tactics.find(({ id }) => id === tactic?.id?.value);
  if (own === undefined || known.tactics.includes(own.id) || technique.id === undefined) return [];
  const names = matrix.tacticsOf(known).map(({ id, name }) => `${name} (${id})`);
  const message = `\`${known.id}\` ${known.name} does not belong to ${own.name} but to ${names.join(', ')}`;
  const move = movingTechnique(mapping, entry, technique, known);
  const change = changingTactic(mapping, entry);
  const fixes = entry.techniques.length === 1 ? [...change, ...move] : [...move, ...change];
  return [{ code: 'ATK005', span: technique.id.span, message, fixes }];
}

function foreignToTechnique(
  mapping: Mapping,
  entry: ThreatEntry,
  technique: MappedTechnique,
  subtechnique: MappedSubtechnique,
  known: Technique,
): readonly Problem[] {
  const above = technique.id?.value;
  const parent = parentTechniqueId(known.id);
  // Of a technique whose own id is wrong we do not know what belongs below it.
  if (above === undefined || subtechnique.id === undefined || above === parent || mapping.matrix.technique(above) === undefined) return [];
  return [
    {
      code: 'ATK006',
      span: subtechnique.id.span,
      message: `\`${known.id}\` ${known.name} is a sub-technique of \`${parent}\`, not of \`${above}\``,
      fixes: relocating(mapping, entry, subtechnique, known, `Move below \`${parent}\``),
    },
  ];
}

function tooHigh(mapping: Mapping, entry: ThreatEntry, technique: MappedTechnique, known: Technique, span: Span): Problem {
  const parent = parentTechniqueId(known.id);
  return {
    code: 'ATK006',
    span,
    message: `\`${known.id}\` is a sub-technique; it stands in \`[[rule.threat.technique.subtechnique]]\` below \`${parent}\``,
    fixes: relocating(mapping, entry, technique, known, `Move below \`${parent}\``),
  };
}
