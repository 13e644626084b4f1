/** The text of a file in the last commit, from the Git extension that comes with VS Code. */
import * as vscode from 'vscode';

/** What is used of its API. https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitRepository {
  readonly state: { readonly HEAD: { readonly commit?: string } | undefined };
  /** Rejects where the revision has no such file. */
  show(ref: string, path: string): Promise<string>;
}

/** `text` is undefined where the last commit has no such file. */
export type TextInHead = { readonly ok: true; readonly text: string | undefined } | { readonly ok: false; readonly message: string };

/** Waits no longer for the extension to look for repositories. */
const patience = 5000;

export async function textInHead(file: vscode.Uri): Promise<TextInHead> {
  if (file.scheme !== 'file' && file.scheme !== 'vscode-remote')
    return { ok: false, message: vscode.l10n.t('This rule is in no folder that git could have; save it in a git repository first') };
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined && !vscode.workspace.isTrusted)
    return {
      ok: false,
      message: vscode.l10n.t('Git is off in Restricted Mode, and with it what the last commit holds; trust the folder to compare with it'),
    };
  if (extension === undefined)
    return { ok: false, message: vscode.l10n.t("VS Code's Git extension is not there; it tells what the last commit holds") };
  const git = extension.isActive ? extension.exports : await extension.activate();
  if (!git.enabled) return { ok: false, message: vscode.l10n.t('Git is switched off; the setting "git.enabled" switches it on') };
  const api = git.getAPI(1);
  await initialized(api);
  const repository = api.getRepository(file);
  if (repository === null) return { ok: false, message: vscode.l10n.t('This rule is in no git repository that VS Code has open') };
  if (repository.state.HEAD?.commit === undefined)
    return { ok: false, message: vscode.l10n.t('The git repository has no commit yet to compare with') };
  try {
    return { ok: true, text: await repository.show('HEAD', file.fsPath) };
  } catch {
    return { ok: true, text: undefined }; // There is a commit, and the file is not in it.
  }
}

function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, patience);
    const listening = api.onDidChangeState((state) => state === 'initialized' && done());
    function done(): void {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    }
  });
}
