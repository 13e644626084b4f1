/** The folders of the user's in which the command line keeps what can be made again, and reads what the user wrote. */
import { homedir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export function cacheFolder(environment: Environment = process.env, home = homedir()): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  return userFolder(process.platform === 'win32' ? local : xdg, home, '.cache');
}

export function configFolder(environment: Environment = process.env, home = homedir()): string {
  return userFolder(environment['XDG_CONFIG_HOME'], home, '.config');
}

/**
 * Never below the folder that a command happens to run in, where anybody may have put something: a relative path is not meant
 * (https://specifications.freedesktop.org/basedir/latest/), and without a home folder it is one below the root.
 */
function userFolder(named: string | undefined, home: string, below: string): string {
  return path.join(named !== undefined && path.isAbsolute(named) ? named : path.resolve('/', home, below), 'rulewright');
}
