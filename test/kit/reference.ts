/** The reference data (conformance cases, real rules) that some tests run against; it is not part of the repository. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const root = process.env['RULEWRIGHT_REFERENCE'];

/** The reference folder, or undefined when none was given. One that is given but incomplete fails the run. */
export const reference = root === undefined || root === '' ? undefined : checked(root);

function checked(folder: string): string {
  for (const part of ['conformance/eql', 'conformance/kql/cases.json', 'corpus/rules', 'data']) {
    if (!existsSync(path.join(folder, part))) throw new Error(`RULEWRIGHT_REFERENCE is set, but ${path.join(folder, part)} is not there`);
  }
  return folder;
}

/** A JSON file of the reference folder. */
export function readReferenceJson(relativePath: string): unknown {
  return JSON.parse(readReferenceText(relativePath));
}

export function readReferenceText(relativePath: string): string {
  if (reference === undefined) throw new Error('no reference data');
  return readFileSync(path.join(reference, relativePath), 'utf8');
}

/** Every rule file of the corpus: path inside the corpus, and text. */
export function corpusRules(): readonly { readonly path: string; readonly text: string }[] {
  if (reference === undefined) return [];
  const corpus = path.join(reference, 'corpus');
  return ['rules', 'rules_building_block'].flatMap((folder) =>
    readdirSync(path.join(corpus, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.toml'))
      .sort()
      .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(path.join(corpus, folder, name), 'utf8') })),
  );
}

/** The events that were recorded, as lines of JSON; none without reference data. */
export function recordedEvents(): readonly string[] {
  if (reference === undefined) return [];
  const file = readFileSync(path.join(reference, 'corpus/events/windows-attacks-ecs-4k.ndjson.gz'));
  return gunzipSync(file).toString('utf8').trimEnd().split('\n');
}
