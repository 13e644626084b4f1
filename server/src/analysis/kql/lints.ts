/** What a KQL query that Kibana accepts may mean other than it looks: all checks of that sort. */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';
import { analysedText } from '../checks/kql/analysedText.js';
import { backslashes } from '../checks/kql/backslashes.js';
import { foreignText } from '../checks/kql/foreignText.js';
import { freeText } from '../checks/kql/freeText.js';
import { keywordCase } from '../checks/kql/keywordCase.js';
import { lineBreaks } from '../checks/kql/lineBreaks.js';
import { longValues } from '../checks/kql/longValues.js';
import { nestedTwice } from '../checks/kql/nestedTwice.js';
import { presence } from '../checks/kql/presence.js';
import { questionMarks } from '../checks/kql/questionMarks.js';
import { quoteMarks } from '../checks/kql/quoteMarks.js';
import { ranges } from '../checks/kql/ranges.js';
import { runTogether } from '../checks/kql/runTogether.js';
import { simplify } from '../checks/kql/simplify.js';
import { wildcardFields } from '../checks/kql/wildcardFields.js';
import { sitesOf, type Sites } from './sites.js';

type KqlLint = (query: ParsedKql, catalog: FieldCatalog, sites: Sites) => readonly Problem[];

const lints: readonly KqlLint[] = [
  freeText, foreignText, runTogether, lineBreaks, quoteMarks, backslashes, questionMarks, analysedText, presence, longValues, ranges,
  wildcardFields, nestedTwice, keywordCase, simplify,
]; // prettier-ignore

/** Spans are offsets into the query text. */
export function lintKql(query: ParsedKql, catalog: FieldCatalog): readonly Problem[] {
  const sites = sitesOf(query.tree, catalog);
  return lints.flatMap((lint) => lint(query, catalog, sites));
}
