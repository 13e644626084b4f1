/** Which clauses and list members of a query the events of cases exercise, and what is wanted for the others. */
import { expect, test } from 'vitest';
import { measureCoverage } from '../../../server/src/ruleTests/coverage/measure.js';
import { percentCovered } from '../../../server/src/ruleTests/coverage/report.js';
import { opened, surroundings } from '../../kit/ruleTests.js';

/** `name parent user second`; a dash is no value. */
const ev = (text: string): object => {
  const [name, parent = '-', user = '-', second = '00'] = text.split(' ');
  return {
    '@timestamp': `2026-03-02T10:00:${second}Z`,
    event: { category: 'process' },
    process: { name, ...(parent === '-' ? {} : { parent: { name: parent } }) },
    ...(user === '-' ? {} : { user: { name: user } }),
  };
};

const missing = (rule: string, events: readonly string[]): Promise<readonly (string | undefined)[]> =>
  opened(rule, { one: { events: events.map(ev) } })
    .then((tests) => measureCoverage(tests, surroundings))
    .then(({ clauses, fault }) => [
      ...(fault === undefined ? [] : [fault]),
      ...clauses.filter(({ covered }) => !covered).map(({ wanted }) => wanted),
    ]);

test.each<readonly [string, readonly string[], readonly string[]]>([
  // A required clause needs a match; any match will do.
  ['process where process.name == "sh"', ['sh'], []],
  [
    'process where process.name == "sh"',
    ['vi'],
    ['an event that matches with `event.category` `process`', 'an event that matches with `process.name == "sh"`'],
  ],
  ['any where true', ['sh'], []],
  // Of an `or` and of a list each member that is true in a match.
  ['any where process.name == "sh" or user.name == "ada"', ['sh'], ['an event that matches with `user.name == "ada"`']],
  ['any where process.name in ("sh", "vi")', ['sh'], ['an event that matches with `process.name` `"vi"`']],
  ['any where process.name : ("s*", "sh")', ['sh'], []],
  ['process.name: (sh or v*)', ['sh'], ['an event that matches with `process.name` `v*`']],
  [
    'process.name: (sh or v*) and user.name: ada',
    ['vi'],
    [
      'an event that matches with `process.name: (sh or v*)`',
      'an event that matches with `process.name` `sh`',
      'an event that matches with `process.name` `v*`',
      'an event that matches with `user.name: ada`',
    ],
  ],
  // An exclusion needs an event that nothing else keeps from matching.
  ['any where process.name == "sh" and not user.name == "root"', ['sh'], ['an event that would match but for `user.name == "root"`']],
  [
    'any where process.name == "sh" and not user.name == "root"',
    ['sh', 'vi - root'],
    ['an event that would match but for `user.name == "root"`'],
  ],
  ['any where process.name == "sh" and not user.name == "root"', ['sh', 'sh - root'], []],
  ['any where process.name == "sh" and user.name != "root"', ['sh', 'sh - root'], []],
  [
    'any where process.name == "sh" and not (user.name in ("root", "bin") or process.parent.name == "cron")',
    ['sh', 'sh - root'],
    ['an event that would match but for `user.name` `"bin"`', 'an event that would match but for `process.parent.name == "cron"`'],
  ],
  ['process.name: sh and not user.name: (root or bin)', ['sh', 'sh - root'], ['an event that would match but for `user.name` `bin`']],
  // Two exclusions that are both true: neither of them decides.
  [
    'any where process.name == "sh" and not user.name == "root" and not process.parent.name == "cron"',
    ['sh', 'sh cron root'],
    ['an event that would match but for `user.name == "root"`', 'an event that would match but for `process.parent.name == "cron"`'],
  ],
  // What takes an exclusion back decides on a match.
  ['any where process.name == "sh" and not (user.name == "root" and not process.parent.name == "cron")', ['sh - root', 'sh cron root'], []],
  [
    'any where process.name == "sh" and not (user.name == "root" and not process.parent.name == "cron")',
    ['sh - root', 'sh'],
    ['an event that matches with `process.parent.name == "cron"`'],
  ],
])('%s on %j', async (rule, events, expected) => expect(await missing(rule, events)).toEqual(expected));

const joined = (more: string): string => `sequence by user.name with maxspan=30s [process where process.name == "a"] ${more}`;

test.each<readonly [string, readonly string[], readonly string[]]>([
  // An item is exercised by the events of matches.
  [
    joined('[process where process.name in ("b", "x")]'),
    ['a - u 01', 'b - u 02'],
    ['a match whose event for item 2 has `process.name` `"x"`'],
  ],
  [
    joined('[process where process.name in ("b", "x")]'),
    ['a - u 01', 'b - u 02', 'x - v 03'],
    ['a match whose event for item 2 has `process.name` `"x"`'],
  ],
  [
    joined('[process where process.name == "b" and process.parent.name != "p"]'),
    ['a - u 01', 'b - u 02'],
    ['an event that would satisfy item 2 but for `process.parent.name != "p"`'],
  ],
  [joined('[process where process.name == "b" and process.parent.name != "p"]'), ['a - u 01', 'b p u 02', 'b - u 03'], []],
  // A missing event and `until` count where they keep from matching.
  [
    joined('![any where process.name == "m"] [any where process.name == "b"]'),
    ['a - u 01', 'b - u 02'],
    ['events that would match but for one that satisfies item 2, with `process.name == "m"`'],
  ],
  [
    joined('![any where process.name == "m"] [any where process.name == "b"]'),
    ['a - u 01', 'b - u 02', 'a - v 03', 'm - v 04', 'b - v 05'],
    [],
  ],
  [
    joined('[any where process.name == "b"] until [any where process.name == "u"]'),
    ['a - u 01', 'b - u 02', 'u - u 03'],
    ['events that would match but for one that satisfies `until`, with `process.name == "u"`'],
  ],
  [
    joined('[any where process.name == "b"] until [any where process.name == "u"]'),
    ['a - u 01', 'b - u 02', 'a - v 03', 'u - v 04', 'b - v 05'],
    [],
  ],
  ['sample by user.name [any where process.name == "a"] [any where process.name == "b"]', ['a - u', 'b - u'], []],
])('%s on %j', async (rule, events, expected) => expect(await missing(rule, events)).toEqual(expected));

test('a report in full: clauses in written order, each with its members, and the cases that exercise them', async () => {
  const rule = '[rule]\nname = "n"\ntype = "query"\nlanguage = "kuery"\nquery = "process.name: (sh or \\"vi\\")"\n';
  const tests = await opened(rule, { first: { events: [ev('sh')] }, second: { events: [ev('sh')] } });
  const report = await measureCoverage(tests, surroundings);
  const at = (text: string) => ({ start: rule.indexOf(text), end: rule.indexOf(text) + text.length });
  expect(report).toEqual({
    rule: 'file:///r.toml',
    fault: undefined,
    covered: 2,
    clauses: [
      { kind: 'clause', span: at('process.name: (sh or \\"vi\\")'), text: 'process.name: (sh or "vi")', excludes: false, covered: true, cases: ['first', 'second'], wanted: undefined },
      { kind: 'member', span: at('sh'), text: 'sh', excludes: false, covered: true, cases: ['first', 'second'], wanted: undefined },
      { kind: 'member', span: at('\\"vi\\"'), text: '"vi"', excludes: false, covered: false, cases: [], wanted: 'an event that matches with `process.name` `"vi"`' },
    ],
  }); // prettier-ignore
  expect(percentCovered(report)).toBe(66);
  const second = await measureCoverage(tests, surroundings, new Set(['second']));
  expect(second.clauses.map(({ cases }) => cases)).toEqual([['second'], ['second'], []]);
});

test('events that the filters of a rule take out exercise nothing', async () => {
  const filters = '[[rule.filters]]\n[rule.filters.meta]\nnegate = false\n[rule.filters.query.match_phrase]\n"user.name" = "ada"\n';
  const rule = `[rule]\nname = "n"\ntype = "query"\nlanguage = "kuery"\nquery = "process.name: sh"\n${filters}`;
  const covered = async (event: string) =>
    (await measureCoverage(await opened(rule, { one: { events: [ev(event)] } }), surroundings)).covered;
  expect([await covered('sh - bob'), await covered('sh - ada')]).toEqual([0, 1]);
});
