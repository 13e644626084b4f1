/** Files that are on no disk: a file system of another extension, as those of code hosts are. The server reads them through VS Code. */
import * as assert from 'node:assert/strict';
import { gzipSync } from 'fflate';
import * as vscode from 'vscode';
import { closeAll, diagnostics, extension, matchingLines, open, run } from './kit.js';

const scheme = 'rulewright-memory';
const uri = (path: string): vscode.Uri => vscode.Uri.from({ scheme, path });
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const files = new Map<string, Uint8Array>([
  ['/team/rules/curl.eql', encode('process where process.name == "curl" and acme.score > 3\n')],
  ['/team/rules/misspelt.eql', encode('process where process.nmae == "curl"\n')],
  [
    '/team/rules/curl.events.ndjson.gz',
    gzipSync(encode(['curl', 'sh', 'curl'].map((name, index) => JSON.stringify(event(name, index + 3))).join('\n'))),
  ],
  ['/team/rulewright.config.json', encode('{ "fields": [{ "file": "acme.json", "indexPatterns": ["*"] }] }')],
  ['/team/acme.json', encode('{ "mappings": { "properties": { "acme": { "properties": { "score": { "type": "long" } } } } } }')],
]);

function event(name: string, score: number): object {
  return { event: { category: ['process'] }, process: { name }, acme: { score } };
}

/** Reads only, as file systems of code hosts do. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  watch = (): vscode.Disposable => vscode.Disposable.from();
  stat({ path }: vscode.Uri): vscode.FileStat {
    const bytes = files.get(path);
    const isFolder = [...files.keys()].some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`));
    if (bytes === undefined && !isFolder) throw vscode.FileSystemError.FileNotFound(path);
    return { type: bytes === undefined ? vscode.FileType.Directory : vscode.FileType.File, ctime: 0, mtime: 0, size: bytes?.length ?? 0 };
  }
  readFile({ path }: vscode.Uri): Uint8Array {
    const bytes = files.get(path);
    if (bytes === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return bytes;
  }
  readDirectory = (): never => refuse();
  createDirectory = (): never => refuse();
  writeFile = (): never => refuse();
  delete = (): never => refuse();
  rename = (): never => refuse();
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions('it can only be read');
}

suite('A virtual file system', () => {
  let provider: vscode.Disposable;
  suiteSetup(async () => {
    provider = vscode.workspace.registerFileSystemProvider(scheme, new MemoryFiles(), { isReadonly: true, isCaseSensitive: true });
    await extension().activate();
  });
  teardown(closeAll);
  suiteTeardown(() => {
    provider.dispose();
  });

  test('has its rules checked, with the fields of their project', async () => {
    await open(uri('/team/rules/misspelt.eql'));
    const [found] = await diagnostics(uri('/team/rules/misspelt.eql'), 1);
    assert.match(found?.message ?? '', /process\.nmae.*process\.name/);
    await open(uri('/team/rules/curl.eql'));
    await diagnostics(uri('/team/rules/curl.eql'), 0);
  });

  test('has its compressed event files run on', async () => {
    await open(uri('/team/rules/curl.eql'));
    const result = await run(uri('/team/rules/curl.eql'));
    assert.equal(result.status, 'finished', result.message);
    assert.equal(result.sample, uri('/team/rules/curl.events.ndjson.gz').toString());
    assert.deepEqual(matchingLines(result), [3]);
  });

  test('says so when an event file is gone', async () => {
    const result = await run(uri('/team/rules/curl.eql'), uri('/team/gone.ndjson'));
    assert.deepEqual(
      [result.status, result.message],
      ['failed', `There is no file ${uri('/team/gone.ndjson').toString()}; check the path.`],
    );
  });
});
