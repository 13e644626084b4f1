// Fails when a bundle has outgrown its budget: start-up time is a feature. Run after `npm run build`.
import { statSync } from 'node:fs';

/** Largest size in kilobytes (1,000 bytes), minified. */
const budgets = {
  'dist/client/node.cjs': 550,
  'dist/server/node.cjs': 900,
  'dist/server/runWorker.cjs': 900,
  'dist/cli.js': 1000,
};

let failed = false;
for (const [file, budget] of Object.entries(budgets)) {
  const size = Math.ceil(statSync(new URL(`../../${file}`, import.meta.url)).size / 1000);
  const over = size > budget;
  failed ||= over;
  console.log(`${over ? 'over ' : 'ok   '} ${file}: ${size} KB of ${budget} KB`);
}
process.exitCode = failed ? 1 : 0;
