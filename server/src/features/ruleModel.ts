/** A rule file as the features see it: opened, with the fields its index patterns have. */
import { LineIndex } from '../base/lines.js';
import { openRule, type TextSource } from '../rule/openText.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';

export interface RuleModel {
  readonly uri: string;
  readonly document: RuleDocument;
  readonly catalog: FieldCatalog;
  readonly schemas: Schemas;
  readonly lines: LineIndex;
}

export function createRuleModel(text: string, source: TextSource, schemas: Schemas): RuleModel {
  const document = openRule(text, source);
  const patterns = (document.index?.value ?? []).map(({ value }) => value);
  return { uri: source.uri, document, catalog: schemas.catalogFor(patterns), schemas, lines: new LineIndex(text) };
}
