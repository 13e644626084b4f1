import { afterEach, expect, test } from 'vitest';
import { WorkspaceSymbolRequest, type PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { memoryHost } from '../kit/memoryHost.js';
import { ruleWith } from '../analysis/cases/kit.js';
import { startEditor, type Editor } from './editor.js';

const folder = 'file:///work';
const [a, b] = [`${folder}/rules/a.toml`, `${folder}/rules/b.toml`];

const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

const rule = (id: number, name: string, query: string, tags = '["Domain: Endpoint"]'): string =>
  ruleWith({ rule: { rule_id: `"0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c${10 + id}"`, name: `"${name}"`, query: `'${query}'`, tags } });

const onDisk: Record<string, string> = {
  [`${folder}/_config.yaml`]: 'testing: true',
  [`${folder}/rules/c.toml`]: rule(3, 'Mail server starts a shell', 'process.name: c'),
  ...Object.fromEntries(
    Array.from({ length: 5 }, (_, index) => [
      `${folder}/rules/d${index}.toml`,
      rule(20 + index, `Rule of ${index}`, `process.pid: ${index}`),
    ]),
  ),
};

async function start(): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost({ ...onDisk }), folder });
  running.push(editor);
  // Answered when all files of the folder have been read.
  await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' });
  return editor;
}

/** The diagnostics of a text, which are the last that come for its version. */
async function shown(editor: Editor, uri: string, version: number): Promise<PublishDiagnosticsParams['diagnostics']> {
  for (;;) {
    const found = editor.published.findLast((params) => params.uri === uri && params.version === version);
    if (found !== undefined) return found.diagnostics;
    await editor.nextDiagnostics(uri);
  }
}

/** What is typed into the rule, one after the other: into its query, its name, its tags, its id, and so that it is no rule for a while. */
const typed: readonly string[] = [
  rule(1, 'One', 'process.name: b'),
  rule(1, 'One', 'process.name: bb'),
  rule(1, 'One', 'process.name:  c '),
  `\n\n${rule(1, 'One', 'process.name: c')}`,
  rule(3, 'One', 'process.nmae: c'),
  rule(3, 'Mail server starts a shall', 'process.name: '),
  rule(1, 'Mail server starts a shell', 'process.name: b', '["Domain: Endpoimt"]'),
  rule(2, 'Two', 'process.name: b', '["Domain: Endpoimt"]'),
  '[rule',
  '',
  rule(2, 'Two', 'process.name: b').replace('"production"', '"deprecated"'),
  rule(2, 'Two', 'process.name: a'),
];

test('after each edit the diagnostics of both open rules are those of an editor that has just opened them', async () => {
  const editor = await start();
  const other = rule(2, 'Two', 'process.name: b');
  await editor.open(b, 'toml', other);
  await editor.open(a, 'toml', rule(1, 'One', 'process.name: a'));
  await shown(editor, a, 1);
  for (const [index, text] of typed.entries()) {
    const version = index + 2;
    await editor.change(a, version, text);
    const own = await shown(editor, a, version);
    await editor.change(b, version, other);
    const beside = await shown(editor, b, version);

    const fresh = await start();
    await fresh.open(a, 'toml', text);
    await shown(fresh, a, 1);
    await fresh.open(b, 'toml', other);
    await shown(fresh, b, 1);
    await fresh.change(a, 2, text);
    await fresh.change(b, 2, other);
    expect({ text, own, beside }).toEqual({ text, own: await shown(fresh, a, 2), beside: await shown(fresh, b, 2) });
  }
});
