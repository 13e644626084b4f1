/** What is particular to the web: no file is on this machine, compressed events are read all the same, and long runs can be stopped. */
import * as assert from 'node:assert/strict';
import { gzipSync } from 'fflate';
import * as vscode from 'vscode';
import { closeAll, extension, file, isFilled, matchingLines, open, provided, remove, run } from '../suite/kit.js';

const event = (index: number): string =>
  JSON.stringify({ event: { category: ['process'] }, process: { name: index % 3 === 0 ? 'curl' : 'sh', pid: index } });
const events = (count: number): Uint8Array =>
  new TextEncoder().encode(`${Array.from({ length: count }, (_, index) => event(index)).join('\n')}\n`);

suite('The web extension host', () => {
  const written: string[] = [];
  const put = async (name: string, content: Uint8Array | string): Promise<vscode.Uri> => {
    written.push(name);
    await vscode.workspace.fs.writeFile(file(name), typeof content === 'string' ? new TextEncoder().encode(content) : content);
    return file(name);
  };

  teardown(async () => {
    await closeAll();
    for (const name of written.splice(0)) await remove(file(name));
  });

  test('nothing of Node is there, and the files are not on this machine', async () => {
    await extension().activate();
    assert.notEqual(file('download.eql').scheme, 'file');
    assert.equal(typeof (globalThis as { process?: { pid?: number } }).process?.pid, 'undefined');
  });

  test('the rules of the folder are read, those that are not open too', async () => {
    const symbols = await provided<readonly vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', isFilled, 'chattr');
    assert.ok(symbols.some(({ location }) => location.uri.path.endsWith('_made_immutable_by_chattr.toml')));
  });

  test('runs on a compressed event file beside the rule', async () => {
    await put('gzip.events.ndjson.gz', gzipSync(events(10)));
    const rule = await put('gzip.eql', 'process where process.name == "curl"\n');
    await open(rule);
    const result = await run(rule);
    assert.equal(result.status, 'finished', result.message);
    assert.deepEqual(matchingLines(result), [1, 4, 7, 10]);
  });

  test('runs on events compressed with Zstandard', async () => {
    const sample = await put('events.ndjson.zst', storedZstandard(events(10)));
    const result = await run(await put('zstandard.eql', 'process where process.pid >= 8\n'), sample);
    assert.equal(result.status, 'finished', result.message);
    assert.deepEqual(matchingLines(result), [9, 10]);
  });

  test('runs on a file of many chunks', async () => {
    const sample = await put('large.ndjson', events(120_000));
    const result = await run(await put('large.eql', 'process where process.name == "curl"\n'), sample);
    assert.deepEqual([result.status, result.events, result.matches], ['finished', 120_000, 40_000]);
  });
});

/** A frame of blocks that hold the bytes as they are. https://datatracker.ietf.org/doc/html/rfc8878#section-3.1.1 */
function storedZstandard(bytes: Uint8Array): Uint8Array {
  const size = new Uint8Array(new Uint32Array([bytes.length]).buffer);
  // Magic number, then a descriptor: one segment, its size in four bytes.
  const head = [0x28, 0xb5, 0x2f, 0xfd, 0xa0, ...size];
  const header = bytes.length * 8 + 1;
  return new Uint8Array([...head, header & 0xff, (header >> 8) & 0xff, (header >> 16) & 0xff, ...bytes]);
}
