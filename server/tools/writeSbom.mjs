// Writes dist/rulewright.sbom.json: the packages that the product uses, as a software bill of materials in CycloneDX.
// `npm run package` calls it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..'));

const { name, version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const options = ['--omit=dev', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
const sbom = JSON.parse(execFileSync('npm', ['sbom', ...options], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
// npm takes the folder's name for that of the application.
Object.assign(sbom.metadata.component, { name, version });
fs.writeFileSync('dist/rulewright.sbom.json', `${JSON.stringify(sbom, undefined, 2)}\n`);
console.log(`dist/rulewright.sbom.json  ${sbom.components.length} packages`);
