/** Which events of the indicator files are indicators: the second query of an indicator match rule, with filters of its own. */
import { isError } from '../base/problem.js';
import { FieldTable } from '../events/event.js';
import type { Instant } from '../events/time.js';
import { compilePredicate, type EventTest } from '../evaluate/compile.js';
import { lowerFilters } from '../evaluate/filters/lowerFilters.js';
import { lowerKql } from '../evaluate/kql/lower.js';
import type { LowerContext, Lowered } from '../evaluate/lowering.js';
import { lowerLucene } from '../evaluate/lucene/lower.js';
import { invalid, refuse, type Refusal } from '../evaluate/ruleQuery.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import type { ThreatSettings } from './settings.js';

export interface IndicatorQuery {
  readonly ok: true;
  readonly test: EventTest;
  readonly catalog: FieldCatalog;
  /** Numbers the fields of indicators. */
  readonly fields: FieldTable;
  readonly notes: readonly string[];
}

/** A rule without such a query takes all events of the files. */
export function lowerIndicatorQuery(
  rule: RuleDocument,
  { index }: ThreatSettings,
  schemas: Schemas,
  now: Instant,
): IndicatorQuery | Refusal {
  const fields = new FieldTable();
  const catalog = schemas.catalogFor(index);
  const context: LowerContext = { catalog, fields, now };
  const region = rule.queries.find(({ key }) => key === 'threat_query');
  const query = lowered(rule, context);
  const filters = lowerFilters(rule, context, 'threat_filters');
  const [problem] = query.problems.filter(isError);
  if (problem !== undefined && problem.code !== 'RUN001' && region !== undefined) {
    return invalid([problem], rule.text, (offset) => region.map.toFile(offset), 'threat_query');
  }
  const limit = problem ?? filters.problems[0];
  if (limit !== undefined) return refuse('notEvaluated', `The query for indicators is not run locally: ${limit.message}.`);
  const tests = [query.predicate, filters.predicate].filter((each) => each !== undefined).map((each) => compilePredicate(each));
  const notes = [...query.fidelity, ...filters.fidelity].map((note) => `Indicators: ${note}`);
  return { ok: true, test: (view) => tests.every((test) => test(view)), catalog, fields, notes };
}

const everything: Lowered = { predicate: undefined, problems: [], fidelity: [] };

function lowered({ queries }: RuleDocument, context: LowerContext): Lowered {
  const region = queries.find(({ key }) => key === 'threat_query');
  if (region === undefined || region.map.text.trim() === '') return everything;
  const { parsed, lucene } = region;
  if (lucene !== undefined) return lowerLucene(lucene, context);
  if (parsed?.language !== 'kuery') {
    const message = 'its language is neither kuery nor lucene';
    return { ...everything, problems: [{ code: 'RUN001', severity: 'error', span: { start: 0, end: 0 }, message }] };
  }
  const errors = parsed.problems.filter(isError);
  return errors.length > 0 ? { ...everything, problems: errors } : lowerKql(parsed, context);
}
