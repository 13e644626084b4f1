/** What a file or a sample tells about fields, before a project takes it over. */
import type { EventSample } from '../events/sample.js';
import type { ReadFieldsResult } from '../protocol/ruleFiles.js';
import type { FieldCatalog, FieldInfo } from '../schema/catalog.js';
import { customSchemaText } from '../schema/import/customSchema.js';
import { inferFields } from '../schema/import/infer.js';
import { readFields } from '../schema/import/readFields.js';
import type { RuleModel } from './ruleModel.js';

const nothing = { count: 0, namesIndices: false, text: undefined, message: undefined };

/** `rule`: whose index patterns are the first guess. */
export function fieldsOfFile(text: string, name: string, rule: RuleModel | undefined): ReadFieldsResult {
  const indexPatterns = patternsOf(rule);
  const read = readFields(text, name);
  if (!read.ok) return { ...nothing, indexPatterns, message: read.failure.message };
  const count = read.value.reduce((sum, { fields }) => sum + fields.length, 0);
  const namesIndices = read.value.every(({ patterns }) => patterns !== undefined);
  return { ...nothing, count, namesIndices, indexPatterns, message: count === 0 ? `There are no fields in ${name}` : undefined };
}

/** The fields of the events that the rule's schemas do not know; with `indexPatterns` as a file for the project. */
export function fieldsOfSample(
  sample: EventSample,
  name: string,
  rule: RuleModel,
  indexPatterns: readonly string[] | undefined,
): ReadFieldsResult {
  const found = unknownFields(sample, name, rule.catalog);
  const message = found.length === 0 ? `Every field of ${name} is known already, or has no value that tells its type` : undefined;
  const text = indexPatterns === undefined ? undefined : customSchemaText(indexPatterns, found);
  return { ...nothing, count: found.length, indexPatterns: patternsOf(rule), text, message };
}

/** The fields of a sample that a catalogue does not have, with the types that their values tell. `source`: their origin, for users. */
export function unknownFields(sample: EventSample, source: string, catalog: FieldCatalog): readonly FieldInfo[] {
  const unknown = [...sample.fields].filter(([name]) => catalog.field(name) === undefined && !catalog.isObject(name));
  return inferFields(unknown.map(([name, { values }]) => ({ name, values: values.map(({ value }) => value) })), source); // prettier-ignore
}

function patternsOf(rule: RuleModel | undefined): readonly string[] {
  return rule?.document.index?.value.map(({ value }) => value) ?? [];
}
