/** Where the command line keeps files of its own, by what the environment says. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder, configFolder } from '../../server/src/node/userFolders.js';

const at = (...parts: readonly string[]): string => path.resolve('/', ...parts, 'rulewright');

test.each([
  ['nothing said', '/home/ada', {}, at('home/ada/.cache'), at('home/ada/.config')],
  ['folders named', '/home/ada', { cache: path.resolve('/c'), config: path.resolve('/d') }, at('c'), at('d')],
  ['empty names', '/home/ada', { cache: '', config: '' }, at('home/ada/.cache'), at('home/ada/.config')],
  ['relative names', '/home/ada', { cache: 'c', config: './d' }, at('home/ada/.cache'), at('home/ada/.config')],
  ['no home folder', '', {}, at('.cache'), at('.config')],
  ['a relative home folder', 'ada', {}, at('ada/.cache'), at('ada/.config')],
])('%s', (_, home, { cache, config }: { cache?: string; config?: string }, expectedCache, expectedConfig) => {
  const environment = { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, XDG_CONFIG_HOME: config };
  expect([cacheFolder(environment, home), configFolder(environment, home)]).toEqual([expectedCache, expectedConfig]);
});
