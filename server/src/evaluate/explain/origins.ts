/** Where the fields that a verdict is about come from, for an event that was mapped. */
import { parseEvent } from '../../events/json.js';
import type { SeenEvent } from '../eventPass.js';
import type { JudgedMapping, JudgedPart, Verdict } from './explained.js';

/** Undefined for an event that stands in its file as it was judged. */
export function originsOf({ mapper, bytes, slice }: SeenEvent, parts: readonly JudgedPart[]): JudgedMapping | undefined {
  if (mapper === undefined) return undefined;
  const parsed = parseEvent(bytes, slice);
  if (!parsed.ok) return undefined;
  const found = [...new Set(parts.flatMap(({ verdict }) => fieldsIn(verdict)))].flatMap((field) => {
    const known = mapper.originOf(parsed.event, field);
    return known === undefined ? [] : [{ field, ...known }];
  });
  const [first] = found;
  return first === undefined ? undefined : { mapping: first.mapping, origins: found.map(({ field, origin }) => ({ field, origin })) };
}

function fieldsIn({ fields, operands }: Verdict): readonly string[] {
  return [...fields.map(({ field }) => field), ...operands.flatMap(fieldsIn)];
}
