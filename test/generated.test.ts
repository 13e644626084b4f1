/** What is generated and committed, field data and the page of diagnostics, equals what the generators write now. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reference } from './kit/reference.js';

const root = path.resolve(import.meta.dirname, '..');
const out = mkdtempSync(path.join(tmpdir(), 'rulewright-generated-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

function generate(...extra: readonly string[]): void {
  execFileSync(process.execPath, [path.join(root, 'server/tools/generateFields.mjs'), '--out', out, ...extra]);
}

function texts(file: string): { readonly fresh: string; readonly committed: string } {
  return {
    fresh: readFileSync(path.join(out, file), 'utf8'),
    committed: readFileSync(path.join(root, 'server/src/schema/data', file), 'utf8'),
  };
}

describe('generated field data', () => {
  it('of ECS is that of the installed package', () => {
    generate();
    for (const file of ['fields.json', 'values.json', 'descriptions.json']) {
      const { fresh, committed } = texts(file);
      expect(committed === fresh, `${file} differs: run node server/tools/generateFields.mjs`).toBe(true);
    }
  });

  it('of the bundles is that of the reference data', () => {
    if (reference === undefined) {
      console.log('not run: no reference data');
      return;
    }
    generate('--bundles', path.join(reference, 'data/field-schemas.json'));
    const { fresh, committed } = texts('bundles.json');
    expect(committed === fresh, 'bundles.json differs: run the generator with --bundles').toBe(true);
  });
});

describe('the generated pages', () => {
  it('are those of the tables', () => {
    execFileSync(process.execPath, [path.join(root, 'server/tools/generateDocs.mjs'), '--out', out]);
    for (const page of ['diagnostics.md', 'functions.md']) {
      const fresh = readFileSync(path.join(out, page), 'utf8');
      const committed = readFileSync(path.join(root, 'docs', page), 'utf8');
      expect(committed === fresh, `docs/${page} differs: run node server/tools/generateDocs.mjs`).toBe(true);
    }
  });
});
