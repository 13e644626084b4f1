/** An event that matches, with what is shown of it. */
import type { FieldTable } from '../events/event.js';
import { compileColumns } from './columns.js';
import type { SeenEvent } from './eventPass.js';
import type { Predicate } from './predicate.js';
import type { Hit } from './run.js';
import { compileWitness } from './witness.js';

export interface ShownFields {
  readonly timestampField: string;
  readonly categoryField: string;
}

/** Numbers its fields in `fields`; call it before the first event is read. */
export function compileHit(
  predicate: Predicate,
  fields: FieldTable,
  { timestampField, categoryField }: ShownFields,
): (event: SeenEvent, keepText: boolean) => Hit {
  const witness = compileWitness(predicate, fields);
  const columns = compileColumns(predicate, fields, [timestampField, categoryField]);
  const timestampId = fields.intern(timestampField);
  return ({ view, slice, bytes, file }, keepText) => {
    const { offset, length, line, column } = slice;
    const [timestamp] = view.values(timestampId);
    return {
      file,
      offset,
      length,
      line,
      column,
      text: keepText ? new TextDecoder().decode(bytes.subarray(slice.start, slice.end)) : undefined,
      timestamp: timestamp === undefined ? undefined : String(timestamp),
      clauses: witness(view) ?? [],
      columns: columns(view),
    };
  };
}
