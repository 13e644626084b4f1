/** Which files are remembered for the alerts of a rule. */
import { expect, it } from 'vitest';
import { AlertFiles } from '../../client/src/alertFiles.js';

function remembering(present: readonly string[]): AlertFiles {
  const kept = new Map<string, unknown>();
  const state = {
    get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  return new AlertFiles(state, (uri) => Promise.resolve(present.includes(uri)));
}

it('each rule has files of its own, of each kind', async () => {
  const files = remembering(['a', 'b']);
  await files.choose('r1', 'history', ['a']);
  await files.choose('r1', 'exceptions', ['b']);
  await files.choose('r2', 'history', []);
  expect([await files.of('r1', 'history'), await files.of('r1', 'exceptions'), await files.of('r1', 'indicators')]).toEqual([
    ['a'],
    ['b'],
    undefined,
  ]);
  expect(await files.of('r2', 'history')).toEqual([]);
});

it('a file that is gone is to be chosen again', async () => {
  const files = remembering([]);
  await files.choose('r1', 'indicators', ['a']);
  expect([await files.of('r1', 'indicators'), await files.missing('r1', 'indicators')]).toEqual([undefined, 'a']);
});
