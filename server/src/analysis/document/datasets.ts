/** IDX004 and IDX005: what the query looks for cannot be in the indices that the rule searches. */
import type { Problem } from '../../base/problem.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { contains, isWide, overlap, readPatterns } from '../../schema/families.js';
import type { DocumentCheck } from './check.js';
import { conditionsOf, wantedValues, type WantedValue } from './requirements.js';

export const checkDatasets: DocumentCheck = (document) => {
  const { included } = readPatterns(document.index?.value.map(({ value }) => value) ?? []);
  if (included.length === 0) return [];
  return [...datasetProblems(document, included), ...categoryProblems(document, included)];
};

/** https://www.elastic.co/docs/reference/fleet/data-streams: `type-dataset-namespace`. */
const streamTypes = ['logs', 'metrics', 'traces'] as const;

/** A pattern such as `logs-aws.cloudtrail-*`, which says which datasets it can hold. */
function isOfDataStreams(pattern: string): boolean {
  return streamTypes.some((type) => pattern.startsWith(`${type}-`)) && !isWide(pattern);
}

function datasetProblems(document: RuleDocument, patterns: readonly string[]): readonly Problem[] {
  if (!patterns.every(isOfDataStreams)) return [];
  const wanted = wantedValues(document, ['data_stream.dataset', 'event.dataset', 'event.module']);
  const impossible = wanted.filter((value) => isNamed(value) && !isPossible(value, patterns));
  // Beside others that are possible, a value of older versions does no harm.
  const severity = impossible.length < wanted.length ? 'information' : 'warning';
  return impossible.map((value) => ({
    code: 'IDX004',
    severity,
    span: value.span,
    message: `No index of the rule can hold \`${value.field}\` \`${value.text}\`; such events are in \`${indexOf(value)}\``,
  }));
}

/** Integrations give `event.dataset` names of their own too, but none with a dot in them. */
function isNamed({ field, text, isPattern }: WantedValue): boolean {
  return !isPattern && text !== '' && (field !== 'event.dataset' || text.includes('.'));
}

function isPossible(value: WantedValue, patterns: readonly string[]): boolean {
  const names = streamTypes.map((type) => indexOf(value).replace(/^logs/, type));
  return patterns.some((pattern) => names.some((name) => overlap(pattern, name)));
}

/** A module is the first part of the names of its datasets. */
function indexOf({ field, text }: WantedValue): string {
  return field === 'event.module' ? `logs-${text}*` : `logs-${text}-*`;
}

/** Which datasets of Elastic Defend have events of a category. */
const datasetsOf: Readonly<Record<string, string>> = {
  process: 'process',
  file: 'file',
  registry: 'registry',
  network: 'network',
  dns: 'network',
  library: 'library',
  driver: 'library',
};

function categoryProblems(document: RuleDocument, patterns: readonly string[]): readonly Problem[] {
  const query = document.queries.find(({ key }) => key === 'query');
  if (query === undefined || document.eventCategoryOverride !== undefined) return [];
  if (!patterns.every((pattern) => contains('logs-endpoint.events.*', pattern))) return [];
  return conditionsOf(document).flatMap(({ category }): readonly Problem[] => {
    if (category === undefined || category.any) return [];
    const dataset = datasetsOf[category.name];
    const index = `logs-endpoint.events.${dataset ?? ''}-*`;
    if (dataset === undefined || patterns.some((pattern) => overlap(pattern, index))) return [];
    const message = `No index of the rule has ${category.name} events of Elastic Defend; they are in \`${index}\``;
    return [{ code: 'IDX005', span: query.map.spanToFile(category.span), message }];
  });
}
