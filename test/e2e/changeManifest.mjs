#!/usr/bin/env node
// Rewrites the manifest inside a VSIX without some of its properties.
//   node test/e2e/changeManifest.mjs in.vsix out.vsix type [main]…
// `type`: the source is written in ES modules and the bundles are CommonJS; a web extension host goes by the manifest alone and would
// refuse them. `main`: what is left is a web extension, which runs in the web extension host wherever VS Code is.
import fs from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const [from, to, ...properties] = process.argv.slice(2);
if (properties.length === 0) throw new Error('usage: changeManifest.mjs in.vsix out.vsix property…');
const files = unzipSync(fs.readFileSync(from));
const name = 'extension/package.json';
const kept = Object.entries(JSON.parse(strFromU8(files[name]))).filter(([key]) => !properties.includes(key));
files[name] = strToU8(`${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`);
fs.writeFileSync(to, zipSync(files, { level: 9 }));
