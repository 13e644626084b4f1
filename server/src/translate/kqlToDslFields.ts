/** Field names of KQL as Kibana resolves them: which fields a name stands for, their types, and the nested fields they lie in. */
import type { FieldCatalog, FieldInfo } from '../schema/catalog.js';
import { familyOf, type FieldType } from '../schema/fieldType.js';
import { nestedPathOf } from '../schema/nestedPath.js';
import type { KueryValue } from '../syntax/kql/kuery.js';

/** What Kibana asks of a field. */
export interface DslField {
  readonly name: string;
  /** Its type is `keyword` in every index. */
  readonly isKeyword: boolean;
  readonly isDate: boolean;
  /** The innermost nested field it lies in; empty when there is none. */
  readonly nestedPath: string;
  /** Undefined for a field that no schema knows. */
  readonly info: FieldInfo | undefined;
}

/** The name that Kibana sends where no field is known: wildcards stand in it as they are. Inside braces names are relative. */
export function fullName(name: KueryValue, path: string): string {
  const written = name.type === 'wildcard' ? name.value.join('*') : String(name.value);
  return path === '' ? written : `${path}.${written}`;
}

/** The known fields that a name stands for; none when it is not known. */
export function fieldsNamed(name: KueryValue, path: string, catalog: FieldCatalog | undefined): readonly DslField[] {
  if (catalog === undefined) return [];
  if (name.type === 'literal') return describe(fullName(name, path), catalog);
  const [first = '', ...others] = name.value;
  const pieces = [path === '' ? first : `${path}.${first}`, ...others];
  return catalog.names.filter((known) => fits(pieces, known)).flatMap((known) => describe(known, catalog));
}

/** Objects and nested fields have no value of their own and are no fields to Kibana. */
function describe(name: string, catalog: FieldCatalog): readonly DslField[] {
  const info = catalog.field(name);
  if (info === undefined || isObject(info.type)) return [];
  const types = typesOf(info);
  return [
    {
      name,
      isKeyword: types.every((type) => type === 'keyword'),
      isDate: types.every((type) => familyOf(type) === 'date'),
      nestedPath: nestedPathOf(name, catalog),
      info,
    },
  ];
}

export function typesOf({ type, indexTypes }: FieldInfo): readonly FieldType[] {
  return indexTypes ?? [type];
}

function isObject(type: FieldType): boolean {
  const family = familyOf(type);
  return family === 'object' || family === 'nested';
}

/** Whether the text is the pieces in this order, with anything between them. */
function fits(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
