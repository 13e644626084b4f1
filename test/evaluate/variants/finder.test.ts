/** Clauses that no sample event satisfies, and the variants of them that some do. */
import { describe, expect, it, test } from 'vitest';
import { noCancel } from '../../../server/src/base/cancel.js';
import { applyEdits } from '../../../server/src/base/edit.js';
import { runRule } from '../../../server/src/evaluate/runRule.js';
import { variantTitle, variantWords, type UnmetClause } from '../../../server/src/evaluate/variants/variant.js';
import { loadSchemas } from '../../../server/src/schema/load.js';
import { memoryHost } from '../../kit/memoryHost.js';

const schemas = await loadSchemas(memoryHost({}));
const sample = 'file:///e.ndjson';

const event = (name: string, args: readonly string[]): string =>
  JSON.stringify({
    '@timestamp': '2026-03-02T10:00:00Z',
    event: { category: 'process', type: 'start', code: '4688' },
    process: { name, executable: `/usr/bin/${name}`, args, pid: 4 },
    user: { name: 'Root' },
  });
const events = [event('chattr', ['chattr', '+i', '/etc/x']), event('bash', ['bash', '-c']), event('bash', ['bash', 'C:\\a*b'])].join('\n');

/** For each unmet clause: its text, then each variant: what it would find, its title, and the query with it. */
async function unmet(query: string, ndjson = events): Promise<readonly (readonly string[])[]> {
  const uri = /\bwhere\b/.test(query) ? 'file:///r.eql' : 'file:///r.kuery';
  const host = memoryHost({ [uri]: query, [sample]: ndjson });
  let found: readonly UnmetClause[] = [];
  for await (const update of runRule({ rule: { uri }, events: [{ uri: sample }], explain: true }, host, schemas, noCancel)) {
    if (update.kind === 'summary') found = update.summary.unmet ?? [];
  }
  return found.map(({ span, variants }) => [
    query.slice(span.start, span.end),
    ...variants.flatMap((variant) => [
      variantWords(variant),
      variantTitle(variant),
      variant.edits.length === 0 ? '(not written)' : applyEdits(query, variant.edits),
    ]),
  ]);
}

describe('a clause that no event satisfies', () => {
  test.each<readonly [string, readonly (readonly string[])[]]>([
    [
      'process where user.name == "root"',
      [
        [
          'user.name == "root"',
          '3 do when case is ignored',
          'Ignore case',
          'process where user.name : "root"',
          '3 do with `Root` in place of `root`',
          'Replace `root` by `Root`',
          'process where user.name == "Root"',
        ],
      ],
    ],
    [
      'process where process.name in ("ba*", "x") and process.pid == 4',
      [
        [
          'process.name in ("ba*", "x")',
          '2 do when its wildcards are taken as such',
          'Take its wildcards as such',
          'process where process.name like ("ba*", "x") and process.pid == 4',
          '2 do when its wildcards are taken as such and case is ignored',
          'Take its wildcards as such and ignore case',
          'process where process.name : ("ba*", "x") and process.pid == 4',
        ],
      ],
    ],
    [
      'process where process.name in (concat("b", "a*"), "x")',
      [
        [
          'process.name in (concat("b", "a*"), "x")',
          '2 do when its wildcards are taken as such',
          'Take its wildcards as such',
          '(not written)',
          '2 do when its wildcards are taken as such and case is ignored',
          'Take its wildcards as such and ignore case',
          '(not written)',
        ],
      ],
    ],
    [
      'process where process.name == "chatr"',
      [
        [
          'process.name == "chatr"',
          '1 does with `chattr` in place of `chatr`',
          'Replace `chatr` by `chattr`',
          'process where process.name == "chattr"',
        ],
      ],
    ],
    [
      'process where process.name == "/usr/bin/chattr"',
      [
        [
          'process.name == "/usr/bin/chattr"',
          '1 does with `process.executable` in place of its field',
          'Compare `process.executable`',
          'process where process.executable == "/usr/bin/chattr"',
        ],
      ],
    ],
    [
      'process.name: "ba*" and process.pid: 4',
      [
        [
          'process.name: "ba*"',
          '2 do when its wildcards are taken as such',
          'Take its wildcards as such',
          'process.name: ba* and process.pid: 4',
          '2 do when its wildcards are taken as such and case is ignored',
          'Take its wildcards as such and ignore case',
          '(not written)',
        ],
      ],
    ],
    [
      'user.name: root',
      [
        [
          'user.name: root',
          '3 do when case is ignored',
          'Ignore case',
          '(not written)',
          '3 do with `Root` in place of `root`',
          'Replace `root` by `Root`',
          'user.name: Root',
        ],
      ],
    ],
    // The stage of a sequence that has no event.
    [
      'sequence by user.name [process where process.name == "bash"] [process where process.name == "CHATTR"]',
      [
        [
          'process.name == "CHATTR"',
          '1 does when case is ignored',
          'Ignore case',
          'sequence by user.name [process where process.name == "bash"] [process where process.name : "CHATTR"]',
          '1 does with `chattr` in place of `CHATTR`',
          'Replace `CHATTR` by `chattr`',
          'sequence by user.name [process where process.name == "bash"] [process where process.name == "chattr"]',
        ],
      ],
    ],
  ])('%s', async (query, expected) => expect(await unmet(query)).toEqual(expected));

  test.each([
    ['some event satisfies it', 'process where process.name == "bash" and user.name : "root"'],
    ['nothing near it is there', 'process where process.name == "powershell.exe"'],
    ['it is negated', 'process where not user.name == "root"'],
    ['another value than the alternative has', 'process where process.name == "bash" or process.name == "dash"'],
    ['numbers differ', 'process where event.code == "4689"'],
    ['the query is broken', 'process where user.name =='],
    ['short texts are elsewhere by chance', 'process where process.name == "-c"'],
  ])('is not named where %s', async (_, query) => expect(await unmet(query)).toEqual([]));

  it('of an alternative is named only with its own value', async () => {
    const [clause] = await unmet('process where process.name == "bash" or user.name == "root"');
    expect(clause?.filter((_, at) => at % 3 === 1)).toEqual(['3 do when case is ignored']);
  });

  it('is not looked for in events that cannot be read', async () => {
    expect(await unmet('process where user.name == "root"', '')).toEqual([]);
  });
});
