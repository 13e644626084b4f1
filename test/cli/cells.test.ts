import { describe, expect, it } from 'vitest';
import type { Hit } from '../../server/src/evaluate/run.js';
import { cellsOf, fitCell, formatCell, type Cell } from '../../server/src/cli/writers/cells.js';

const marks = { before: '»', after: '«', width: 2 };

function hit(parts: Partial<Hit>): Hit {
  return { file: 0, line: 1, column: 0, offset: 0, length: 0, text: undefined, timestamp: undefined, clauses: [], columns: [], ...parts };
}

function cell(text: string): Cell {
  return text
    .split(' ')
    .map((word) => (word.startsWith('»') ? { text: word.slice(1, -1), matched: true } : { text: word, matched: false }));
}

describe('the cells of a match', () => {
  it('mark the values that satisfied a clause, and only these', () => {
    const cells = cellsOf(
      hit({
        columns: [
          { field: 'process.args', values: ['chattr', '+i', 7, 7n] },
          { field: 'user.name', values: ['+i'] },
        ],
        clauses: [{ span: { start: 0, end: 1 }, field: 'process.args', values: ['+i', 7n] }],
      }),
    );
    expect([...cells.fields].map(([field, each]) => [field, formatCell(each, marks)])).toEqual([
      ['process.args', 'chattr »+i« 7 »7«'],
      ['user.name', '+i'],
    ]);
  });

  it('include the matched values of fields that are no column', () => {
    const cells = cellsOf(
      hit({
        columns: [{ field: 'host.name', values: ['a'] }],
        clauses: [
          { span: { start: 0, end: 1 }, field: 'event.type', values: ['start'] },
          { span: { start: 2, end: 3 }, field: 'event.type', values: ['start', 'info'] },
        ],
      }),
    );
    expect([...cells.fields].map(([field, each]) => [field, formatCell(each, marks)])).toEqual([
      ['host.name', 'a'],
      ['event.type', '»start« »info«'],
    ]);
  });

  it('keep control characters and direction marks from the terminal', () => {
    const cells = cellsOf(hit({ columns: [{ field: 'f', values: ['a\u001b[31m\n\u202eb'] }] }));
    expect(formatCell(cells.fields.get('f') ?? [], marks)).toBe('a\\u001b[31m\\n\\u202eb');
  });
});

describe('a cell that is too long', () => {
  it.each([
    // cell, width, what is left
    ['chattr »+i« /etc/hosts', 22, 'chattr »+i« /etc/hosts'],
    ['chattr »+i« /etc/hosts', 21, 'chattr »+i« …'],
    ['chattr »+i« /etc/hosts', 12, '… »+i« …'],
    ['a b c d e f', 7, 'a b c …'],
    ['/usr/lib/very/long/path', 10, '/usr/lib/…'],
    ['»/usr/lib/very/long/path«', 10, '»/usr/li…«'],
    ['x »/usr/lib/very/long/path« y', 12, '… »/…« …'],
  ])('%s in %i columns is %s', (text, width, expected) => {
    expect(formatCell(fitCell(cell(text), width, marks), marks)).toBe(expected);
  });
});
