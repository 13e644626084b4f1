/** The requests that look beyond one file: definition, references, rename, and the symbols of the workspace. */
import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type Location,
  type SymbolInformation,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Host } from '../base/host.js';
import { modelAt, type RuleModel } from '../features/ruleModel.js';
import { definitionAt, referencesAt, workspaceSymbols } from '../features/navigation.js';
import type { WorkspaceView } from '../features/workspace.js';
import { renameIn, renameTargetIn } from '../features/workspaceRename.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';
import type { ServerProjects } from './projects.js';
import type { Workspace } from './workspace.js';

interface Parts {
  readonly connection: Connection;
  readonly host: Pick<Host, 'readText'>;
  readonly models: Models;
  readonly projects: Pick<ServerProjects, 'of'>;
  readonly workspace: Workspace;
  readonly guard: Guard;
}

export function answerNavigation(parts: Parts): void {
  const { connection, workspace, guard } = parts;
  const view = viewOf(parts);
  const ask = asker(parts);
  connection.onDefinition((params, token) =>
    ask<Location[] | null>('definition', params, token, null, async (model) => {
      const found = await definitionAt(model, params.position, view);
      return found.length === 0 ? null : [...found];
    }),
  );
  connection.onReferences((params, token) =>
    ask<Location[] | null>('references', params, token, null, async (model) => {
      const found = await referencesAt(model, params.position, params.context.includeDeclaration, view, token);
      return found === undefined ? null : [...found];
    }),
  );
  connection.onPrepareRename((params, token) =>
    ask('rename', params, token, null, async (model) => (await renameTargetIn(model, params.position, view)) ?? null),
  );
  connection.onRenameRequest((params, token) =>
    ask<WorkspaceEdit | ResponseError<void> | null>('rename', params, token, null, async (model) => {
      const renamed = await renameIn(model, params.position, params.newName, view, token);
      return renamed.ok ? renamed.edit : new ResponseError<void>(LSPErrorCodes.RequestFailed, renamed.message);
    }),
  );
  connection.onWorkspaceSymbol(({ query }, token) =>
    guard.answer<SymbolInformation[]>({ what: 'workspace symbols', uri: '' }, [], token, async () => {
      await workspace.whenRead();
      return [...workspaceSymbols(query, view)];
    }),
  );
}

function viewOf({ host, projects, workspace }: Parts): WorkspaceView {
  return {
    rules: () => workspace.rules(),
    files: () => workspace.files(),
    model: (uri) => workspace.model(uri),
    async fieldFiles(uri) {
      const { fieldFiles } = await projects.of(uri);
      const texts = await Promise.all(fieldFiles.map((file) => host.readText(file)));
      return texts.flatMap((text, index) => (text.ok ? [{ uri: fieldFiles[index] ?? '', text: text.value }] : []));
    },
  };
}

type Ask = <T>(
  what: string,
  params: TextDocumentPositionParams,
  token: CancellationToken,
  nothing: T,
  answer: (model: RuleModel) => Promise<T>,
) => Promise<T | ResponseError<void>>;

/** Asks about an open document once all others are known too; `nothing` is the answer for documents that are not open. */
function asker({ models, workspace, guard }: Parts): Ask {
  return (what, { textDocument: { uri }, position }, token, nothing, answer) =>
    guard.answer({ what, uri }, nothing, token, async () => {
      await workspace.whenRead();
      const model = await models.of(uri);
      if (model === undefined) return nothing;
      workspace.edited(model);
      return answer(modelAt(model, position));
    });
}
