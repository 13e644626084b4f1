/**
 * Keeps `event.category` and `event.type` of a made event in step where the query leaves a choice.
 * https://www.elastic.co/docs/reference/ecs/ecs-allowed-values-event-category
 */
import type { FieldTable, Value } from '../events/event.js';
import type { FieldCatalog } from '../schema/catalog.js';
import type { MadeValues } from './madeEvent.js';

/** The values with an event type that goes with the category; as they are where the query takes none. */
export function inCategory(
  made: MadeValues,
  fields: FieldTable,
  catalog: FieldCatalog,
  accepts: (values: MadeValues) => boolean,
): MadeValues {
  const typeId = fields.intern('event.type');
  const [category, ...otherCategories] = made.values.get(fields.intern('event.category')) ?? [];
  const [type, ...otherTypes] = made.values.get(typeId) ?? [];
  if (category === undefined || type === undefined || otherCategories.length + otherTypes.length > 0) return made;
  const expected = expectedTypes(category, catalog);
  if (expected.length === 0 || expected.includes(String(type))) return made;
  for (const other of expected) {
    const changed = { ...made, values: new Map([...made.values, [typeId, [other]]]) };
    if (accepts(changed)) return changed;
  }
  return made;
}

function expectedTypes(category: Value, catalog: FieldCatalog): readonly string[] {
  const allowed = catalog.field('event.category')?.values?.list ?? [];
  return allowed.find(({ name }) => name === category)?.expectedTypes ?? [];
}
