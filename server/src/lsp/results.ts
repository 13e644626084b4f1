/** Answers which events a run matched, in pages: they are kept where the run was done. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { listedMatchesRequest, type ListedMatches, type ListedMatchesParams } from '../protocol/results.js';
import type { Guard } from './guard.js';
import type { Runner } from './runner.js';

export interface ListedParts {
  readonly connection: Connection;
  readonly runner: Runner;
  readonly guard: Guard;
}

/** Where the worker is gone its lists are too. */
export function answerListedMatches({ connection, runner, guard }: ListedParts): void {
  connection.onRequest(listedMatchesRequest, (params: ListedMatchesParams, token: CancellationToken) => {
    const gone: ListedMatches = { status: 'gone', passing: 0, matches: [] };
    return guard.answer({ what: 'results', uri: '' }, gone, token, () => runner.listed(params, token));
  });
}
