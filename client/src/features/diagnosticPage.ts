/** Shows what a diagnostic means, with examples, on a page of its own: from the code at the message, or for the problem at the cursor. */
import * as vscode from 'vscode';
import type { HandleDiagnosticsSignature } from 'vscode-languageclient';
import { diagnosticPageRequest, type DiagnosticPageParams, type DiagnosticPageResult } from '../../../server/src/protocol/status.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';

const scheme = 'rulewright-diagnostic';
const source = 'rulewright';

export interface DiagnosticPages extends vscode.Disposable {
  readonly show: Commands['rulewright.explainDiagnostic'];
}

/** Makes of each code a link to its page. It cannot be a command, which VS Code does not follow there from 1.139 on. */
export const linkCodes = (uri: vscode.Uri, diagnostics: vscode.Diagnostic[], next: HandleDiagnosticsSignature): void => {
  // The examples on a page are wrong on purpose.
  if (uri.scheme === scheme) return next(uri, []);
  for (const diagnostic of diagnostics) {
    const code = codeOf(diagnostic);
    if (code === undefined) continue;
    diagnostic.code = { value: code, target: pageUri(code) };
  }
  next(uri, diagnostics);
};

export function registerDiagnosticPages(context: Context): DiagnosticPages {
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri) => (await pageOf(context, codeIn(uri))) ?? '',
  });
  return {
    show: async (argument) => {
      if (!(await context.requireServer())) return undefined;
      const code = typeof argument === 'string' ? argument.toUpperCase() : await pickCode();
      if (code === undefined) return undefined;
      if ((await pageOf(context, code)) === undefined) return refuse(vscode.l10n.t('There is no diagnostic {0}', code));
      const page = pageUri(code);
      await showPage(page);
      return page;
    },
    dispose: () => {
      provider.dispose();
    },
  };
}

async function pageOf(context: Context, code: string): Promise<string | undefined> {
  if (!(await context.ready())) return undefined;
  const params: DiagnosticPageParams = { code };
  return (await context.client.sendRequest<DiagnosticPageResult>(diagnosticPageRequest, params)).page;
}

function pageUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${code}.md` });
}

function codeIn({ path }: vscode.Uri): string {
  return path.slice(1).replace(/\.md$/, '');
}

/** As text where the extension that renders Markdown is switched off: there is no such command then. */
async function showPage(page: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('markdown.showPreview', page).then(undefined, () => vscode.window.showTextDocument(page));
}

function codeOf(diagnostic: vscode.Diagnostic): string | undefined {
  if (diagnostic.source !== source) return undefined;
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return typeof code === 'string' && /^[A-Z]{3}\d{3}$/.test(code) ? code : undefined;
}

/** The problem at the cursor; else the user chooses among those of the file. */
async function pickCode(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const all = editor === undefined ? [] : vscode.languages.getDiagnostics(editor.document.uri);
  const ours = all.filter((diagnostic) => codeOf(diagnostic) !== undefined);
  const here = ours.filter(({ range }) => editor !== undefined && range.contains(editor.selection.active));
  const offered = here.length > 0 ? here : ours;
  if (offered.length === 0) return refuse(vscode.l10n.t('Rulewright reports no problem in the active file'));
  const items = new Map(offered.map((diagnostic) => [codeOf(diagnostic) ?? '', diagnostic.message]));
  const [only] = items.keys();
  if (items.size === 1) return only;
  const chosen = await vscode.window.showQuickPick(
    [...items].map(([label, detail]) => ({ label, detail })),
    { title: vscode.l10n.t('Explain a diagnostic'), placeHolder: vscode.l10n.t('The problem to read about'), matchOnDetail: true },
  );
  return chosen?.label;
}
