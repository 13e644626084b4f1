import { expect, test } from 'vitest';
import { LineIndex } from '../../server/src/base/lines.js';
import type { Diagnostic } from '../../server/src/base/problem.js';
import { coloursFor } from '../../server/src/cli/writers/colours.js';
import { formatDiagnostic } from '../../server/src/cli/writers/excerpt.js';
import { rangesIn } from '../kit/markers.js';

function formatted(marked: string, parts: Partial<Diagnostic> = {}): string {
  const { text, spans } = rangesIn(marked);
  const diagnostic: Diagnostic = { code: 'QRY002', severity: 'warning', message: 'what is wrong', span: spans[0]!, ...parts };
  return formatDiagnostic('a.toml', new LineIndex(text), diagnostic, coloursFor(false));
}

test('place, level, code and message; then the line and carets below the place', () => {
  expect(formatted('one\nprocess where <|process.nmae|> == "x"\n')).toBe(
    ['a.toml:2:15 warning QRY002 what is wrong', '  2 | process where process.nmae == "x"', '    |               ^^^^^^^^^^^^', ''].join(
      '\n',
    ),
  );
});

test('fixes and related places', () => {
  const fixes = [{ title: 'Replace by `process.name`', edits: [] }];
  expect(formatted('a <|b|> c', { fixes, related: [{ span: { start: 0, end: 1 }, message: 'the first one' }] })).toBe(
    [
      'a.toml:1:3 warning QRY002 what is wrong',
      '  1 | a b c',
      '    |   ^',
      '    = help: Replace by `process.name`',
      '    = see a.toml:1:1: the first one',
      '',
    ].join('\n'),
  );
});

test.each([
  ['an empty place', 'ab<||>c', ['  1 | abc', '    |   ^']],
  ['the end of the text', 'abc<||>', ['  1 | abc', '    |    ^']],
  ['several lines: the first one', 'a <|b\nc|> d', ['  1 | a b', '    |   ^']],
  ['a tab before it', '\t\t<|b|>', ['  1 |     b', '    |     ^']],
  ['an astral character before it', '😀 <|b|>', ['  1 | 😀 b', '    |   ^']],
  ['CRLF', 'a\r\n<|b|>\r\n', ['  2 | b', '    | ^']],
])('%s', (_, marked, expected) => {
  expect(formatted(marked).trimEnd().split('\n').slice(1)).toEqual(expected);
});

test('of a long line only the part around the place is shown', () => {
  const [line, carets] = formatted(`${'x'.repeat(500)}<|y|>${'z'.repeat(500)}`)
    .split('\n')
    .slice(1);
  expect(line).toBe(`  1 | …${'x'.repeat(40)}y${'z'.repeat(79)}…`);
  expect(carets).toBe(`    | ${' '.repeat(41)}^`);
});
