/** All checks that look at what the conditions of a query mean. */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { categoryTypes } from '../checks/categoryTypes.js';
import { constantConditions } from '../checks/constantConditions.js';
import { contradictions } from '../checks/contradictions.js';
import { missingFields } from '../checks/missingFields.js';
import { mixedLogic } from '../checks/mixedLogic.js';
import { redundantConditions } from '../checks/redundantConditions.js';
import { valueChecks } from '../checks/valueChecks.js';
import type { ConditionRoot } from './condition.js';

/** Comparing conditions with one another takes time that grows with the square of their number; no rule that people read is longer. */
const longestCompared = 65_536;

/** Spans are offsets into the query text. */
export function checkConditions(roots: readonly ConditionRoot[], catalog: FieldCatalog): readonly Problem[] {
  return roots.flatMap((root) => [
    ...(root.text.length > longestCompared ? [] : comparedWithOneAnother(root, catalog)),
    ...mixedLogic(root),
    ...categoryTypes(root, catalog),
    ...missingFields(root),
    ...valueChecks(root, catalog),
  ]);
}

function comparedWithOneAnother(root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  return [...redundantConditions(root, catalog), ...contradictions(root, catalog), ...constantConditions(root, catalog)];
}
