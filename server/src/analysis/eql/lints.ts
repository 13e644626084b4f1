/** Checks of EQL queries that are valid, but can hardly mean what they say, or could say it plainer. */
import type { Problem } from '../../base/problem.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { eqlConditions } from '../conditions/fromEql.js';
import { anyCategory } from './anyCategory.js';
import { datasetFields } from './datasetFields.js';
import { optionalFields } from './optionalFields.js';
import { simplerForms } from './simplerForms.js';

/** Spans are offsets into the query text. */
export function lintEql({ tree, text }: ParsedEql, document: RuleDocument, catalog: FieldCatalog): readonly Problem[] {
  return [
    ...simplerForms(tree, text),
    ...datasetFields(tree, document),
    ...optionalFields(tree, catalog),
    ...(document.eventCategoryOverride === undefined ? eqlConditions(tree, text).flatMap(anyCategory) : []),
  ];
}
