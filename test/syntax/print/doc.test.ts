import { describe, expect, it, test } from 'vitest';
import {
  fill,
  flatWidth,
  freshLine,
  group,
  hardLine,
  indent,
  line,
  lineEnd,
  render,
  softLine,
  type Doc,
} from '../../../server/src/syntax/print/doc.js';

const list = group(['(', indent([softLine, 'a,', line, 'b']), softLine, ')']);
const comment = lineEnd('// c', true);

describe('a document', () => {
  test.each<readonly [string, Doc, number, string]>([
    ['text', ['a', ' b'], 10, 'a b'],
    ['a group that fits', list, 6, '(a, b)'],
    ['a group that does not', list, 5, '(\n  a,\n  b\n)'],
    ['a group that fits alone, but not with what follows it', [list, 'x'], 6, '(\n  a,\n  b\n)x'],
    ['a group that fits up to the next line break', [list, hardLine, 'long'], 6, '(a, b)\nlong'],
    ['a group in a broken one', group(['[', indent([softLine, list]), softLine, ']']), 8, '[(a, b)]'],
    ['groups in a broken one', group(['[', indent([softLine, list, line, list]), softLine, ']']), 8, '[\n  (a, b)\n  (a, b)\n]'],
    ['a line break that is always taken', group(['a', indent([hardLine, 'b']), line, 'c']), 80, 'a\n  b\nc'],
    ['a fresh line on an empty line', ['a', hardLine, freshLine, 'b'], 80, 'a\nb'],
    ['a fresh line behind text', ['a ', freshLine, 'b'], 80, 'a\nb'],
    ['a fill', fill(['aa,', 'bb,', 'cc,', 'dd']), 7, 'aa, bb,\ncc, dd'],
    ['a fill with an item below a comment', fill(['aa,', [freshLine, '// c', hardLine, 'bb,'], 'cc']), 80, 'aa,\n// c\nbb, cc'],
    ['a fill in a group that fits', group(fill(['a', 'b', 'c'])), 80, 'a b c'],
    ['a fill with one item that is too long', fill(['a,', 'bbbbbbbb,', 'c']), 5, 'a,\nbbbbbbbb,\nc'],
    ['text for the end of the line', ['a', comment, ',', hardLine, 'b'], 80, 'a, // c\nb'],
    ['text for the end of the line before a line break that need not be', group(['a', comment, ',', line, 'b']), 80, 'a, // c\nb'],
    [
      'text for the end of the line in the last place of a group',
      [group(['(', softLine, 'a', softLine, ')', comment]), ' b'],
      80,
      '(a) b // c',
    ],
    [
      'texts for the end of one line, that which lets nothing follow at the end',
      ['a', comment, lineEnd('/* d */', false)],
      80,
      'a /* d */ // c',
    ],
    ['text with line breaks of its own', [group(['"x\ny"', line, 'z'])], 5, '"x\ny" z'],
    ['text with line breaks of its own that leave no room', [group(['"x\nyyy"', line, 'z'])], 5, '"x\nyyy"\nz'],
  ])('with %s', (_, doc, width, expected) => {
    expect(render(doc, { width, lineBreak: '\n' })).toBe(expected);
  });

  it('has the line breaks of its page', () => {
    expect(render(['a', hardLine, 'b'], { width: 80, lineBreak: '\r\n' })).toBe('a\r\nb');
  });

  it('has a width on one line, whatever waits for its end', () => {
    expect(flatWidth([list, fill(['a', 'b']), comment, freshLine, indent('c')])).toBe('(a, b)a bc'.length);
  });

  it('may be nested as deep as queries may', () => {
    let doc: Doc = 'x';
    for (let depth = 0; depth < 256; depth++) doc = group(['(', indent([softLine, doc]), softLine, ')']);
    expect(render(doc, { width: 120, lineBreak: '\n' }).split('\n')).toHaveLength(513);
    expect(render(doc, { width: 513, lineBreak: '\n' })).toBe(`${'('.repeat(256)}x${')'.repeat(256)}`);
  });
});
