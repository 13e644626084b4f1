/** What is generated and committed, field data and the page of diagnostics, equals what the generators write now. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readProjectConfig } from '../server/src/config/projectConfig.js';
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

describe('the generated kernels', () => {
  it('are those of their sources', () => {
    const fresh = path.join(out, 'kernelBytes.ts');
    execFileSync(process.execPath, [path.join(root, 'server/tools/generateKernel.mjs'), '--out', fresh]);
    const committed = readFileSync(path.join(root, 'server/src/events/kernels/kernelBytes.ts'), 'utf8');
    expect(committed === readFileSync(fresh, 'utf8'), 'kernelBytes.ts differs: run node server/tools/generateKernel.mjs').toBe(true);
  });
});

describe('generated ATT&CK data', () => {
  it('is that of the reference data', () => {
    if (reference === undefined) {
      console.log('not run: no reference data');
      return;
    }
    execFileSync(process.execPath, [
      path.join(root, 'server/tools/generateAttack.mjs'),
      path.join(reference, 'data/attack-v18.1.json'),
      '--out',
      out,
    ]);
    const { fresh, committed } = texts('attack.json');
    expect(committed === fresh, 'attack.json differs: run node server/tools/generateAttack.mjs FILE').toBe(true);
  });

  it('carries the notice of MITRE', () => {
    const { notice } = JSON.parse(readFileSync(path.join(root, 'server/src/schema/data/attack.json'), 'utf8')) as {
      readonly notice: string;
    };
    expect(notice).toBe(
      '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.',
    );
    expect(readFileSync(path.join(root, 'NOTICE'), 'utf8').replace(/\s+/g, ' ')).toContain(notice);
  });
});

describe('the counts of diagnostics on public rules', () => {
  it('are those of the reference rules', () => {
    if (reference === undefined) {
      console.log('not run: no reference data');
      return;
    }
    const file = path.join(out, 'corpusCounts.json');
    execFileSync(process.execPath, [path.join(root, 'server/tools/countDiagnostics.mjs'), path.join(reference, 'corpus'), '--out', file]);
    const fresh: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const committed: unknown = JSON.parse(readFileSync(path.join(root, 'server/tools/corpusCounts.json'), 'utf8'));
    expect(committed, 'run node server/tools/countDiagnostics.mjs FOLDER, then generateDocs.mjs').toEqual(fresh);
  }, 120_000);
});

describe('the generated pages', () => {
  it('show configurations without mistakes', () => {
    const page = readFileSync(path.join(root, 'docs/configuration.md'), 'utf8');
    const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => text);
    expect(examples.length).toBeGreaterThan(5);
    for (const text of examples) expect(readProjectConfig(text).problems, text).toEqual([]);
  });

  it('are those of the tables', () => {
    execFileSync(process.execPath, [path.join(root, 'server/tools/generateDocs.mjs'), '--out', out]);
    const committedPages = [
      ...['diagnostics.md', 'functions.md', 'rule-keys.md', 'configuration.md'],
      ...readdirSync(path.join(root, 'docs/diagnostics')).map((name) => `diagnostics/${name}`),
    ];
    expect(readdirSync(path.join(out, 'diagnostics')).sort()).toEqual(readdirSync(path.join(root, 'docs/diagnostics')).sort());
    for (const page of committedPages) {
      const fresh = readFileSync(path.join(out, page), 'utf8');
      const committed = readFileSync(path.join(root, 'docs', page), 'utf8');
      expect(committed === fresh, `docs/${page} differs: run node server/tools/generateDocs.mjs`).toBe(true);
    }
  });
});
