/** Hover in the ATT&CK mapping: what an id stands for, where it belongs, what became of it, and its page. */
import { touches } from '../../base/span.js';
import { readThreat, type MappedPart } from '../../analysis/document/threat.js';
import {
  attackUrl,
  fullTechniqueName,
  isSubtechniqueId,
  parentTechniqueId,
  type AttackMatrix,
  type RetiredTechnique,
  type Technique,
} from '../../schema/attack.js';
import type { RuleModel } from '../ruleModel.js';
import type { RuleHover } from './ruleKey.js';

/** Undefined away from ids, names and references, and for what the matrix does not have. */
export function attackHoverAt({ document, schemas }: RuleModel, offset: number): RuleHover | undefined {
  const { rule } = document.tree ?? {};
  if (rule === undefined) return undefined;
  for (const part of readThreat(rule).flatMap(partsOf)) {
    const at = [part.id, part.name, part.reference].find((value) => value !== undefined && touches(value.span, offset));
    if (at === undefined || part.id === undefined) continue;
    const value = describeAttack(part.id.value, schemas.attack);
    return value === undefined ? undefined : { value, span: at.span };
  }
  return undefined;
}

/** The tactic, the techniques and the sub-techniques of an entry. */
export function partsOf({ tactic, techniques }: ReturnType<typeof readThreat>[number]): readonly MappedPart[] {
  return [...(tactic === undefined ? [] : [tactic]), ...techniques.flatMap((technique) => [technique, ...technique.subtechniques])];
}

/** Markdown; undefined for an id that no version up to this one has. */
function describeAttack(id: string, matrix: AttackMatrix): string | undefined {
  const tactic = matrix.tactics.find((each) => each.id === id);
  if (tactic !== undefined) return `**${linked(id)} ${tactic.name}** · tactic of MITRE ATT&CK ${matrix.version}`;
  const technique = matrix.technique(id);
  if (technique !== undefined) return describeTechnique(technique, matrix);
  const retired = matrix.retired(id);
  return retired === undefined ? undefined : describeRetired(retired, matrix);
}

function describeTechnique(technique: Technique, matrix: AttackMatrix): string {
  const { id } = technique;
  const kind = isSubtechniqueId(id) ? `sub-technique of ${linked(parentTechniqueId(id))}` : 'technique';
  const below = matrix.subtechniquesOf(id);
  const tactics = matrix.tacticsOf(technique).map((tactic) => `${tactic.name} (${linked(tactic.id)})`);
  return [
    `**${linked(id)} ${fullTechniqueName(technique, matrix)}** · ${kind}, MITRE ATT&CK ${matrix.version}`,
    `Tactics: ${tactics.join(', ')}`,
    ...(below.length === 0 ? [] : [`Sub-techniques: ${below.map((each) => `${linked(each.id)} ${each.name}`).join(', ')}`]),
  ].join('\n\n');
}

function describeRetired({ id, name, kind, replacement }: RetiredTechnique, matrix: AttackMatrix): string {
  const heading = `**${id} ${name}** · ${kind}, no longer in MITRE ATT&CK ${matrix.version}`;
  if (replacement === undefined) return heading;
  return `${heading}\n\nIn its place: ${linked(replacement.id)} ${fullTechniqueName(replacement, matrix)}`;
}

function linked(id: string): string {
  const url = attackUrl(id);
  return url === undefined ? id : `[${id}](${url})`;
}
