/** The field that the cursor stands on, with all other places of the query's fields. */
import type { Position } from 'vscode-languageserver-types';
import { touches } from '../base/span.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { queryAt } from './context/toml.js';
import { toOffset } from './convert.js';
import { fieldOccurrences, type FieldOccurrence } from './occurrences.js';
import type { RuleModel } from './ruleModel.js';

export interface FieldAt {
  readonly region: QueryRegion;
  readonly field: FieldOccurrence;
  /** Of all fields of the query. */
  readonly all: readonly FieldOccurrence[];
}

/** `process.na|me`, `process.name|`, `|process.name`. */
export function fieldAt(model: RuleModel, position: Position): FieldAt | undefined {
  const fileOffset = toOffset(model.lines, position);
  const place = queryAt(model.document, fileOffset);
  const parsed = place?.region.parsed;
  if (place === undefined || parsed === undefined) return undefined;
  const { map } = place.region;
  const all = fieldOccurrences(parsed);
  const field = all.find(({ span }) => touches(span, place.offset) && touches(map.spanToFile(span), fileOffset));
  return field === undefined ? undefined : { region: place.region, field, all };
}
