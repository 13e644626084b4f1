/** The variants of a clause that are tried, as predicates; those with other values are found in what the events hold. */
import { misspeltNames } from '../../base/nearest.js';
import { familyOf } from '../../schema/fieldType.js';
import { ignoringCase, takenAsPattern } from '../explain/reasons.js';
import type { LeafClause, Wildcards } from '../explain/clauses.js';
import { fieldRef, type LowerContext } from '../lowering.js';
import type { Equals, Leaf, Predicate, Wildcard } from '../predicate.js';
import type { VariantForm } from './variant.js';

export interface Candidate {
  readonly form: VariantForm;
  readonly predicate: Predicate;
}

/** Fields below the same object that are tried. */
const mostSiblings = 40;

/** Shorter texts are the same in many fields by chance. */
const shortestText = 3;

/** `isNeeded`: each match has to satisfy the clause. Alternatives are many, and other fields and values for them mean little. */
export function candidatesOf(clause: LeafClause, isNeeded: boolean, wildcards: Wildcards, context: LowerContext): readonly Candidate[] {
  const { leaves, span } = clause;
  const forms: readonly Candidate[] = (
    [
      ['ignoreCase', ignoringCase],
      ['pattern', (leaf: Leaf) => takenAsPattern(leaf, wildcards)],
      ['loosePattern', (leaf: Leaf) => loosePattern(leaf, wildcards)],
    ] as const
  ).flatMap(([kind, change]) => {
    const operands = leaves.map((leaf) => change(leaf)).filter((leaf) => leaf !== undefined);
    return operands.length === 0 ? [] : [{ form: { kind }, predicate: { kind: 'or', operands, span } }];
  });
  return isNeeded ? [...forms, ...otherFields(clause, context)] : forms;
}

function loosePattern(leaf: Leaf, wildcards: Wildcards): Wildcard | undefined {
  const pattern = takenAsPattern(leaf, wildcards);
  return pattern === undefined || pattern.caseInsensitive ? undefined : { ...pattern, caseInsensitive: true };
}

function otherFields({ leaves, fields: [field, ...others], span }: LeafClause, context: LowerContext): readonly Candidate[] {
  const plain = leaves.filter((leaf) => leaf.kind === 'equals' || leaf.kind === 'wildcard');
  if (field === undefined || others.length > 0 || plain.length < leaves.length || !plain.some(isTelling)) return [];
  return siblingsOf(field.name, context).map((name) => {
    const other = fieldRef(name, context);
    return {
      form: { kind: 'field', field: name },
      predicate: { kind: 'or', operands: plain.map((leaf) => ({ ...leaf, field: other })), span },
    };
  });
}

function siblingsOf(name: string, { catalog }: LowerContext): readonly string[] {
  const object = name.slice(0, name.lastIndexOf('.') + 1);
  if (object === '') return [];
  return catalog.names
    .filter((other) => other !== name && other.startsWith(object) && !other.slice(object.length).includes('.'))
    .filter((other) => {
      const info = catalog.field(other);
      return info !== undefined && info.multiFieldOf === undefined && familyOf(info.type) === 'keyword';
    })
    .slice(0, mostSiblings);
}

/** Whether a value of another field can hardly match by chance. */
function isTelling(leaf: Equals | Wildcard): boolean {
  if (leaf.kind === 'equals') return leaf.constants.some((constant) => typeof constant === 'string' && isName(constant));
  return leaf.patterns.some((pattern) => pattern.some((piece) => piece.kind === 'text' && isName(piece.text)));
}

function isName(text: string): boolean {
  return text.length >= shortestText && /[a-z]{2}/i.test(text);
}

/** The texts that a clause asks for by equality and that may be misspelt. */
export function wantedTexts({ leaves }: LeafClause): readonly string[] {
  const constants = leaves.flatMap((leaf) => (leaf.kind === 'equals' ? leaf.constants : []));
  return constants.filter((constant) => typeof constant === 'string' && isName(constant)) as readonly string[];
}

/** Of the values that events hold, the one that is most like the wanted one; not one that differs in its numbers only. */
export function nearestValue(wanted: string, seen: readonly string[]): string | undefined {
  const words = wanted.replace(/\d+/g, '').toLowerCase();
  const [nearest] = misspeltNames(
    wanted,
    seen.filter(
      (each) => each !== wanted && (each.replace(/\d+/g, '').toLowerCase() !== words || each.toLowerCase() === wanted.toLowerCase()),
    ),
  );
  return nearest;
}
