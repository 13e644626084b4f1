// What axe finds in the page of a webview. https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
import assert from 'node:assert/strict';
import fs from 'node:fs';

const axe = fs.readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

export async function assertAccessible(frame, what) {
  await frame.evaluate(axe);
  const violations = await frame.evaluate(async () => {
    const result = await globalThis.axe.run(document);
    return result.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
    );
  });
  assert.deepEqual(violations, [], what);
}
