/** What a translation to Query DSL takes for granted about field types, as sentences for the user. */
import { grouped } from '../base/grouped.js';
import type { FieldCatalog } from '../schema/catalog.js';
import { typesOf, type DslField } from './kqlToDslFields.js';

export interface TypeNotes {
  /** Takes down what is not sure about the fields of one clause; `pattern` is the name that stands for all of them, if it has wildcards. */
  used(fields: readonly DslField[], pattern: string | undefined, catalog: FieldCatalog): void;
  freeTextIn(path: string): void;
  sentences(): readonly string[];
}

export function createNotes(): TypeNotes {
  const unknown = new Set<string>();
  const absent = new Set<string>();
  const guessed = new Set<string>();
  const mixed = new Map<string, readonly string[]>();
  const others = new Set<string>();
  const take = ({ name, info }: DslField, catalog: FieldCatalog): void => {
    if (info === undefined) {
      if (catalog.field(name) === undefined && !catalog.isObject(name)) (catalog.authoritative ? absent : unknown).add(name);
      return;
    }
    const types = typesOf(info);
    if (types.length > 1) mixed.set(name, types);
    else if (info.typeUncertain === true) guessed.add(name);
  };
  return {
    used(fields, pattern, catalog) {
      if (pattern === undefined) return fields.forEach((field) => take(field, catalog));
      const known = fields.filter(({ info }) => info !== undefined).length;
      others.add(
        known === 0
          ? `No known field fits \`${pattern}\`, so Kibana sends it as the name of a field.`
          : `\`${pattern}\` stands for ${known === 1 ? 'the one known field' : `each of ${grouped(known)} known fields`} that fits it; your indices may have others.`,
      );
    },
    freeTextIn: (path) =>
      void others.add(
        `Kibana takes the free text in the braces of \`${path}\` for a value of \`${path}.null\`, a field that no event has.`,
      ),
    sentences: () => [
      ...listing(unknown, (names) => `No loaded schema knows ${names}: a field of unknown type. Kibana asks the index for the type.`),
      ...listing(absent, (names) => `The mapping of the indices has no ${names}, so no event matches by it.`),
      ...listing(guessed, (names) => `The type of ${names} is a guess. Kibana asks the index for it.`),
      ...[...mixed].map(
        ([name, types]) =>
          `\`${name}\` is ${types.join(' in one index and ')} in another, so Kibana treats it as a field of no special type.`,
      ),
      ...others,
    ],
  };
}

function listing(names: ReadonlySet<string>, sentence: (names: string) => string): readonly string[] {
  return names.size === 0 ? [] : [sentence([...names].map((name) => `\`${name}\``).join(', '))];
}
