/** The fields that a rule can use. */
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import type { RuleDocument } from './ruleDocument.js';

/** The catalogue of the rule's own index patterns; everything known where it names none. */
export function catalogOf(document: Pick<RuleDocument, 'index'>, schemas: Schemas): FieldCatalog {
  return schemas.catalogFor((document.index?.value ?? []).map(({ value }) => value));
}
