/** The sample rules against what was written down by hand: which events match, and on which leaf of the query the others fail. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { runRule } from '../../server/src/evaluate/runRule.js';
import { openRule } from '../../server/src/rule/openText.js';
import type { Schemas } from '../../server/src/schema/catalog.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { rulewright } from '../cli/testTerminal.js';
import { memoryHost } from '../kit/memoryHost.js';
import { readReferenceText, reference } from '../kit/reference.js';

/** `….expected.json`: written before the rule was first run. */
interface Expected {
  readonly rule: string;
  /** Parts of the query that an event can fail on; the query with `find` replaced everywhere is the query without the leaf. */
  readonly leaves: readonly { readonly id: string; readonly find: string; readonly replace: string }[];
  /** `fails`: the leaves that keep the event from matching, all of them. */
  readonly lines: readonly { readonly line: number; readonly matches: boolean; readonly fails?: readonly string[]; readonly why: string }[];
}

const folder = fileURLToPath(new URL('../../rules', import.meta.url));
const expectations = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.expected.json'));

const seeds: Readonly<Record<string, string>> = {
  'linux/defense_evasion_file_made_immutable_by_chattr.toml': 'seeds/001_7a841db51f4f2031.txt',
  'linux/defense_evasion_file_mod_writable_dir.toml': 'seeds/000_687ed42a44939b7e.txt',
};

let schemas: Schemas;
beforeAll(async () => {
  schemas = await loadSchemas(memoryHost({}));
});

it('there are two of them', () => {
  expect(expectations.map((name) => name.replace('.expected.json', '.toml')).sort()).toEqual(Object.keys(seeds).sort());
});

describe.each(expectations)('%s', (name) => {
  const expected = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Expected;
  const rulePath = path.join(path.dirname(name), expected.rule);
  const rule = readFileSync(path.join(folder, rulePath), 'utf8');
  const events = readFileSync(path.join(folder, name.replace('.expected.json', '.events.ndjson')), 'utf8');
  const runs = new Map<string, Promise<ReadonlySet<number>>>();

  /** The lines that match when these leaves are taken out of the query. */
  function matchesWithout(leaves: readonly string[]): Promise<ReadonlySet<number>> {
    const key = [...leaves].sort().join('\n');
    const known = runs.get(key);
    if (known !== undefined) return known;
    const run = matchingLines(
      leaves.reduce((text, id) => withoutLeaf(text, id), rule),
      events,
    );
    runs.set(key, run);
    return run;
  }

  function withoutLeaf(text: string, id: string): string {
    const leaf = expected.leaves.find((each) => each.id === id);
    if (leaf === undefined) throw new Error(`${name} describes no leaf ${id}`);
    const from = text.indexOf("query = '''");
    const query = text.slice(from);
    if (!query.includes(leaf.find)) throw new Error(`the query has no ${leaf.find}`);
    return text.slice(0, from) + query.replaceAll(leaf.find, leaf.replace);
  }

  it('has at least 40 events, and says of each whether and why it matches', () => {
    const lines = events.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(40);
    expect(expected.lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(expected.lines.filter(({ matches, fails = [] }) => matches !== (fails.length === 0))).toEqual([]);
  });

  it('matches exactly the events that are meant to match', async () => {
    const meant = expected.lines.filter(({ matches }) => matches).map(({ line }) => line);
    expect([...(await matchesWithout([]))]).toEqual(meant);
  });

  it('has, for each leaf of the query, an event that fails on it alone', () => {
    const alone = expected.lines.flatMap(({ fails = [] }) => (fails.length === 1 ? fails : []));
    expect([...new Set(alone)].sort()).toEqual(expected.leaves.map(({ id }) => id).sort());
  });

  it('every other event fails on exactly the leaves that are named', async () => {
    for (const { line, fails = [], why } of expected.lines) {
      if (fails.length === 0) continue;
      expect((await matchesWithout(fails)).has(line), `line ${line} matches without ${fails.join(', ')} (${why})`).toBe(true);
      for (const needed of fails) {
        const others = fails.filter((each) => each !== needed);
        expect((await matchesWithout(others)).has(line), `line ${line} fails on ${needed} (${why})`).toBe(false);
      }
    }
  });

  if (reference === undefined) {
    it('has the query of its published page', () => console.log('not run: no reference data'));
  } else {
    it('has the query of its published page, character for character', () => {
      const query = openRule(rule, { uri: rulePath }).queries[0]?.map.text.trimEnd() ?? 'none';
      expect(readReferenceText(seeds[rulePath] ?? '')).toContain(`\n${query}\n`);
    });
  }
});

async function matchingLines(rule: string, events: string): Promise<ReadonlySet<number>> {
  const host = memoryHost({ 'file:///events.ndjson': events });
  const request = { rule: { uri: 'file:///rule.toml', text: rule }, events: [{ uri: 'file:///events.ndjson' }] };
  const lines = new Set<number>();
  for await (const update of runRule(request, host, schemas, noCancel)) {
    if (update.kind === 'hits') for (const hit of update.hits) lines.add(hit.line);
    if (update.kind === 'summary') expect([update.summary.status, update.summary.message]).toEqual(['finished', undefined]);
  }
  return lines;
}

describe('the attributes that the published pages show', () => {
  it.each([
    [
      'linux/defense_evasion_file_made_immutable_by_chattr.toml',
      {
        name: 'File made Immutable by Chattr',
        type: 'eql',
        severity: 'medium',
        riskScore: 47,
        index: ['auditbeat-*', 'logs-endpoint.events.*', 'endgame-*', 'logs-sentinel_one_cloud_funnel.*'],
      },
      ['from = "now-9m"', 'interval = "5m"', 'max_signals = 33', 'license = "Elastic License v2"', '"Data Source: SentinelOne"'],
    ],
    [
      'linux/defense_evasion_file_mod_writable_dir.toml',
      {
        name: 'File Permission Modification in Writable Directory',
        type: 'new_terms',
        severity: 'low',
        riskScore: 21,
        index: ['logs-endpoint.events.*'],
      },
      [
        'from = "now-9m"',
        'interval = "5m"',
        'license = "Elastic License v2"',
        '"Resources: Investigation Guide"',
        'field = "new_terms_fields"',
      ],
    ],
  ])('%s', (name, facts, lines) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const document = openRule(text, { uri: name });
    expect({
      name: document.name?.value,
      type: document.type?.value,
      severity: document.severity?.value,
      riskScore: document.riskScore?.value,
      index: document.index?.value.map((pattern) => pattern.value),
    }).toEqual(facts);
    for (const line of lines) expect(text).toContain(line);
  });
});

it('check finds nothing in them but the value that one query really names twice', async () => {
  const files = Object.fromEntries(Object.keys(seeds).map((name) => [`rules/${name}`, readFileSync(path.join(folder, name), 'utf8')]));
  const { exitCode, output, errors } = await rulewright(['check', 'rules'], { files });
  expect({ exitCode, output, errors }).toEqual({
    exitCode: 0,
    output: `rules/linux/defense_evasion_file_made_immutable_by_chattr.toml:132:73 hint QRY005 This value is in the list already
  132 |     "systemd", "cf-agent", "ntpdate", "xargs", "px", "preinst", "auth", "cf-agent", "dcservice", "dcagentupgrader",
      |                                                                         ^^^^^^^^^^
      = help: Remove the duplicate
      = see rules/linux/defense_evasion_file_made_immutable_by_chattr.toml:132:16: It is first listed here

2 files checked: 1 hint
`,
    errors: '',
  });
});
