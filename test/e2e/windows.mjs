// Windows of the workbench for the scenarios: a page of its own with a copy of the workspace of its own, on servers that are started once.
import fs from 'node:fs';
import path from 'node:path';
import { copyWorkspace, installExtension, launchBrowser, makeProfile, startServer, workbenchUrl, writeUserSettings } from './harness.mjs';
import { until, Workbench } from './workbench.mjs';

export class Windows {
  #profile = makeProfile();
  #servers = new Map();
  #browser;
  #context;
  #opened = 0;
  /** Addresses that a page asked for outside this machine. */
  outside = [];

  constructor(vsix) {
    installExtension(this.#profile, vsix);
  }

  get dir() {
    return this.#profile.dir;
  }

  /**
   * Closes the window that was open and opens another. `open`: `folder`, `folders` (of a workspace file) or `nothing`; `settings`: of the
   * folder; `trust`: whether it is trusted without a question; `prepare`: makes more files in the folder before it is opened.
   */
  async open({ open = 'folder', settings, trust = true, prepare } = {}) {
    await this.#close();
    this.#opened += 1;
    const dir = path.join(this.#profile.dir, String(this.#opened));
    const folder = path.join(dir, 'workspace');
    copyWorkspace(folder, settings);
    await prepare?.(folder);
    const server = await this.#server(trust);
    this.#browser ??= await launchBrowser();
    this.#context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    await this.#context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await this.#context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => this.#note(request.url()));
    await page.goto(workbenchUrl(server, openedBy(open, dir, folder)));
    const workbench = new Workbench(page);
    await workbench.ready();
    if (open === 'folders') await untilListed(page, workbench);
    return { page, workbench, folder, languageServers: () => processes(this.#profile.extensions) };
  }

  async stop({ keep }) {
    await this.#browser?.close().catch(() => {});
    for (const server of this.#servers.values()) await server.stop();
    if (!keep) fs.rmSync(this.#profile.dir, { recursive: true, force: true });
  }

  /** Leaving the page first tells the server that its extension host is not needed any more. */
  async #close() {
    for (const page of this.#context?.pages() ?? []) await page.goto('about:blank').catch(() => {});
    await this.#context?.close();
    this.#context = undefined;
  }

  async #server(trust) {
    if (!this.#servers.has(trust)) {
      const serverData = trust ? this.#profile.serverData : path.join(this.#profile.dir, 'untrusted');
      // Newer versions of VS Code do not ask, older ones do.
      writeUserSettings(serverData, { 'security.workspace.trust.startupPrompt': 'never' });
      // Without --enable-smoke-test-driver, which hides notifications.
      this.#servers.set(trust, await startServer({ ...this.#profile, serverData }, { trust }));
    }
    return this.#servers.get(trust);
  }

  #note(address) {
    const { hostname, protocol } = new URL(address);
    // What a webview asks for by this name is read from the extension's folder by VS Code's service worker.
    if (hostname.endsWith('.vscode-resource.vscode-cdn.net')) return;
    if (/^(?:https?|wss?):/.test(protocol) && hostname !== '127.0.0.1') this.outside.push(address);
  }
}

/** A new browser does not always show the folders of a workspace file the first time: then the window is loaded anew. */
async function untilListed(page, workbench) {
  const folders = page.locator('.explorer-folders-view .monaco-list-row');
  const list = async () => {
    try {
      await folders.first().waitFor({ timeout: 6000 });
      return true;
    } catch {
      await workbench.reload();
      return false;
    }
  };
  await until('the folders', list, 60_000);
}

function openedBy(open, dir, folder) {
  if (open === 'folder') return { folder };
  if (open === 'nothing') return {};
  const workspace = path.join(dir, 'both.code-workspace');
  const second = path.join(dir, 'second');
  fs.mkdirSync(second, { recursive: true });
  fs.writeFileSync(workspace, JSON.stringify({ folders: [{ path: path.basename(folder) }, { path: 'second' }] }));
  return { workspace };
}

/** The processes of the language server that were started from the installed extension. */
function processes(extensions) {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return args.some((arg) => arg.startsWith(extensions) && arg.endsWith('dist/server/node.cjs'));
      } catch {
        return false; // It has ended meanwhile.
      }
    })
    .map(Number);
}
