/** Events made by the product for one predicate, or for the items of a sequence, without a rule around them. */
import type { FieldTable } from '../../server/src/events/event.js';
import type { Predicate } from '../../server/src/evaluate/predicate.js';
import type { SampleQuery, SequenceQuery } from '../../server/src/evaluate/sequence/query.js';
import { draftMatch, writeDrafts } from '../../server/src/synthesis/drafts.js';
import { findItems, valuesFor } from '../../server/src/synthesis/items.js';
import { eventOf, type MadeEvent } from '../../server/src/synthesis/madeEvent.js';

/** An event the predicate is true for; undefined where the search finds none. `text`: what the predicate's spans are of. */
export function eventFor(
  predicate: Predicate,
  fields: FieldTable,
  text: string,
  names: readonly string[] = fields.names,
): MadeEvent | undefined {
  const values = valuesFor(predicate, { fields, names, text, filter: undefined });
  return values === undefined ? undefined : eventOf(values, fields);
}

/** The events of one match, without a mark. */
export function eventsFor(query: SequenceQuery | SampleQuery, fields: FieldTable, text: string): readonly MadeEvent[] | undefined {
  const found = findItems(query, { fields, names: fields.names, text, filter: undefined }, false);
  if (!found.ok) return undefined;
  const drafts = draftMatch(query, found.items, found.values, Date.parse('2024-05-06T07:08:00.000Z'));
  return writeDrafts(drafts, { fields, timestampFields: ['@timestamp'] }, (event) => event, undefined);
}
