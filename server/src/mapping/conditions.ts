/** Conditions of a mapping on an event: which mapping it is for, and which of the mapping's fields it gets. */
import type { Json } from '../events/json.js';
import type { EventReader } from './eventReader.js';
import type { Condition } from './mappingFile.js';
import { textOf } from './rawEvent.js';

/** Whether all that the condition names is so. Texts are compared without regard to case, and numbers as text. */
export function holds(condition: Condition, reader: EventReader): boolean {
  return Object.entries(condition).every(([path, expected]) => {
    const found = reader.find(path);
    if (expected === false) return found === undefined || found.value === false;
    if (expected === true) return found !== undefined;
    return found !== undefined && valuesOf(expected).some((value) => foldsOf(found.value).includes(value));
  });
}

function valuesOf(expected: Condition[string]): readonly string[] {
  return (Array.isArray(expected) ? expected : [expected]).map((value) => String(value).toLowerCase());
}

function foldsOf(value: Json): readonly string[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).map((each) => textOf(each).toLowerCase());
}

/** Finds the parts whose condition holds, in their order, without trying each on each event. */
export class Cases<Part extends { readonly is: Condition }> {
  readonly #byPath = new Map<string, Map<string, { readonly part: Part; readonly at: number }[]>>();
  readonly #others: { readonly part: Part; readonly at: number }[] = [];

  constructor(parts: readonly Part[]) {
    parts.forEach((part, at) => {
      const indexed = Object.entries(part.is).find(([, expected]) => typeof expected !== 'boolean');
      if (indexed === undefined) {
        this.#others.push({ part, at });
        return;
      }
      const byValue = this.#byPath.get(indexed[0]) ?? new Map<string, { readonly part: Part; readonly at: number }[]>();
      this.#byPath.set(indexed[0], byValue);
      for (const value of valuesOf(indexed[1])) byValue.set(value, [...(byValue.get(value) ?? []), { part, at }]);
    });
  }

  of(reader: EventReader): readonly Part[] {
    const candidates = [...this.#others];
    for (const [path, byValue] of this.#byPath) {
      const found = reader.find(path);
      if (found !== undefined) candidates.push(...new Set(foldsOf(found.value).flatMap((value) => byValue.get(value) ?? [])));
    }
    return candidates
      .filter(({ part }) => holds(part.is, reader))
      .sort((a, b) => a.at - b.at)
      .map(({ part }) => part);
  }
}
