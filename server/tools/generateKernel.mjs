#!/usr/bin/env node
// Compiles the kernels of server/kernels to WebAssembly and writes them, as text that bundles like any source, to
// server/src/events/kernels/kernelBytes.ts.
//   node server/tools/generateKernel.mjs [--out FILE]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import asc from 'assemblyscript/asc';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..'));

const { values } = parseArgs({ options: { out: { type: 'string', default: 'server/src/events/kernels/kernelBytes.ts' } } });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rulewright-kernel-'));
try {
  const file = path.join(folder, 'kernel.wasm');
  const { error, stderr } = await asc.main(['--config', 'server/kernels/asconfig.json', '--outFile', file]);
  if (error) throw new Error(`the kernels do not compile:\n${stderr.toString()}`);
  const base64 = fs.readFileSync(file).toString('base64');
  const text = `/** The kernels of \`server/kernels\` as WebAssembly. Written by \`server/tools/generateKernel.mjs\`; not to be edited. */
export const kernelBase64 =
  '${base64}';
`;
  fs.mkdirSync(path.dirname(values.out), { recursive: true });
  fs.writeFileSync(values.out, text);
} finally {
  fs.rmSync(folder, { recursive: true });
}
