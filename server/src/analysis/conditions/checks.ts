/** All checks that look at what the conditions of a query mean: a row for each, with the codes that it reports under. */
import { oncePer } from '../../base/oncePer.js';
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { categoryTypes } from '../checks/categoryTypes.js';
import { constantConditions } from '../checks/constantConditions.js';
import { contradictions } from '../checks/contradictions.js';
import { costlyPatterns } from '../checks/costlyPatterns.js';
import { missingFields } from '../checks/missingFields.js';
import { mixedLogic } from '../checks/mixedLogic.js';
import { pathValues } from '../checks/pathValues.js';
import { redundantConditions } from '../checks/redundantConditions.js';
import { suspiciousValues } from '../checks/suspiciousValues.js';
import { forValues } from '../checks/valueChecks.js';
import type { ConditionRoot } from './condition.js';

interface ConditionCheck {
  readonly codes: readonly string[];
  readonly find: (root: ConditionRoot, catalog: FieldCatalog) => readonly Problem[];
  /** Compares conditions with one another. */
  readonly compares?: true;
}

const checks: readonly ConditionCheck[] = [
  { codes: ['QRY006', 'EQL115'], find: redundantConditions, compares: true },
  { codes: ['QRY007', 'QRY019'], find: contradictions, compares: true },
  { codes: ['QRY008', 'QRY009', 'KQL113'], find: constantConditions, compares: true },
  { codes: ['QRY010'], find: mixedLogic },
  { codes: ['QRY012'], find: categoryTypes },
  { codes: ['QRY021', 'EQL116'], find: missingFields },
  { codes: ['QRY014'], find: forValues(costlyPatterns) },
  { codes: ['QRY015'], find: forValues(pathValues) },
  { codes: ['QRY016'], find: forValues(suspiciousValues) },
];

/** Comparing conditions with one another takes time that grows with the square of their number; no rule that people read is longer. */
const longestCompared = 65_536;

const wantedChecks = oncePer((isShown: (code: string) => boolean) => checks.filter(({ codes }) => codes.some(isShown)));

/** Spans are offsets into the query text. Checks of codes that are not shown are left out. */
export function checkConditions(
  roots: readonly ConditionRoot[],
  catalog: FieldCatalog,
  isShown: (code: string) => boolean,
): readonly Problem[] {
  return roots.flatMap((root) =>
    wantedChecks(isShown).flatMap(({ find, compares }) =>
      compares === true && root.text.length > longestCompared ? [] : find(root, catalog),
    ),
  );
}
