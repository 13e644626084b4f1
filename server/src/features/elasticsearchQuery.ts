/** What Kibana asks Elasticsearch for a rule, for showing it beside the rule. */
import type { ElasticsearchQueryResult } from '../protocol/protocol.js';
import { requestFor } from '../translate/request.js';
import { consoleText } from '../translate/requestText.js';
import type { RuleModel } from './ruleModel.js';

/** The request in the form of the console of Kibana's Dev Tools, or why there is none. */
export function elasticsearchQueryOf({ document, catalog, lines }: RuleModel): ElasticsearchQueryResult {
  const request = requestFor(document, catalog);
  if (request.ok) return { text: consoleText(request), message: undefined, isBroken: false };
  const [first] = request.problems;
  const place = first === undefined ? '' : ` (line ${lines.positionAt(first.span.start).line + 1})`;
  return { text: undefined, message: `${request.message}${place}`, isBroken: request.status === 'invalid' };
}
