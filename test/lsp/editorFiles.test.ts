import { describe, expect, it } from 'vitest';
import { createEditorAccess, createEditorFiles, createEditorHost, withEditorFiles } from '../../server/src/lsp/editorFiles.js';
import { memoryEditor } from '../kit/editorFiles.js';
import { memoryHost } from '../kit/memoryHost.js';

const log = (): void => undefined;
const megabyte = 1024 * 1024;

describe('a text file that the editor reads', () => {
  const editor = memoryEditor(
    {
      'memfs:/a.eql': '\uFEFFany where true',
      'memfs:/empty.eql': '',
      'memfs:/binary.eql': new Uint8Array([1, 0, 2]),
      'memfs:/latin.eql': new Uint8Array([0xe9, 0x20]),
      'memfs:/locked.eql': new Error('no permission'),
      'memfs:/huge.toml': 17 * megabyte,
    },
    { chunkBytes: 4, isText: true },
  );
  const { readText } = createEditorFiles(editor.ask, log);

  it.each([
    ['memfs:/a.eql', 'any where true'],
    ['memfs:/empty.eql', ''],
    ['memfs:/gone.eql', 'There is no file memfs:/gone.eql; check the path.'],
    ['memfs:/binary.eql', 'memfs:/binary.eql is a binary file, not text; name a rule or another text file.'],
    ['memfs:/latin.eql', 'memfs:/latin.eql is not UTF-8 text; save it as UTF-8.'],
    ['memfs:/locked.eql', 'memfs:/locked.eql cannot be read: no permission'],
    ['memfs:/huge.toml', 'memfs:/huge.toml has 17 MB; text files are read up to 16 MB.'],
  ])('%s -> %s', async (uri, expected) => {
    const read = await readText(uri);
    expect(read.ok ? read.value : read.failure.message).toBe(expected);
  });

  it('is closed at the end, whatever it was', () => expect(editor.asked.filter((name) => name === 'close')).toHaveLength(2));
});

describe('a stream that the editor reads', () => {
  const bytes = Uint8Array.from({ length: 10 }, (_, index) => index);

  it.each([true, false])('comes in its chunks, as text: %s', async (isText) => {
    const editor = memoryEditor({ 'memfs:/a.ndjson': bytes }, { chunkBytes: 4, isText });
    const stream = await createEditorFiles(editor.ask, log).openStream('memfs:/a.ndjson');
    const chunks: number[][] = [];
    if (stream.ok) for await (const chunk of stream.value.chunks) chunks.push([...chunk]);
    expect([chunks, stream.ok && stream.value.size, editor.openFiles]).toEqual([
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9],
      ],
      10,
      0,
    ]);
  });

  it('is closed when it is left before its end', async () => {
    const editor = memoryEditor({ 'memfs:/a.ndjson': bytes }, { chunkBytes: 4 });
    const stream = await createEditorFiles(editor.ask, log).openStream('memfs:/a.ndjson');
    if (stream.ok) for await (const chunk of stream.value.chunks) if (chunk.length > 0) break;
    expect([stream.ok, editor.openFiles]).toEqual([true, 0]);
  });

  it('is refused where the editor would have to hold too much', async () => {
    const editor = memoryEditor({ 'memfs:/a.ndjson': 600 * megabyte });
    const stream = await createEditorFiles(editor.ask, log).openStream('memfs:/a.ndjson');
    expect([stream.ok ? undefined : stream.failure, editor.openFiles]).toEqual([
      {
        kind: 'tooLarge',
        message: 'memfs:/a.ndjson has 600 MB; files that are not on this machine are read up to 512 MB, copy it to a folder here.',
      },
      0,
    ]);
  });
});

describe('files of several places', () => {
  const editor = memoryEditor({ 'memfs:/rules/b.eql': 'b', 'memfs:/rules/a.toml': 'a', 'memfs:/rules/notes.md': '' });
  const local = memoryHost({ 'file:///rules/c.eql': 'c' });
  const host = withEditorFiles(local, editor.ask);

  it('are found where they are', async () => {
    expect(await host.findRules('memfs:/rules')).toEqual(['memfs:/rules/a.toml', 'memfs:/rules/b.eql']);
    expect(await host.findRules('file:///rules')).toEqual(['file:///rules/c.eql']);
  });

  it('of this machine are never asked for', async () => {
    const before = editor.asked.length;
    expect([await host.readText('file:///rules/c.eql'), await host.exists('file:///rules/gone.eql')]).toEqual([
      { ok: true, value: 'c' },
      false,
    ]);
    expect(editor.asked.length).toBe(before);
    expect([await host.exists('memfs:/rules/b.eql'), await host.exists('memfs:/rules/gone.eql')]).toEqual([true, false]);
  });
});

describe('the data files of the product', () => {
  const surroundings = { log, now: () => 0 };

  it('come from the editor in a browser', async () => {
    expect(await createEditorHost(memoryEditor({}).ask, surroundings).readAsset('fields.json')).toBe('asset fields.json');
  });

  it('cannot be read where the editor does not hand them over', async () => {
    const host = createEditorHost(() => Promise.resolve(undefined), surroundings);
    await expect(host.readAsset('fields.json')).rejects.toThrow('the editor does not hand over fields.json');
  });
});

describe('an editor', () => {
  const connectionTo = (sent: string[]) => ({
    sendRequest<T>(method: string): Promise<T> {
      sent.push(method);
      return Promise.resolve(true as T);
    },
  });

  it('is asked once it may be, if it says that it answers', async () => {
    const sent: string[] = [];
    const access = createEditorAccess(connectionTo(sent));
    access.negotiate({ readsFiles: true });
    const asked = access.ask('rulewright/files/exists', { uri: 'memfs:/a' });
    expect(sent).toEqual([]);
    access.open();
    expect([await asked, sent]).toEqual([true, ['rulewright/files/exists']]);
  });

  it.each([undefined, null, {}, { readsFiles: 'yes' }])('is never asked that says %j', async (options) => {
    const sent: string[] = [];
    const access = createEditorAccess(connectionTo(sent));
    access.negotiate(options);
    access.open();
    const read = await createEditorFiles(access.ask, log).readText('memfs:/a.eql');
    expect([read.ok ? undefined : read.failure.message, sent]).toEqual([
      'memfs:/a.eql is not a file on this machine; save it as a file first.',
      [],
    ]);
  });
});
