/** Field types guessed from the values of sample events, the way a mapping without templates would take them. */
import type { FieldInfo } from '../catalog.js';
import type { FieldType } from '../fieldType.js';

/** Values of one field over the events, in any order. */
export interface SeenField {
  readonly name: string;
  readonly values: readonly (string | number | bigint | boolean)[];
}

const date = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const ipv6 = /^(?=.*:.*:)[0-9A-Fa-f:.]+$/;
const ipName = /(?:^|[._])(?:ip|ipv[46]|address)$/i;

/** Fields for which no value tells a type are left out. A type is never certain: other events may say more. */
export function inferFields(seen: readonly SeenField[], source: string): readonly FieldInfo[] {
  return seen.flatMap(({ name, values }) => {
    const type = typeOf(name, values);
    return type === undefined
      ? []
      : [{ name, type, source, array: false, ignoreAbove: undefined, values: undefined, typeUncertain: true as const }];
  });
}

function typeOf(name: string, values: readonly (string | number | bigint | boolean)[]): FieldType | undefined {
  if (values.length === 0) return undefined;
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  if (values.every((value) => typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)))) return 'long';
  if (values.every((value) => typeof value === 'number' || typeof value === 'bigint')) return 'double';
  if (values.every((value) => typeof value === 'string')) {
    if (values.every((value) => date.test(value))) return 'date';
    if (ipName.test(name) && values.every((value) => ipv4.test(value) || ipv6.test(value))) return 'ip';
  }
  return 'keyword';
}
