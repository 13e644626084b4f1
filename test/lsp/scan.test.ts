/** All rules of a workspace on one sample, asked for by an editor. */
import { afterEach, expect, test } from 'vitest';
import { CancellationTokenSource, RegistrationRequest } from 'vscode-languageserver/node';
import { Cancelled } from '../../server/src/base/cancel.js';
import { scanRequest, type ScanReport } from '../../server/src/protocol/scan.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor, type EditorOptions } from './editor.js';

const folder = 'file:///rules';
const sample = { uri: 'file:///events/monday.ndjson' };
const event = (name: string): string => JSON.stringify({ '@timestamp': '2026-03-02T10:00:00.000Z', 'event.category': 'process', process: { name } }); // prettier-ignore

const rule = (name: string, query: string, more = 'type = "query"\nlanguage = "kuery"'): string =>
  `[rule]\nname = "${name}"\nrule_id = "${name}"\nseverity = "low"\nrisk_score = 21\n${more}\nquery = '''${query}'''\n`;

const files = {
  [sample.uri]: ['bash', 'chattr', 'chattr'].map(event).join('\n'),
  'file:///rules/a.toml': rule('Attributes', 'process.name: chattr'),
  'file:///rules/b.toml': rule('Shells', 'process.name: (bash or sh)'),
  'file:///rules/none.toml': rule('None', 'process.name: zsh'),
  'file:///rules/piped.toml': rule('Piped', 'from x', 'type = "esql"\nlanguage = "esql"'),
  'file:///rules/pair.eql': 'sequence [process where process.name == "bash"] [process where process.name == "chattr"]',
};

const running: Editor[] = [];
afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function start(more: Partial<EditorOptions> = {}): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost(files), folder, ...more });
  running.push(editor);
  return editor;
}

const line = (number: number) => ({ start: { line: number, character: 0 }, end: { line: number, character: 0 } });

test('a scan lists the rules that match, most matches first, and those that could not be run', async () => {
  const editor = await start();
  const report = await editor.connection.sendRequest<ScanReport>(scanRequest, { sample });
  const row = { position: { line: 0, character: 0 }, severity: 'low', unit: 'event' };
  expect({ ...report, milliseconds: 0 }).toEqual({
    status: 'finished',
    sample: sample.uri,
    events: 3,
    matchedEvents: 3,
    ruleCount: 5,
    matching: [
      { ...row, rule: 'file:///rules/a.toml', name: 'Attributes', matches: 2, first: line(1) },
      { position: row.position, rule: 'file:///rules/pair.eql', name: 'pair.eql', unit: 'sequence', matches: 1, first: line(0) },
      { ...row, rule: 'file:///rules/b.toml', name: 'Shells', matches: 1, first: line(0) },
    ],
    notRun: [
      {
        ...row,
        rule: 'file:///rules/piped.toml',
        name: 'Piped',
        matches: 0,
        message: 'Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.',
      },
    ],
    milliseconds: 0,
  });
});

test('of an open rule and an unsaved sample the text of the editor counts', async () => {
  const editor = await start();
  await editor.open('file:///rules/none.toml', 'toml', rule('Now some', 'process.name: zsh'));
  const report = await editor.connection.sendRequest<ScanReport>(scanRequest, { sample: { ...sample, text: event('zsh') } });
  expect(report.matching.map(({ name, matches }) => [name, matches])).toEqual([['Now some', 1]]);
});

test('without rules it says so', async () => {
  const editor = await start({ host: memoryHost({ [sample.uri]: event('bash') }) });
  const report = await editor.connection.sendRequest<ScanReport>(scanRequest, { sample });
  expect([report.status, report.message]).toEqual(['invalid', 'There are no rules in the folders that are open; open a folder with rules']);
});

test('a sample that is not there is said', async () => {
  const editor = await start();
  const report = await editor.connection.sendRequest<ScanReport>(scanRequest, { sample: { uri: 'file:///gone.ndjson' } });
  expect(report).toMatchObject({ status: 'failed', matching: [] });
  expect(report.message).toContain('gone.ndjson');
});

test('a scan that is no longer wanted ends as cancelled', async () => {
  const host = memoryHost(files);
  const source = new CancellationTokenSource();
  const runner = {
    ...inProcessRunner(host),
    scan: () => {
      source.cancel();
      return Promise.reject(new Cancelled());
    },
  };
  const editor = await start({ host, runner });
  const report = await editor.connection.sendRequest<ScanReport>(scanRequest, { sample }, source.token);
  expect([report.status, report.message]).toEqual(['cancelled', 'The scan was cancelled']);
});

test('a scan that is the first request waits for the rules, however long the editor takes to watch files', async () => {
  const editor = await start({
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    prepare: (connection) => void connection.onRequest(RegistrationRequest.type, () => new Promise<void>(() => undefined)),
  });
  const { status, ruleCount } = await editor.connection.sendRequest<ScanReport>(scanRequest, { sample });
  expect({ status, ruleCount }).toEqual({ status: 'finished', ruleCount: 5 });
});
