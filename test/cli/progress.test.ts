import { expect, test } from 'vitest';
import { createProgressLine } from '../../server/src/cli/progress.js';
import { testTerminal } from './testTerminal.js';

const progress = { events: 50_000, matches: 5, bytesRead: 40, totalBytes: 100 };
const erase = '\r\u001b[2K';

test('a line appears after a second, is redrawn a few times a second, and is taken away', () => {
  const terminal = testTerminal({ progress: true });
  const line = createProgressLine(terminal);
  terminal.wait(999);
  line.update(progress);
  expect(terminal.errors()).toBe('');
  terminal.wait(1);
  line.update(progress);
  terminal.wait(199);
  line.update(progress);
  terminal.wait(801);
  line.update({ ...progress, matches: 1, bytesRead: 50 });
  line.clear();
  line.clear();
  expect(terminal.errors()).toBe(
    `${erase}40 % · 50,000 events/s · 2 s left · 5 matches${erase}50 % · 25,000 events/s · 2 s left · 1 match${erase}`,
  );
});

test('without a size there is no percentage', () => {
  const terminal = testTerminal({ progress: true });
  const line = createProgressLine(terminal);
  terminal.wait(2000);
  line.update({ ...progress, totalBytes: undefined });
  expect(terminal.errors()).toBe(`${erase}50,000 events · 25,000 events/s · 5 matches`);
});

test('where standard error is no terminal nothing is written', () => {
  const terminal = testTerminal({ progress: false });
  const line = createProgressLine(terminal);
  terminal.wait(5000);
  line.update(progress);
  line.clear();
  expect(terminal.errors()).toBe('');
});
