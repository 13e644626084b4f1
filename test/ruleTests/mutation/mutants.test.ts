/** Which changes of a rule are tried: what is changed, and what it becomes. */
import { expect, test } from 'vitest';
import { mutantsOf } from '../../../server/src/ruleTests/mutation/mutants.js';
import { opened } from '../../kit/ruleTests.js';

/** `text → becomes`, `-text` for what is dropped; how many more change nothing. */
async function changes(rule: string): Promise<readonly [readonly string[], number]> {
  const tests = await opened(rule, { one: { events: [{}] } });
  const [only] = tests.file.cases;
  const prepared = only === undefined ? undefined : await tests.prepare(only);
  if (prepared?.ok !== true) throw new Error(prepared?.message);
  const { mutants, equivalent } = mutantsOf(prepared);
  return [mutants.map(({ text, becomes }) => (becomes === undefined ? `-${text}` : `${text} → ${becomes}`)), equivalent];
}

test.each<readonly [string, readonly string[], number]>([
  ['any where process.pid > 4', ['process.pid > 4 → true', 'process.pid > 4 → process.pid >= 4'], 0],
  ['any where process.pid == 4 and process.ppid == 5', ['-process.pid == 4', '-process.ppid == 5'], 0],
  [
    'any where process.name == "sh"',
    [
      'process.name == "sh" → true',
      'process.name == "sh" → process.name in~ ("sh")',
      'process.name == "sh" → process.name like "*sh"',
      'process.name == "sh" → process.name like "sh*"',
    ],
    0,
  ],
  [
    'any where user.id != "a" and process.pid == 4',
    [
      '-user.id != "a"',
      'user.id != "a" → not user.id in~ ("a")',
      'user.id != "a" → not user.id like "*a"',
      'user.id != "a" → not user.id like "a*"',
      '-process.pid == 4',
    ],
    0,
  ],
  [
    'process where process.name : ("a*", "b")',
    [
      'process → any',
      'process.name : ("a*", "b") → true',
      'process.name : ("a*", "b") → process.name like ("a*", "b")',
      'process.name : ("a*", "b") → process.name : ("*a*", "*b")',
      'process.name : ("a*", "b") → process.name : ("a*", "b*")',
      '-"a*"',
      '-"b"',
    ],
    0,
  ],
  [
    'any where user.id not in ("a", "b") or process.pid == 4',
    [
      '-user.id not in ("a", "b")',
      'user.id not in ("a", "b") → user.id not in~ ("a", "b")',
      'user.id not in ("a", "b") → not user.id like ("*a", "*b")',
      'user.id not in ("a", "b") → not user.id like ("a*", "b*")',
      '-"a"',
      '-"b"',
      '-process.pid == 4',
    ],
    0,
  ],
  ['any where user.id regex "a.*"', ['user.id regex "a.*" → true', 'user.id regex "a.*" → user.id regex~ "a.*"'], 0],
  ['any where startsWith(user.id, "a")', ['startsWith(user.id, "a") → true', 'startsWith(user.id, "a") → startsWith~(user.id, "a")'], 0],
  [
    'any where cidrMatch(source.ip, "10.0.0.0/8", "172.16.0.0/12")',
    ['cidrMatch(source.ip, "10.0.0.0/8", "172.16.0.0/12") → true', '-"10.0.0.0/8"', '-"172.16.0.0/12"'],
    0,
  ],
  ['any where not (process.pid == 4 and process.ppid == 5)', ['not (process.pid == 4 and process.ppid == 5) → true', '-process.pid == 4', '-process.ppid == 5'], 0],
  // Nothing that could be changed.
  ['any where true', [], 0],
  // What changes nothing is counted only: a value that stands twice, one that a pattern takes anyway, a clause that follows from another.
  ['any where process.pid in (4, 4)', ['process.pid in (4, 4) → true'], 2],
  ['any where user.id like ("a*", "ab") and process.pid == 4', ['-user.id like ("a*", "ab")', 'user.id like ("a*", "ab") → user.id like~ ("a*", "ab")', 'user.id like ("a*", "ab") → user.id like ("*a*", "*ab")', '-"a*"', '-process.pid == 4'], 2],
  ['any where process.pid == 4 and process.pid != null', ['-process.pid == 4'], 1],
  // Texts without letters have no case.
  ['any where user.id == "12"', ['user.id == "12" → true', 'user.id == "12" → user.id like "*12"', 'user.id == "12" → user.id like "12*"'], 0],
  // ECS allows no other values, of which one could begin or end otherwise.
  ['any where event.kind == "alert"', ['event.kind == "alert" → true'], 3],
  ['any where event.kind == "own-kind"', ['event.kind == "own-kind" → true', 'event.kind == "own-kind" → event.kind in~ ("own-kind")', 'event.kind == "own-kind" → event.kind like "*own-kind"', 'event.kind == "own-kind" → event.kind like "own-kind*"'], 0],
])('EQL: %s', async (rule, expected, equivalent) => expect(await changes(rule)).toEqual([expected, equivalent])); // prettier-ignore

test.each<readonly [string, readonly string[]]>([
  [
    'sequence by user.id, host.id with maxspan=1m [any where true] with runs=2 [any where true]',
    ['-user.id', '-host.id', '-with maxspan=1m', 'with maxspan=1m → with maxspan=30s', 'with runs=2 → with runs=1', 'with runs=2 → with runs=3'],
  ],
  ['sequence by user.id [any where true] [any where true] [any where true]', ['-user.id', '-[any where true]', '-[any where true]', '-[any where true]']],
  ['sequence [any where true] by user.id [any where true] by group.id', ['-user.id']],
  ['sequence by user.id [any where true] [any where true] until [any where true]', ['-user.id', '-[any where true]']],
  // Without `maxspan` a missing event is an error, so it is not dropped.
  [
    'sequence by user.id with maxspan=1s [any where true] ![any where true] [any where true]',
    ['-user.id', 'with maxspan=1s → with maxspan=500ms', '-![any where true]'],
  ],
  ['sample by user.id, host.id [any where true] [any where true]', ['-user.id', '-host.id']],
])('%s', async (rule, expected) => expect((await changes(rule))[0]).toEqual(expected)); // prettier-ignore

test.each<readonly [string, readonly string[], number]>([
  ['process.pid > 4', ['process.pid > 4 → *', 'process.pid > 4 → process.pid >= 4'], 0],
  [
    'user.id: (a or "b c") and not host.id: *',
    [
      '-user.id: (a or "b c")',
      'user.id: (a or "b c") → user.id: (*a or *b c)',
      'user.id: (a or "b c") → user.id: (a* or b c*)',
      '-a',
      '-"b c"',
      '-not host.id: *',
    ],
    0,
  ],
  ['user.id: (a* or ab) or process.pid: 4', ['-user.id: (a* or ab)', 'user.id: (a* or ab) → user.id: (*a* or *ab)', '-a*', '-process.pid: 4'], 2],
  ['source.ip: (10.0.0.0/8 or 127.0.0.1)', ['source.ip: (10.0.0.0/8 or 127.0.0.1) → *', '-10.0.0.0/8', '-127.0.0.1'], 0],
  ['sh', ['sh → *'], 0],
  ['*', [], 1],
])('KQL: %s', async (rule, expected, equivalent) => expect(await changes(rule)).toEqual([expected, equivalent])); // prettier-ignore

const toml = (type: string, more: string): string => `[rule]\nname = "n"\ntype = "${type}"\nlanguage = "kuery"\nquery = "*"\n${more}\n`;

test.each<readonly [string, string, readonly string[]]>([
  ['threshold', '[rule.threshold]\nfield = ["user.id", "host.id"]\nvalue = 5\n[[rule.threshold.cardinality]]\nfield = "source.ip"\nvalue = 1', ['-"user.id"', '-"host.id"', '5 → 4', '5 → 6', '1 → 2']],
  ['new_terms', '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["user.id", "host.id"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-5d"', ['-"user.id"', '-"host.id"']],
  ['query', '', []],
])('the settings of a rule of type %s', async (type, more, expected) => expect((await changes(toml(type, more)))[0]).toEqual(expected)); // prettier-ignore
