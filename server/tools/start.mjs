// After the build: runs both sample rules on their events, then says how to see the same in VS Code. `npm start` calls it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const rules = ['rules/linux/defense_evasion_file_made_immutable_by_chattr.toml', 'rules/linux/defense_evasion_file_mod_writable_dir.toml'];

for (const rule of rules) {
  console.log(`\n$ rulewright run ${rule}`);
  const { status, error } = spawnSync(process.execPath, ['dist/cli.js', 'run', rule], { cwd: root, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

console.log(`
The same in VS Code:
  1. Open this folder (code .) and press F5: a second window opens, with the extension and the folder rules/.
  2. There, open ${rules[0].replace('rules/', '')}
  3. Choose "Run on ..." above the query, or press Ctrl+Enter (Cmd+Enter on macOS).
To install it for good: npm run package, then "Extensions: Install from VSIX..." with dist/rulewright.vsix

Your own rule and events in the terminal:
  node dist/cli.js run RULE.toml --events EVENTS.ndjson
  node dist/cli.js --help
`);
