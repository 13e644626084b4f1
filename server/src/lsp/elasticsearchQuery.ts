/** Answers what Kibana asks Elasticsearch for a rule: of the open document, or of the file where none is open. */
import type { Connection } from 'vscode-languageserver';
import type { Host } from '../base/host.js';
import type { LanguageService } from '../features/languageService.js';
import { elasticsearchQueryRequest, type ElasticsearchQueryParams, type ElasticsearchQueryResult } from '../protocol/protocol.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';
import type { ServerProjects } from './projects.js';

export interface ElasticsearchQueryParts {
  readonly connection: Connection;
  readonly host: Host;
  readonly service: Promise<LanguageService>;
  readonly models: Models;
  readonly projects: Pick<ServerProjects, 'of'>;
  readonly guard: Guard;
}

export function answerElasticsearchQuery({ connection, host, service, models, projects, guard }: ElasticsearchQueryParts): void {
  const answer = async ({ rule, position }: ElasticsearchQueryParams): Promise<ElasticsearchQueryResult> => {
    const { open, elasticsearchQuery } = await service;
    const opened = await models.of(rule);
    if (opened !== undefined) return elasticsearchQuery(opened, position);
    const text = await host.readText(rule);
    if (!text.ok) return noQuery(text.failure.message);
    const { schemas } = await projects.of(rule);
    return elasticsearchQuery(open(text.value, { uri: rule }, schemas), position);
  };
  connection.onRequest(elasticsearchQueryRequest, (params: ElasticsearchQueryParams) => {
    const fallback = noQuery('The query could not be translated; the Rulewright log says why');
    return guard.attempt({ what: 'Elasticsearch query', uri: params.rule }, fallback, () => answer(params));
  });
}

function noQuery(message: string): ElasticsearchQueryResult {
  return { text: undefined, message, isBroken: true };
}
