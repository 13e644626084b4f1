// The workbench as a person uses it: quick open, command palette, typing, and reading what is on the screen.

export class Workbench {
  constructor(page) {
    this.page = page;
  }

  async ready() {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  }

  async quickOpen(name) {
    const label = this.page.locator('.label-name').filter({ hasText: exactly(name) });
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
    // The files are listed when the box opens: a new one may not be among them yet, and another may come to stand in its place.
    let isFirst = true;
    const open = async () => {
      await this.#ask('Control+P', name);
      try {
        // Rows move while files are looked for.
        if (!isFirst) await standsStill('the row', () => row.getAttribute('data-index', { timeout: 3000 }));
        isFirst = false;
        await row.click({ timeout: 3000 });
        await this.activeTab(name, 5000);
        return true;
      } catch {
        await this.page.keyboard.press('Escape');
        return false;
      }
    };
    await until(`the file ${name}`, open, 30_000);
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  async activeTab(name, timeout = 20_000) {
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout });
  }

  /** `asks`: it goes on with a question of its own in the same place. */
  async command(title, { asks = false } = {}) {
    // What is offered is looked up when the palette opens; the extension may only be starting.
    await until(`the command ${title}`, async () => {
      await this.palette(`>${title}`);
      return this.#focusCommand(title);
    });
    await this.page.keyboard.press('Enter');
    if (asks)
      await this.page.locator('.quick-input-widget input.input[placeholder^="Type the name of a command"]').waitFor({ state: 'hidden' });
    else await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Moves to the command of that name, else to the first whose name holds it. False where there is none. */
  async #focusCommand(title) {
    const rows = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title });
    try {
      await rows.first().waitFor({ timeout: 1500 });
    } catch {
      await this.page.keyboard.press('Escape');
      return false;
    }
    const labels = await this.page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
    const exact = labels.indexOf(title);
    const place = exact >= 0 ? exact : labels.findIndex((label) => label.includes(title));
    for (let i = 0; i < place; i++) await this.page.keyboard.press('ArrowDown');
    return true;
  }

  /** Presses the key that opens the box at the top, and writes a text into it; again where something took the focus meanwhile. */
  async #ask(key, text) {
    const box = this.page.locator('.quick-input-widget input.input');
    await until(`the box for ${text}`, async () => {
      if (!(await box.isVisible())) await this.page.keyboard.press(key);
      try {
        await box.waitFor({ timeout: 2000 });
        await box.fill(text, { timeout: 1000 });
        return (await box.isVisible()) && (await box.inputValue()) === text;
      } catch {
        return false; // It was closed at once.
      }
    });
  }

  /** The titles of commands that the palette offers for a text. */
  async offered(text) {
    await this.palette(`>${text}`);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor({ timeout: 20_000 });
    const labels = await rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
    await this.page.keyboard.press('Escape');
    return labels;
  }

  async palette(text) {
    await this.#ask('F1', text);
  }

  async goToLine(line, column = 1) {
    await this.#ask('Control+G', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** The frame of the webview that has what a selector names; the one that is shown, where there are several. */
  frame(selector) {
    return until(`a page with ${selector}`, async () => {
      for (const frame of this.page.frames()) if (await frame.locator(selector).first().isVisible().catch(() => false)) return frame; // prettier-ignore
      return undefined;
    });
  }

  /** By the command that a keyboard user has for it. */
  async focusResults() {
    // On a busy machine VS Code gives the focus back to the editor after the command.
    await until('the focus in the results', async () => {
      await this.command('Rulewright: Show Results');
      const row = (await this.frame('#grid')).locator('#grid [role="row"]:focus');
      return row.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** Presses a key in the results and waits until the row that starts so has the focus. */
  async pressInResults(key, row) {
    await this.page.keyboard.press(key);
    const frame = await this.frame('#grid');
    await frame.locator(`#grid [role="row"][aria-label^="${row}"]:focus`).waitFor();
  }

  /** By its key, which is the extension's once it knows that the file is a rule; the button in the title bar shows then as well. */
  async run() {
    await this.page.locator('.editor-actions .codicon-play').first().waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
    await this.page.keyboard.press('Control+Enter');
  }

  /** By the button in the editor's title bar. */
  async runFromToolbar() {
    await this.page.locator('.editor-actions .codicon-play').first().click();
  }

  async focusEditor() {
    await this.command('View: Focus Active Editor Group');
  }

  /** Scrolls a long line so that what stands after its end is on screen. */
  async showEndOfLine() {
    await this.focusEditor();
    await this.page.keyboard.press('End');
  }

  /** `Ln 3, Col 1` as numbers. */
  async cursor() {
    const text = await this.page.locator('.part.statusbar [id="status.editor.selection"]').textContent();
    const match = /Ln (\d+), Col (\d+)/.exec(text ?? '');
    return match === null ? undefined : { line: Number(match[1]), column: Number(match[2]) };
  }

  /** contentText of every inline decoration on screen: it is the ::after (or ::before) of an empty-looking span. */
  async decorations() {
    const texts = await this.page
      .locator('.editor-instance .view-lines')
      .evaluateAll((editors) =>
        editors.flatMap((editor) =>
          [...editor.querySelectorAll('span')].flatMap((span) =>
            ['::before', '::after'].map((pseudo) => getComputedStyle(span, pseudo).content),
          ),
        ),
      );
    return texts.filter((text) => /^".+"$/.test(text)).map((text) => text.slice(1, -1).replace(/\s+/g, ' '));
  }

  /** The visible lines of the editor, from top to bottom. */
  lines() {
    return this.page.locator('.editor-instance .view-lines .view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: parseFloat(element.style.top), text: element.textContent.replace(/\u00a0/g, ' ') }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
  }

  async suggestions() {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor({ timeout: 15_000 });
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  async problems() {
    await this.command('Problems: Focus on Problems View');
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    await rows.nth(1).waitFor({ timeout: 15_000 });
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  /** The rows of the results that are on screen, as a screen reader says them. */
  async results() {
    const frame = await this.frame('#headline');
    const rows = await frame
      .locator('#grid .body [role="row"]')
      .evaluateAll((elements) =>
        elements.map((element) => [Number(element.getAttribute('aria-rowindex')), element.getAttribute('aria-label') ?? '']),
      );
    return rows.sort(([a], [b]) => a - b).map(([, label]) => label);
  }

  /** All that the results say. */
  async resultsText() {
    const frame = await this.frame('#headline');
    return (await frame.locator('main').innerText()).replaceAll('\u00a0', ' ');
  }

  /** As a new window has it: no editor, no notification, the explorer on the left. */
  async tidy() {
    await this.command('View: Close All Editor Groups');
    await this.command('Notifications: Clear All Notifications');
    await this.command('View: Show Explorer');
  }

  /** Opens a file by its path, wherever it is. */
  async openPath(file) {
    await this.#ask('Control+P', file);
    const name = file.slice(file.lastIndexOf('/') + 1);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.activeTab(name);
  }

  /** As `quickOpen`, without the mouse. */
  async openByKeyboard(name) {
    await this.#ask('Control+P', name);
    const label = this.page.locator('.label-name').filter({ hasText: exactly(name) });
    await this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ has: label }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.activeTab(name);
  }

  /** Chooses the language of the active document. */
  async language(name) {
    await this.command('Change Language Mode', { asks: true });
    await this.take(name);
    await this.page.locator('.part.statusbar').getByText(name, { exact: true }).waitFor();
    await this.focusEditor();
  }

  /** A new document without a place, of one line. */
  async newText(language, text) {
    await this.command('File: New Untitled Text File');
    await this.language(language);
    // VS Code may fill it with what an earlier one of its name held.
    const write = async () => {
      await this.page.keyboard.press('Control+A');
      await this.page.keyboard.type(text, { delay: 5 });
      await this.page.keyboard.press('Escape');
      return (await this.lines()).join('\n') === text;
    };
    await until(`the text ${text}`, write);
  }

  /** Closes all editors, those that were not saved without saving. */
  async discard() {
    await this.command('View: Close All Editors', { asks: true });
    const question = this.page.getByRole('button', { name: /^Don.t Save$/ });
    const welcome = this.page.locator('.editor-group-container.empty');
    await question.or(welcome).first().waitFor();
    if (await question.isVisible()) await question.click();
    await welcome.first().waitFor();
  }

  /** Loads the window anew. */
  async reload() {
    await Promise.all([this.page.waitForEvent('load'), this.command('Developer: Reload Window')]);
    await this.ready();
  }

  /** Of the quick pick that is open, as a screen reader says them. */
  async picks() {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  /** Takes the first pick that says so, by keyboard. */
  async take(text) {
    const box = this.page.locator('.quick-input-widget input.input');
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text }).first();
    // What is written before the list is there may be thrown away with the list that was open before.
    const take = async () => {
      try {
        await box.fill(text, { timeout: 3000 });
        await row.waitFor({ timeout: 3000 });
        return true;
      } catch {
        await box.fill('', { timeout: 1000 }).catch(() => {});
        return false;
      }
    };
    await until(`the pick ${text}`, take, 30_000);
    await this.page.keyboard.press('Enter');
  }

  /** Names a file in the dialog that is open. `isNew`: one to write, which is not listed. */
  async chooseFile(file, { isNew = false } = {}) {
    const widget = this.page.locator('.quick-input-widget');
    const box = widget.locator('input.input');
    const names = widget.locator('.quick-input-list .label-name');
    const listed = isNew ? names : names.filter({ hasText: exactly(file.slice(file.lastIndexOf('/') + 1)) });
    await until('the dialog', async () => (await box.inputValue()).startsWith('/'));
    // It first lists a folder of its own, and goes back to that where a name is written before the list is there.
    const choose = async () => {
      try {
        await names.first().waitFor({ timeout: 3000 });
        await box.fill(file, { timeout: 1000 });
        await listed.first().waitFor({ timeout: 3000 });
        await standsStill('the name', () => box.inputValue());
        if ((await box.inputValue()) !== file) return false;
        await this.page.keyboard.press('Enter');
        await widget.waitFor({ state: 'hidden', timeout: 3000 });
        return true;
      } catch {
        return !(await widget.isVisible());
      }
    };
    await until(`the file ${file}`, choose, 30_000);
  }

  /** A notification that says so; it stays until it is closed. */
  async notification(text) {
    const toast = this.page.locator('.notification-toast').filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** Waits until something like that is shown after the end of a line. */
  shows(text) {
    return until(`the editor shows ${text}`, async () => (await this.decorations()).some((shown) => shown.includes(text)));
  }

  async closePeek(view) {
    await this.page.locator(`${view} .codicon-close`).first().click();
    await this.page.locator(view).first().waitFor({ state: 'hidden' });
  }

  /** The rows of the Test Explorer that are on screen. */
  tests() {
    return this.page
      .locator('.test-explorer .monaco-list-row')
      .evaluateAll((elements) => elements.map((element) => element.querySelector('.label')?.textContent ?? ''));
  }

  /** Whether a line above a query has this text. */
  async lens(text) {
    return (await this.page.locator('.editor-instance .codelens-decoration a').filter({ hasText: text }).count()) > 0;
  }

  /** The line above them; nothing while the view is not open. */
  async resultsMessage() {
    for (const frame of this.page.frames()) {
      const line = frame.locator('#headline');
      if (await line.isVisible().catch(() => false)) return line.innerText();
    }
    return '';
  }

  /** What is on the screen, for the one who reads that a step failed. */
  async described() {
    const texts = (selector) => this.page.locator(selector).allInnerTexts();
    const seen = {
      tabs: await texts('.tab'),
      lines: await this.lines(),
      decorations: await this.decorations(),
      lenses: await texts('.codelens-decoration'),
      status: await texts('.part.statusbar'),
      notifications: await texts('.notification-toast'),
      dialogs: await texts('.monaco-dialog-box'),
      quickInput: await texts('.quick-input-widget:visible'),
      quickInputBox: await this.page
        .locator('.quick-input-widget:visible input.input')
        .evaluateAll((boxes) => boxes.map(({ value }) => value)),
    };
    return Object.entries(seen)
      .filter(([, values]) => values.length > 0)
      .map(([what, values]) => `${what}: ${JSON.stringify(values).slice(0, 1500)}`)
      .join('\n');
  }

  statusItem() {
    return this.page.locator('.part.statusbar [id="rulewright.rulewright.rulewright.status"]').innerText();
  }
}

/** Waits until `read` gives a value that is true, and gives it. */
export async function until(what, read, milliseconds = 15_000) {
  const started = Date.now();
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() - started > milliseconds) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until `read` gave the same five times. */
async function standsStill(what, read) {
  const values = [];
  const isStill = async () => {
    values.push(await read());
    return values.length >= 5 && new Set(values.slice(-5)).size === 1;
  };
  await until(`${what} that stands still`, isStill, 3000);
}

function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
