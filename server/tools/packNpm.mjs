// Packs the command line for npm into dist/rulewright-<version>.tgz, from a build that is there: the bundles hold all that they need, so
// that `npx rulewright` fetches one package. `npm run package` calls it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..'));

const folder = 'dist/npm';
const { name, version, license, engines, keywords, bin, homepage, repository, bugs } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const manifest = {
  name,
  version,
  description: 'Check, format, run and test Elastic Security detection rules in EQL and KQL, on sample events, without a cluster.',
  ...{ license, type: 'commonjs', keywords, homepage, repository, bugs },
  engines: { node: engines.node },
  bin: Object.fromEntries(Object.entries(bin).map(([command, file]) => [command, file.replace('./dist/', './')])),
};

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
for (const file of ['LICENSE', 'NOTICE', 'CHANGELOG.md']) fs.copyFileSync(file, `${folder}/${file}`);
fs.copyFileSync('docs/cli.md', `${folder}/README.md`);
for (const file of fs.readdirSync('dist').filter(isShipped)) fs.cpSync(`dist/${file}`, `${folder}/${file}`, { recursive: true });
// What `rulewright lsp` starts.
fs.cpSync('dist/server', `${folder}/server`, { recursive: true, filter: (file) => !file.endsWith('.js') });
const [packed] = JSON.parse(execFileSync('npm', ['pack', `./${folder}`, '--json', '--pack-destination', 'dist'], { encoding: 'utf8' }));
console.log(`dist/${packed.filename}  ${(packed.size / 1024).toFixed(0)} KB, ${packed.entryCount} files`);

function isShipped(file) {
  return /^(?:cli\.js|(?:cliMain|segmentWorker|elasticClient)\.cjs)$/.test(file) || file === 'data' || file === 'THIRD_PARTY_NOTICES.txt';
}
