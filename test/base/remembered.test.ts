import { expect, test } from 'vitest';
import { remembered } from '../../server/src/base/remembered.js';

test('an answer is worked out once, also that there is none, until too many are kept', () => {
  const asked: string[] = [];
  const answer = remembered((name) => {
    asked.push(name);
    return name === 'none' ? undefined : name.length;
  }, 2);
  expect(['ab', 'none', 'ab', 'none'].map(answer)).toEqual([2, undefined, 2, undefined]);
  expect(asked).toEqual(['ab', 'none']);
  expect(['abc', 'ab'].map(answer)).toEqual([3, 2]);
  expect(asked).toEqual(['ab', 'none', 'abc', 'ab']);
});
