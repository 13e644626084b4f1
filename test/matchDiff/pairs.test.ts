/** Which rule of an earlier state is which rule of a later one. */
import { expect, test } from 'vitest';
import { joinMoved, pairRules } from '../../server/src/matchDiff/pairs.js';
import { openRules } from '../../server/src/rule/openText.js';

const rules = (file: string, ...ids: readonly string[]) => {
  const text = ids.map((id) => JSON.stringify({ rule_id: id, name: `Name ${id}`, type: 'query', query: 'a: b' })).join('\n');
  return text === '' ? [] : openRules(text, { uri: `file:///${file}.ndjson` }).map((document) => ({ file, document }));
};

type Pairs = ReturnType<typeof pairRules<ReturnType<typeof rules>[number]>>;

const told = (pairs: Pairs): string =>
  pairs
    .map((pair) =>
      [pair.before, pair.after].map((each) => (each === undefined ? '-' : `${each.file}:${each.document.ruleId?.value ?? ''}`)).join('>'),
    )
    .join(' ');

test.each<[what: string, before: readonly string[], after: readonly string[], expected: string]>([
  ['one rule is the same, whatever its id', ['1'], ['2'], 'a:1>a:2'],
  ['several are paired by id, in the order of after', ['1', '2'], ['2', '1'], 'a:2>a:2 a:1>a:1'],
  ['new and gone', ['1', '2'], ['2', '3'], 'a:2>a:2 ->a:3 a:1>-'],
  ['a new file', [], ['1'], '->a:1'],
  ['a file that is gone', ['1'], [], 'a:1>-'],
])('%s', (_what, before, after, expected) => {
  expect(told(pairRules(rules('a', ...before), rules('a', ...after)))).toBe(expected);
});

test('a rule that moved to another file is the same by its id', () => {
  const pairs = [...pairRules(rules('a', '1'), []), ...pairRules([], rules('b', '1')), ...pairRules([], rules('c', '2'))];
  expect(told(joinMoved(pairs))).toBe('a:1>b:1 ->c:2');
});
