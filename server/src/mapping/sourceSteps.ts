/** The steps of a field's source, as the file may write them in several ways. */
import type { FieldSource, Step } from './mappingFile.js';

/** What is made of the value of a source. */
export function stepsOf(from: FieldSource): readonly Step[] {
  if (typeof from === 'string' || !('from' in from) || from.as === undefined) return [];
  return Array.isArray(from.as) ? from.as : [from.as];
}
