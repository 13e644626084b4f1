// Builds the command line when the repository is installed as a package, from git or by pre-commit; npm runs it as the script `prepare`.
// An installation with --global makes npm look for what the build needs in the wrong place, so it is fetched here where it is missing.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

function run(command, args) {
  // What npm tells its scripts about the outer installation is not meant for this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(?:global|location|prefix)$/i.test(name)));
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function isInstalled(name) {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

const { npm_execpath: npm } = process.env;
if (!isInstalled('esbuild')) {
  if (npm === undefined) throw new Error('run npm install first');
  run(process.execPath, [npm, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
}
run(process.execPath, ['server/tools/build.mjs', '--release', 'cli', 'data']);
