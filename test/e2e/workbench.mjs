// The workbench as a person uses it: quick open, command palette, typing, and reading what is on the screen.

export class Workbench {
  constructor(page) {
    this.page = page;
  }

  async ready() {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  }

  async quickOpen(name) {
    await this.page.keyboard.press('Control+P');
    const box = this.page.locator('.quick-input-widget input.input');
    await box.waitFor();
    await box.fill(name);
    const label = this.page.locator('.label-name').filter({ hasText: exactly(name) });
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
    await row.waitFor({ timeout: 20_000 });
    await row.click();
    await this.activeTab(name);
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  async activeTab(name) {
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 20_000 });
  }

  async command(title) {
    await this.palette(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor({ timeout: 20_000 });
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
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
    await this.page.keyboard.press('F1');
    const box = this.page.locator('.quick-input-widget input.input');
    await box.waitFor();
    await box.fill(text);
  }

  async goToLine(line, column = 1) {
    await this.page.keyboard.press('Control+G');
    const box = this.page.locator('.quick-input-widget input.input');
    await box.waitFor();
    await box.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** By the command that a keyboard user has for it. */
  async focusResults() {
    await this.command('Rulewright: Show Results');
    await this.page.locator('.part.panel .monaco-list:focus').waitFor();
  }

  /** Presses a key in the results and waits until the row that starts so has the focus. */
  async pressInResults(key, row) {
    await this.page.keyboard.press(key);
    await this.page.locator(`.part.panel .monaco-list-row.focused[aria-label^="${row}"]`).waitFor();
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

  /** The rows of the results panel that are on screen, as a screen reader says them. */
  results() {
    return this.page
      .locator('.part.panel .monaco-list-row')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
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

  resultsMessage() {
    return this.page.locator('.part.panel .tree-explorer-viewlet-tree-view .message').first().innerText();
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

function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
