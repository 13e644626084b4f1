/** What the language server offers an editor: its answer to `initialize`. */
import { CodeActionKind, TextDocumentSyncKind, type ClientCapabilities, type InitializeResult } from 'vscode-languageserver';
import {
  completionTriggers,
  fixAllKind,
  formatQueryKind,
  formatRuleKind,
  semanticLegend,
  signatureTriggers,
} from '../features/announced.js';

export function capabilitiesFor(client: ClientCapabilities): InitializeResult['capabilities'] {
  return {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true },
    hoverProvider: true,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, formatQueryKind, formatRuleKind, fixAllKind],
    },
    codeLensProvider: {},
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    signatureHelpProvider: { triggerCharacters: [...signatureTriggers] },
    documentSymbolProvider: true,
    documentLinkProvider: {},
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentHighlightProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...semanticLegend.tokenTypes], tokenModifiers: [...semanticLegend.tokenModifiers] },
      full: true,
    },
    definitionProvider: true,
    referencesProvider: true,
    workspaceSymbolProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: !registersFormatting(client),
  };
}

/** Whether the editor can be told later which files are formatted: not all that it has open. */
export function registersFormatting({ textDocument }: ClientCapabilities): boolean {
  return textDocument?.formatting?.dynamicRegistration === true;
}
