/** The requests by which an editor shows and reshapes a query: outline, folding, selection, highlights, signatures, tokens. */
import {
  type ResponseError,
  SemanticTokensRequest,
  type CancellationToken,
  type Connection,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { LanguageService } from '../features/languageService.js';
import type { RuleModel } from '../features/ruleModel.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';

interface Parts {
  readonly connection: Connection;
  readonly models: Models;
  readonly service: Promise<LanguageService>;
  readonly guard: Guard;
}

export function answerEditing(parts: Parts): void {
  const { connection } = parts;
  const ask = asker(parts);
  connection.onSignatureHelp(({ textDocument, position }, token) =>
    ask('signature help', textDocument, token, null, (service, model) => service.signatureHelp(model, position) ?? null),
  );
  connection.onDocumentSymbol(({ textDocument }, token) =>
    ask('outline', textDocument, token, [], (service, model) => service.symbols(model)),
  );
  connection.onDocumentLinks(({ textDocument }, token) => ask('links', textDocument, token, [], (service, model) => service.links(model)));
  connection.onFoldingRanges(({ textDocument }, token) =>
    ask('folding', textDocument, token, null, (service, model) => service.folding(model) ?? null),
  );
  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    ask('selection', textDocument, token, null, (service, model) => service.selections(model, positions) ?? null),
  );
  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    ask('highlights', textDocument, token, null, (service, model) => {
      const highlights = service.highlights(model, position);
      return highlights === undefined ? null : [...highlights];
    }),
  );
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument }, token) =>
    ask('semantic tokens', textDocument, token, null, (service, model) => service.semanticTokens(model) ?? null),
  );
}

type Ask = <T>(
  what: string,
  document: TextDocumentIdentifier,
  token: CancellationToken,
  nothing: T,
  answer: (service: LanguageService, model: RuleModel) => T,
) => Promise<T | ResponseError<void>>;

/** Asks about the newest text of an open document; `nothing` is the answer for others. */
function asker({ models, service, guard }: Parts): Ask {
  return (what, { uri }, token, nothing, answer) =>
    guard.answer({ what, uri }, nothing, token, async () => {
      const model = await models.of(uri);
      return model === undefined ? nothing : answer(await service, model);
    });
}
