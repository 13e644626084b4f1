/** Layers field sets into the catalogue of one rule: its own sources first, all others behind them where not everything is known. */
import type { FieldCatalog, FieldInfo } from './catalog.js';
import { findField, parentsOf, type FieldSet } from './fieldSet.js';
import { familyOf } from './fieldType.js';
import { nearestNames } from '../base/nearest.js';

export interface CatalogParts {
  /** The sources for the rule's indices, the most authoritative first. */
  readonly sets: readonly FieldSet[];
  /** Sources of other indices: fields found only there are known, but not offered. Empty for a complete catalogue. */
  readonly others: () => readonly FieldSet[];
  readonly complete: boolean;
  readonly authoritative: boolean;
  readonly description: string;
}

/** The same names are asked for on every key stroke, those that are not there too. */
const keptAnswers = 2000;

export function createCatalog(parts: CatalogParts): FieldCatalog {
  const { sets, others, complete, authoritative, description } = parts;
  let sorted: readonly string[] | undefined;
  const names = (): readonly string[] => (sorted ??= sortedNames(sets));
  let allOthers: readonly FieldSet[] | undefined;
  const otherSets = (): readonly FieldSet[] => (allOthers ??= others());
  const hasObject = (name: string, from: readonly FieldSet[]): boolean => from.some((set) => set.objects.has(name));

  return {
    field: remembered((name) => lookUp(sets, name) ?? lookUp(otherSets(), name)),
    isObject: remembered((name) => hasObject(name, sets) || hasObject(name, otherSets())),
    get names() {
      return names();
    },
    nearest: remembered((name) => nearestNames(name, names())),
    complete,
    authoritative,
    description,
  };
}

function remembered<T>(answer: (name: string) => T): (name: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known.answer;
    if (answers.size >= keptAnswers) answers.clear();
    const found = answer(name);
    answers.set(name, { answer: found });
    return found;
  };
}

/** The first source's answer wins; where sources differ in kind, the type is uncertain: the event may come from either. */
function lookUp(sets: readonly FieldSet[], name: string): FieldInfo | undefined {
  const found: FieldInfo[] = [];
  const parents = parentsOf(name);
  for (const set of sets) {
    const field = findField(set, name, parents);
    if (field !== undefined) found.push(field);
  }
  const [first, ...rest] = found.filter((field) => field.typeUncertain !== true);
  if (first === undefined) return found[0];
  const agreed = rest.every((field) => familyOf(field.type) === familyOf(first.type));
  return { ...first, ...indexTypes(first, rest), ...(agreed ? {} : { typeUncertain: true }) };
}

/** ECS says what a field should be; where the sources of the indices themselves have it, theirs are the types it has. */
function indexTypes(first: FieldInfo, rest: readonly FieldInfo[]): Pick<FieldInfo, 'indexTypes'> {
  const mapped = [first, ...rest].filter(({ source }) => !source.startsWith('ECS '));
  const types = [...new Set(mapped.map(({ type }) => type))];
  return types.length === 0 || (types.length === 1 && types[0] === first.type) ? {} : { indexTypes: types };
}

function sortedNames(sets: readonly FieldSet[]): readonly string[] {
  const names = new Set<string>();
  for (const { fields } of sets) {
    for (const [name, field] of fields) {
      if (familyOf(field.type) !== 'object' && !name.includes('*')) names.add(name);
    }
  }
  return [...names].sort();
}
