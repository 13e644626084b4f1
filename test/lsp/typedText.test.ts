import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../../server/src/base/edit.js';
import { createFileVersions, type FileVersions } from '../../server/src/features/ruleModel.js';
import { createTomlReader, readToml } from '../../server/src/toml/read.js';
import { corpusRules, reference } from '../kit/reference.js';
import { service } from '../kit/services.js';

interface Rule {
  readonly path: string;
  readonly text: string;
}

const folder = path.resolve(import.meta.dirname, '../syntaxes');
const own: readonly Rule[] = ['rule-eql.toml', 'rule-kql.toml', 'rule-lucene.toml'].map((name) => ({
  path: name,
  text: readFileSync(path.join(folder, name), 'utf8'),
}));

/** What people type, and what they break while they do. */
const typed = [' ', 'x', '\n', '"', "'", "'''", '"""', '\\', '\\u0041', '#', ']', '= ', ' and ', 'é', '\r\n', '\u0001', ''];

/** The same numbers for the same seed. */
function picker(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

/** One edit: as often within the query as anywhere else. */
function editOf(text: string, pick: (below: number) => number): TextEdit {
  const query = text.search(/^query = /m);
  const start = pick(2) === 0 && query >= 0 ? Math.min(text.length, query + 11 + pick(200)) : pick(text.length + 1);
  return { span: { start, end: Math.min(text.length, start + pick(3)) }, newText: typed[pick(typed.length)] ?? '' };
}

/** The versions of a text while it is typed into; every third edit is taken back. */
function* versionsOf(text: string, count: number, pick: (below: number) => number): Iterable<string> {
  let current = text;
  yield current;
  for (let turn = 0; turn < count; turn++) {
    const before = current;
    current = applyEdits(current, [editOf(current, pick)]);
    yield current;
    if (turn % 3 === 0) yield (current = before);
  }
}

function shownOf(text: string, rule: Rule, versions?: FileVersions): unknown {
  const model = service.open(text, { uri: `file:///rules/${path.basename(rule.path)}`, languageId: 'toml' }, undefined, versions);
  return service.diagnostics(model, { today: '2026-06-01' });
}

/** Gives how many versions were compared. */
function compare(rules: readonly Rule[], count: number): number {
  const pick = picker(7);
  let versions = 0;
  for (const rule of rules) {
    const [read, kept] = [createTomlReader(), createFileVersions()];
    for (const text of versionsOf(rule.text, count, pick)) {
      expect(read(text), rule.path).toEqual(readToml(text));
      expect(shownOf(text, rule, kept), rule.path).toEqual(shownOf(text, rule));
      versions++;
    }
  }
  return versions;
}

describe('a text that is typed into', () => {
  it('is read, and has the diagnostics, as if it were read for the first time', () => {
    expect(compare(own, 30)).toBe(123);
  }, 60_000);

  if (reference === undefined) {
    it('not run on real rules: no reference data', () => expect(corpusRules()).toEqual([]));
    return;
  }

  it('is so in real rules too', () => {
    const some = corpusRules().filter((_, index) => index % 200 === 0);
    expect(compare(some, 15)).toBeGreaterThan(100);
  }, 60_000);
});
