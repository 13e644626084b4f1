// Writes the MITRE ATT&CK matrix that the product ships (server/src/schema/data/attack.json) from a file of its facts: ids, names,
// tactics of techniques, and what was revoked (with its replacement) or deprecated. A user's own STIX bundle is read at run time instead.
//
//   node server/tools/generateAttack.mjs FILE [--out FOLDER]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const { values: options, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
const [input] = positionals;
if (input === undefined) throw new Error('name the file of facts: node server/tools/generateAttack.mjs FILE');
const out = path.resolve(options.out ?? path.join(root, 'server/src/schema/data'));
const { version, tactics, techniques, revoked, deprecated } = JSON.parse(readFileSync(input, 'utf8'));

const header = {
  source: 'MITRE ATT&CK, Enterprise matrix: ids, names and relations, no texts (https://github.com/mitre/cti)',
  version,
  notice: '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.',
  licence: 'ATT&CK terms of use: https://attack.mitre.org/resources/legal-and-branding/terms-of-use/',
  generator: 'node server/tools/generateAttack.mjs FILE',
};

/** One id per line keeps the file compact and its differences readable. */
function listText(table) {
  const lines = Object.keys(table)
    .sort()
    .map((id) => `${JSON.stringify(id)}:${JSON.stringify(table[id])}`);
  return `{\n${lines.join(',\n')}\n}`;
}

const parts = [
  ...Object.entries(header).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`),
  ...Object.entries({ tactics, techniques, revoked, deprecated }).map(([key, table]) => `${JSON.stringify(key)}: ${listText(table)}`),
];
mkdirSync(out, { recursive: true });
writeFileSync(path.join(out, 'attack.json'), `{\n${parts.join(',\n')}\n}\n`);
