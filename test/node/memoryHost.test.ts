import { expect, it } from 'vitest';
import { memoryHost } from '../kit/memoryHost.js';

it('holds its files, and nothing else', async () => {
  const host = memoryHost({ 'file:///a.toml': 'a = 1', 'file:///b': Uint8Array.of(0, 1) }, { now: 5, assets: { 'x.json': '{}' } });
  expect(await host.readText('file:///a.toml')).toEqual({ ok: true, value: 'a = 1' });
  expect([await host.readText('file:///b'), await host.readText('file:///c')]).toMatchObject([
    { failure: { kind: 'binary' } },
    { failure: { kind: 'missing', message: 'There is no file file:///c; check the path.' } },
  ]);
  expect([await host.exists('file:///b'), await host.exists('file:///c'), host.now()]).toEqual([true, false, 5]);
  expect(await host.readAsset('x.json')).toBe('{}');
  host.log('info', 'seen');
  expect(host.logged).toEqual([{ level: 'info', message: 'seen' }]);
});

it('streams in chunks and knows what is open', async () => {
  const host = memoryHost({ 'file:///a': 'abcde' }, { chunkBytes: 2 });
  const stream = await host.openStream('file:///a');
  if (!stream.ok) throw new Error(stream.failure.message);
  const seen: [string, number][] = [];
  for await (const chunk of stream.value.chunks) seen.push([new TextDecoder().decode(chunk), host.openStreams]);
  expect([stream.value.size, seen, host.openStreams]).toEqual([5, [['ab', 1], ['cd', 1], ['e', 1]], 0]); // prettier-ignore
});
