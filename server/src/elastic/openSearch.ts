/** What OpenSearch cannot do that a rule asks for, and what can be done instead. */
import { catalogOf } from '../rule/ruleCatalog.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';
import { convertQuery } from '../translate/convert/convertQuery.js';
import type { Cluster } from './cluster.js';
import { failedWith } from './search.js';

/** A query of this length can be read in a message. */
const readable = 400;

/** Why a rule in EQL is not run where there is no EQL; undefined where it is. `schemas` know the fields of the cluster. */
export function refusalOfEql(rule: RuleDocument, { info }: Cluster, schemas: Schemas): ReturnType<typeof failedWith> | undefined {
  const parsed = rule.queries.find(({ key }) => key === 'query')?.parsed;
  if (info.engine !== 'opensearch' || parsed?.language !== 'eql') return undefined;
  const categoryField = rule.eventCategoryOverride?.value;
  const converted = convertQuery(parsed, catalogOf(rule, schemas), 'kuery', { categoryField, width: Infinity });
  if (!converted.ok) {
    return failedWith(
      'notRun',
      `${info.address} is OpenSearch, which has no EQL, and this query has no equal in KQL: ${converted.reason}. Fetch events with rulewright sample --kind random, and run the rule on them with rulewright run.`,
    );
  }
  const query = converted.query.replace(/\s+/g, ' ');
  const instead =
    query.length > readable
      ? 'Convert to KQL in the editor makes a rule in KQL of it, which OpenSearch runs.'
      : `In KQL, which it runs, the query is: ${query}`;
  return failedWith('notRun', `${info.address} is OpenSearch, which has no EQL. ${instead}`);
}
