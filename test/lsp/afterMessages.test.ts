import { expect, test } from 'vitest';
import { afterMessages } from '../../server/src/lsp/afterMessages.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('work without a pause comes after the message that waits, and is not done where that one takes it back', async () => {
  const done: string[] = [];
  const first = afterMessages(() => done.push('first'), 0);
  // As a connection does that has one more message: it has asked for its turn after the work was scheduled.
  setImmediate(() => {
    done.push('message');
    first.cancel();
    afterMessages(() => done.push('second'), 0);
  });
  for (let turns = 0; turns < 5; turns++) await turn();
  expect(done).toEqual(['message', 'second']);
});

test('work that is taken back in the last moment, or in its pause, is not done', async () => {
  const done: string[] = [];
  const soon = afterMessages(() => done.push('soon'), 0);
  afterMessages(() => done.push('later'), 1).cancel();
  await turn();
  soon.cancel();
  await new Promise((resolve) => afterMessages(() => resolve(undefined), 2));
  expect(done).toEqual([]);
});
