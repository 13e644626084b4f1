/** Computed leaves look at one value of each of their fields at a time, as a script over an index does: these are all the choices. */
import type { EventView, Value } from '../events/event.js';
import { visibleTest } from './leaves.js';
import type { FieldRef } from './predicate.js';

type Choice = readonly (Value | null)[];
export type ReadValues = (view: EventView) => Choice;

const onlyNull: Choice = [null];

/** The values of the field that an index holds; the single value null where there are none. */
export function visibleValues(field: FieldRef, read: (field: FieldRef) => (view: EventView) => readonly Value[]): ReadValues {
  const isVisible = visibleTest(field);
  const valuesOf = read(field);
  return (view) => {
    const visible = valuesOf(view).filter(isVisible);
    return visible.length === 0 ? onlyNull : visible;
  };
}

/** Calls `accept` for each choice of one value per field until it says true; whether it did. The array passed is reused. */
export function eachCombination(readers: readonly ReadValues[], view: EventView, accept: (choice: Choice) => boolean): boolean {
  const lists = readers.map((values) => values(view));
  const choice: (Value | null)[] = lists.map(() => null);
  const from = (index: number): boolean => {
    const list = lists[index];
    if (list === undefined) return accept(choice);
    for (const value of list) {
      choice[index] = value;
      if (from(index + 1)) return true;
    }
    return false;
  };
  return from(0);
}
