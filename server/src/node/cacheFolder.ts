/** Where the command line keeps what can be made again. */
import { homedir } from 'node:os';
import path from 'node:path';

export function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = process.env;
  const root = process.platform === 'win32' ? local : xdg;
  return path.join(root === '' ? path.join(homedir(), '.cache') : root, 'rulewright');
}
