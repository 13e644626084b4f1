// The cluster and the Kibana on loopback that the other tests speak to, for scenarios.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { repo } from './harness.mjs';

/** `startFakeCluster` and `startFakeKibana` of test/kit. */
export async function loadFakes() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rulewright-fakes-'));
  const outfile = path.join(folder, 'fakes.mjs');
  const contents = `export * from './fakeCluster.js'; export * from './fakeKibana.js';`;
  try {
    await esbuild.build({
      stdin: { contents, resolveDir: path.join(repo, 'test/kit'), loader: 'ts' },
      ...{ bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
