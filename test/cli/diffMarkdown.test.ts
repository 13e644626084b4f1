/** The review comment: a table and details, in which no text of a rule or an event counts as Markdown, and no more than GitHub takes. */
import { describe, expect, test } from 'vitest';
import type { ComparedRule, DiffReport } from '../../server/src/cli/report.js';
import { diffMarkdown } from '../../server/src/cli/writers/diffMarkdown.js';
import type { Hit } from '../../server/src/evaluate/run.js';
import type { ComparedMatch, MatchDiff, MatchList } from '../../server/src/matchDiff/result.js';

const hit = (value: string): Hit => ({
  ...{ file: 0, offset: 0, length: 2, line: 17, column: 0, text: '{}', timestamp: '2026-03-02T10:00:00Z', clauses: [] },
  columns: [{ field: 'process.name', values: [value] }],
});

const match = (value: string): ComparedMatch => ({
  hits: [hit(value)],
  why: {
    ...{ side: 'before', left: 0, note: undefined },
    clauses: [
      {
        ...{ hit: 0, part: undefined, indent: 0, span: { start: 0, end: 1 } },
        ...{ clause: 'process.name == "sh"', values: JSON.stringify(value), reason: 'wrong value' },
      },
    ],
  },
});

const list = (matches: readonly ComparedMatch[], count = matches.length): MatchList => ({ count, matches });

function compared(path: string, gained: MatchList, more: Partial<MatchDiff> = {}): ComparedRule {
  const ran = (matches: number) => ({ state: 'ran', matches, message: undefined }) as const;
  const diff: MatchDiff = {
    ...{ status: 'compared', message: undefined, fate: 'changed', unit: 'event', events: 71 },
    changes: [{ key: 'query', before: 'a', after: 'b', decides: true }],
    ...{ before: ran(20), after: ran(20 + gained.count) },
    lists: { gained, lost: list([]), kept: list([], 20) },
    ...{ unreadable: [], unreadableCount: 0, fidelity: [], milliseconds: 1 },
    ...more,
  };
  return { path, beforePath: undefined, document: undefined, eventFiles: ['a.events.ndjson'], diff };
}

const report = (...rules: readonly ComparedRule[]): DiffReport => ({
  from: { name: 'main', commit: '0123456789abcdef' },
  to: undefined,
  rules,
  unread: [],
});

test('has a row for each rule, and the events of those that moved', () => {
  const nothing = { status: 'noEvents', message: 'There are no events to compare the versions on.', lists: undefined } as const;
  const absent = { state: 'notRun', matches: undefined, message: undefined } as const;
  const others = compared('b.toml', list([]), { ...nothing, before: absent, after: absent });
  expect(diffMarkdown(report(compared('a-1.toml', list([match('bash')], 3)), others), 10).split('\n')).toEqual([
    '### Rulewright: matches compared with `main` (`0123456789`)',
    '',
    '1 rule compared: 3 matches gained, 0 lost, 20 kept; 1 rule without events.',
    '',
    '| Rule | Before | After | Gained | Lost | Kept | |',
    '|---|---:|---:|---:|---:|---:|---|',
    '| <code>a-1&#46;toml</code> | 20 | 23 | **3** | 0 | 20 | <code>query changed</code> |',
    '| <code>b&#46;toml</code> |  |  |  |  |  | <code>There are no events to compare the versions on&#46;</code> <code>query changed</code> |',
    '',
    '<details><summary><code>a-1&#46;toml</code>: 3 gained, 0 lost</summary>',
    '',
    '**Gained**',
    '',
    '- `line 17` · `2026-03-02T10:00:00Z` · `process.name "bash"`',
    '  - before: `process.name == "sh"` · `"bash"` · `wrong value`',
    '- and 2 more',
    '',
    '</details>',
    '',
  ]);
});

describe('what others wrote stays text', () => {
  test.each<[what: string, value: string, expected: string]>([
    ['HTML', '</details><img src=x onerror=alert(1)>', '`process.name "</details><img src=x onerror=alert(1)>"`'],
    ['backquotes', 'a`b``c', '```process.name "a`b``c"```'],
    ['line breaks', 'a\n\n# b\r\n- c', '`process.name "a\\n\\n# b\\r\\n- c"`'],
    ['mentions and links', '@ada #1 [x](http://a) ![y](z)', '`process.name "@ada #1 [x](http://a) ![y](z)"`'],
    ['marks that turn text round', 'a\u202eb', '`process.name "a\\u202eb"`'],
  ])('%s', (_what, value, expected) => {
    const lines = diffMarkdown(report(compared('a.toml', list([match(value)]))), 10).split('\n');
    expect(lines.find((line) => line.startsWith('- `line 17`'))).toBe(`- \`line 17\` · \`2026-03-02T10:00:00Z\` · ${expected}`);
  });

  test('the path of a rule in the table and in the summary', () => {
    const text = diffMarkdown(report(compared('a|`b`</summary>*@c*\\.toml', list([match('x')]))), 10);
    const code = '<code>a&#124;&#96;b&#96;&#60;/summary&#62;&#42;&#64;c&#42;&#92;&#46;toml</code>';
    expect(text).toContain(`| ${code} | 20 |`);
    expect(text).toContain(`<summary>${code}: 1 gained, 0 lost</summary>`);
  });
});

describe('is no longer than a comment can be', () => {
  const long = '😀'.repeat(5000);
  test('with many rules of many long events', () => {
    const rules = Array.from({ length: 300 }, (_, at) =>
      compared(`rules/${at}.toml`, list(Array(10).fill(match(long)) as ComparedMatch[])),
    );
    const text = diffMarkdown(report(...rules), 10);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/\nThe events of \d+ more rules are left out here, for a comment has no room for them\.\n$/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test('with more rules than a table has room for', () => {
    const rules = Array.from({ length: 5000 }, (_, at) => compared(`rules/${at}.toml`, list([])));
    const text = diffMarkdown(report(...rules), 10);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/\n[\d,]+ more rules are left out here, for a comment has no room for them\.\n$/);
  });
});
