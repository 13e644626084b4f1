/** What a rule's ATT&CK mapping has twice, and what it lacks. */
import type { Problem } from '../../base/problem.js';
import { mergingEntries, mergingTechniques, removingElement, type Mapping } from './attackFixes.js';
import { safely } from './repairs.js';
import { isDamaged, type RuleFrame } from './check.js';
import type { MappedPart, ThreatEntry } from './threat.js';

export function repetitionProblems(mapping: Mapping): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [first, second] of repeated(mapping.entries, (entry) => `${entry.framework?.value} ${entry.tactic?.id?.value}`)) {
    const { id, name } = second.tactic ?? {};
    if (id === undefined) continue;
    const message = `The tactic ${name?.value ?? id.value} has an entry already; one holds all its techniques`;
    problems.push({ code: 'ATK007', span: id.span, message, fixes: mergingEntries(mapping, first, second), ...seeFirst(first.tactic) });
  }
  return [...problems, ...mapping.entries.flatMap((entry) => repeatedBelow(mapping, entry))];
}

function repeatedBelow(mapping: Mapping, { techniques }: ThreatEntry): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [first, second] of repeated(techniques, idOf)) {
    problems.push(...twice(first, second).map((problem) => ({ ...problem, fixes: mergingTechniques(mapping, first, second) })));
  }
  for (const { subtechniques } of techniques) {
    for (const [first, second] of repeated(subtechniques, idOf)) {
      const removal = removingElement(mapping, second, 'Remove the second');
      const fixes = isSame(first, second) ? safely(removal) : removal;
      problems.push(...twice(first, second).map((problem) => ({ ...problem, fixes })));
    }
  }
  return problems;
}

function isSame(a: MappedPart, b: MappedPart): boolean {
  return a.name?.value === b.name?.value && a.reference?.value === b.reference?.value;
}

function twice(first: MappedPart, { id }: MappedPart): readonly Problem[] {
  if (id === undefined) return [];
  return [{ code: 'ATK007', severity: 'warning', span: id.span, message: `\`${id.value}\` is listed twice`, ...seeFirst(first) }];
}

function seeFirst(part: MappedPart | undefined): Pick<Problem, 'related'> {
  return part?.id === undefined ? {} : { related: [{ span: part.id.span, message: 'The first one' }] };
}

function idOf({ id }: MappedPart): string {
  return String(id?.value);
}

/** Later ones with the first of the same key; those without an id are none. */
function repeated<T>(list: readonly T[], keyOf: (element: T) => string): readonly (readonly [first: T, later: T])[] {
  const firsts = new Map<string, T>();
  return list.flatMap((element) => {
    const key = keyOf(element);
    const first = firsts.get(key);
    if (first !== undefined) return [[first, element] as const];
    firsts.set(key, element);
    return [];
  });
}

export function absenceProblems({ entries, rule }: Mapping, document: RuleFrame): readonly Problem[] {
  if (entries.length > 0) return entries.flatMap(withoutTechnique);
  const place = document.name ?? document.type;
  if (place === undefined || isDamaged(document) || rule.entries.some(({ key }) => key === 'threat_mappings')) return [];
  return [{ code: 'ATK008', span: place.span, message: 'The rule names no tactic of MITRE ATT&CK in `threat`' }];
}

function withoutTechnique({ tactic, techniques, framework }: ThreatEntry): readonly Problem[] {
  if (techniques.length > 0 || tactic?.id === undefined || framework?.value === 'MITRE ATLAS') return [];
  return [{ code: 'ATK008', span: tactic.id.span, message: `${tactic.name?.value ?? tactic.id.value} names no technique` }];
}
