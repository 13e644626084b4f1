import { describe, expect, it } from 'vitest';
import type { Value } from '../../server/src/events/event.js';
import type { Hit } from '../../server/src/evaluate/run.js';
import { coloursFor } from '../../server/src/cli/writers/colours.js';
import { createHitTable } from '../../server/src/cli/writers/hitTable.js';

const plain = coloursFor(false);
const placeOf = ({ line }: Hit): string => `line ${line}`;

/** A hit whose values in `matched` satisfied a clause. */
function hit(
  line: number,
  fields: Readonly<Record<string, readonly Value[]>>,
  matched: Readonly<Record<string, readonly Value[]>> = {},
): Hit {
  return {
    file: 0,
    line,
    column: 0,
    offset: 0,
    length: 0,
    text: undefined,
    timestamp: `2026-03-02T10:00:0${line % 10}Z`,
    clauses: Object.entries(matched).map(([field, values]) => ({ span: { start: 0, end: 1 }, field, values })),
    columns: Object.entries(fields).map(([field, values]) => ({ field, values })),
  };
}

function table(hits: readonly Hit[], width?: number): string[] {
  const made = createHitTable(plain, width);
  return (made.add(hits, placeOf) + made.flush()).split('\n').slice(0, -1);
}

describe('rows of matches', () => {
  it('stand under the names of their fields; what made them match stands out', () => {
    expect(
      table([
        hit(3, { 'process.args': ['chattr', '+i'], 'user.name': ['root'] }, { 'process.args': ['+i'] }),
        hit(12, { 'process.args': ['chattr', '-R', '-i'], 'user.name': ['deploy'] }, { 'process.args': ['-i'] }),
      ]),
    ).toEqual([
      '             time                  process.args    user.name',
      '  ✔ line 3   2026-03-02T10:00:03Z  chattr »+i«     root',
      '  ✔ line 12  2026-03-02T10:00:02Z  chattr -R »-i«  deploy',
    ]);
  });

  it('say once what they have in common', () => {
    expect(
      table([
        hit(1, { 'host.os.type': ['linux'], 'user.name': ['root'] }, { 'host.os.type': ['linux'] }),
        hit(2, { 'host.os.type': ['linux'], 'user.name': ['deploy'] }, { 'host.os.type': ['linux'] }),
      ]),
    ).toEqual([
      '  in common: host.os.type »linux«',
      '            time                  user.name',
      '  ✔ line 1  2026-03-02T10:00:01Z  root',
      '  ✔ line 2  2026-03-02T10:00:02Z  deploy',
    ]);
  });

  it('mark the time where the time is what matched', () => {
    expect(table([hit(1, {}, { '@timestamp': ['2026-03-02T10:00:01Z'] })])).toEqual([
      '            time',
      '  ✔ line 1  »2026-03-02T10:00:01Z«',
    ]);
  });

  it('leave a gap where an event has no value', () => {
    expect(table([hit(1, { a: ['x'], b: ['y'] }), hit(2, { b: ['z'] })])).toEqual([
      '            time                  a  b',
      '  ✔ line 1  2026-03-02T10:00:01Z  x  y',
      '  ✔ line 2  2026-03-02T10:00:02Z     z',
    ]);
  });

  it('are cut to the width of the terminal, cell by cell', () => {
    const rows = table([hit(1, { a: ['x'.repeat(60)], b: ['y'.repeat(60)] }), hit(2, { a: ['x'], b: ['y'] })], 100);
    expect(rows.map((row) => row.length)).toEqual([65, 92, 65]);
    expect(rows[1]).toBe(`  ✔ line 1  2026-03-02T10:00:01Z  ${'x'.repeat(27)}…  ${'y'.repeat(27)}…`);
  });

  it('are printed as they come once the first hundred have settled the layout', () => {
    const made = createHitTable(plain, undefined);
    const many = Array.from({ length: 99 }, (_, index) => hit(index, { a: ['x'], b: [index] }));
    expect(made.add(many, placeOf)).toBe('');
    expect(made.add([hit(100, { a: ['x'], b: [100] })], placeOf).split('\n')).toHaveLength(103);
    expect(made.add([hit(101, { a: ['other'], b: [101], c: ['new'] }), hit(102, { b: [102] })], placeOf)).toBe(
      '  ✔ line 101  2026-03-02T10:00:01Z  101  a other  c new\n  ✔ line 102  2026-03-02T10:00:02Z  102  a (none)\n',
    );
    expect(made.flush()).toBe('');
  });

  it('are bold instead of between signs where there is colour', () => {
    const made = createHitTable(coloursFor(true), undefined);
    made.add([hit(1, { a: ['x', 'y'] }, { a: ['y'] })], placeOf);
    expect(made.flush().split('\n')[1]).toBe('  \u001b[32m✔\u001b[39m line 1  2026-03-02T10:00:01Z  x \u001b[1my\u001b[22m');
  });

  it('are none without hits', () => {
    expect(table([])).toEqual([]);
  });
});
