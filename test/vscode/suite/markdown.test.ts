/** Queries in the fenced blocks of Markdown files. */
import * as assert from 'node:assert/strict';
import { closeAll, completions, diagnostics, extension, file, open, remove, write } from './kit.js';

const fence = '```';
const text = `# Queries\n\n${fence}eql\nprocess where process.nmae == "a"\n${fence}\n\n${fence}kql\nprocess.name : "a"\n${fence}\n`;

suite('Queries in Markdown', () => {
  const notes = file('notes.md');
  suiteSetup(async () => {
    await extension().activate();
    await write(notes, text);
  });
  suiteTeardown(() => remove(notes));
  teardown(closeAll);

  test('are checked and completed where they stand', async () => {
    const { document } = await open(notes);
    const [problem] = await diagnostics(notes, 1);
    assert.ok(problem);
    assert.equal(document.getText(problem.range), 'process.nmae');
    const at = document.positionAt(text.indexOf('nmae') + 1);
    assert.ok((await completions(notes, at)).includes('process.name'));
  });
});
