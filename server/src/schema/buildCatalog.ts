/** Layers field sets into the catalogue of one rule: its own sources first, all others behind them where not everything is known. */
import type { FieldCatalog, FieldInfo } from './catalog.js';
import { findField, mayHave, parentsOf, rootOf, type FieldSet } from './fieldSet.js';
import { familyOf } from './fieldType.js';
import { bestNames, type NearName } from '../base/nearest.js';
import { once } from '../base/once.js';
import { remembered } from '../base/remembered.js';

/** No source has longer names; a hostile one of many thousand parts would be asked for with all that it could be below. */
const longestName = 1024;

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
export function createCatalog(parts: CatalogParts): FieldCatalog {
  const { sets, others, complete, authoritative, description } = parts;
  let sorted: readonly string[] | undefined;
  const names = (): readonly string[] => (sorted ??= sortedNames(sets, () => true));
  let allOthers: readonly FieldSet[] | undefined;
  const otherSets = (): readonly FieldSet[] => (allOthers ??= others());
  const hasObject = (name: string, from: readonly FieldSet[]): boolean => from.some((set) => set.objects.has(name));
  const field = remembered((name: string) => lookUp(sets, name) ?? lookUp(otherSets(), name));
  const isObject = remembered((name: string) => hasObject(name, sets) || hasObject(name, otherSets()));
  // Few fields are nested, and whether one is gets asked of all that a field lies below.
  const nested = once(() => new Set([...sets, ...otherSets()].flatMap((set) => set.nested)));

  return {
    field: (name) => (name.length > longestName ? undefined : field(name)),
    isObject: (name) => name.length <= longestName && isObject(name),
    isNested: (name) => nested().has(name) && isSurelyNested(field(name)),
    get names() {
      return names();
    },
    namesOf: (isWanted) => sortedNames(sets, isWanted),
    nearest: remembered((name) => nearestIn(sets, name)),
    complete,
    authoritative,
    description,
  };
}

/** The first source's answer wins; where sources differ in kind, the type is uncertain: the event may come from either. */
function lookUp(sets: readonly FieldSet[], name: string): FieldInfo | undefined {
  const found: FieldInfo[] = [];
  const parents = parentsOf(name);
  const root = rootOf(name);
  for (const set of sets) {
    const field = mayHave(set, root) ? findField(set, name, parents) : undefined;
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

function isSurelyNested(field: FieldInfo | undefined): boolean {
  return field !== undefined && field.typeUncertain !== true && familyOf(field.type) === 'nested';
}

function sortedNames(sets: readonly FieldSet[], isWanted: (name: string) => boolean): readonly string[] {
  const sorted = new Set<string>();
  for (const { names, fields } of sets) {
    for (const name of names) {
      const field = isWanted(name) ? fields.get(name) : undefined;
      if (field !== undefined && isOffered(name, field)) sorted.add(name);
    }
  }
  return [...sorted].sort();
}

function isOffered(name: string, field: FieldInfo): boolean {
  return familyOf(field.type) !== 'object' && !name.includes('*');
}

function nearestIn(sets: readonly FieldSet[], name: string): readonly string[] {
  const isOfferedBy = ({ fields }: FieldSet, { name: known }: NearName): boolean => {
    const field = fields.get(known);
    return field !== undefined && isOffered(known, field);
  };
  return bestNames(sets.flatMap((set) => set.near(name).filter((near) => isOfferedBy(set, near))));
}
