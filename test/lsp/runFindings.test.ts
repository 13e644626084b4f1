import { afterEach, describe, expect, it } from 'vitest';
import { CodeActionRequest, type CodeAction } from 'vscode-languageserver';
import { runRequest, type RunParams, type RunResult } from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const uri = 'file:///rules/a.eql';
const sample = { uri: 'file:///e.ndjson' };
const events = '{"event":{"category":"process"},"user":{"name":"Root"},"process":{"pid":4}}\n';
const query = 'process where process.pid == 4 and user.name == "root"';
const clause = { start: { line: 0, character: 35 }, end: { line: 0, character: 54 } };

const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

/** An editor with the rule, and the diagnostics of a run that follow. */
async function start(text: string) {
  const editor = await startEditor({ host: memoryHost({ [sample.uri]: events }) });
  running.push(editor);
  const checked = editor.nextDiagnostics(uri);
  await editor.open(uri, 'eql', text);
  await checked;
  const run = (params: Partial<RunParams> = {}) =>
    editor.connection.sendRequest<RunResult>(runRequest, { rule: uri, sample, explain: true, ...params });
  return { editor, run };
}

describe('what a run finds in a rule', () => {
  it('is shown until the text changes', async () => {
    const { editor, run } = await start(query);
    const shown = editor.nextDiagnostics(uri);
    await run();
    expect((await shown).diagnostics).toEqual([
      {
        range: clause,
        severity: 4,
        code: 'RUN010',
        source: 'rulewright',
        message: 'No sample event satisfies this; 1 does when case is ignored',
        data: {
          fixes: ['Ignore case (1 does when case is ignored)', 'Replace `root` by `Root` (1 does with `Root` in place of `root`)'],
        },
      },
    ]);
    const changed = editor.nextDiagnostics(uri);
    await editor.change(uri, 2, `${query} `);
    expect((await changed).diagnostics.map(({ code }) => code)).not.toContain('RUN010');
  });

  it('can be repaired', async () => {
    const { editor, run } = await start(query);
    const shown = editor.nextDiagnostics(uri);
    await run();
    await shown;
    const params = { textDocument: { uri }, range: clause, context: { diagnostics: [], only: ['quickfix'] } };
    const actions = (await editor.connection.sendRequest(CodeActionRequest.type, params)) as readonly CodeAction[];
    expect(actions.map(({ edit }) => edit?.changes?.[uri]?.map(({ newText }) => newText))).toEqual([[':'], ['"Root"']]);
  });

  it('is gone when the next run does not find it', async () => {
    const { editor, run } = await start(query);
    const shown = editor.nextDiagnostics(uri);
    await run();
    await shown;
    const gone = editor.nextDiagnostics(uri);
    await run({ sample: { ...sample, text: events.replace('Root', 'root') } });
    expect((await gone).diagnostics).toEqual([]);
  });
});
