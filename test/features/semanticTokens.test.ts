import { describe, expect, it, test } from 'vitest';
import { semanticLegend } from '../../server/src/features/announced.js';
import { inToml, openModel, service, type Form } from '../kit/services.js';

const marks: Readonly<Record<string, string>> = {
  property: 'f',
  'property readonly': 'k',
  type: 't',
  'function defaultLibrary': 'c',
  enumMember: 'e',
};

/** Under each line that has tokens: `f` field, `k` join key, `t` category, `c` function, `e` listed value. */
function tokenLines(text: string, form: Form): string | undefined {
  const tokens = service.semanticTokens(openModel(text, form));
  if (tokens === undefined) return undefined;
  const under = text.split('\n').map((line) => ' '.repeat(line.length));
  let [line, character] = [0, 0];
  for (let at = 0; at < tokens.data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = tokens.data.slice(at, at + 5);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const names = [semanticLegend.tokenTypes[type], ...semanticLegend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0)];
    const before = under[line] ?? '';
    under[line] = before.slice(0, character) + (marks[names.join(' ')] ?? '?').repeat(length) + before.slice(character + length);
  }
  return text
    .split('\n')
    .flatMap((source, index) => ((under[index] ?? '').trim() === '' ? [source] : [source, (under[index] ?? '').trimEnd()]))
    .join('\n');
}

describe('semantic tokens', () => {
  test.each<readonly [Form, readonly string[]]>([
    [
      'eql',
      [
        'process where ?process.name == "start" and length(user.name) > 3 and nothing(a)',
        'ttttttt        ffffffffffff                cccccc fffffffff                  f',
      ],
    ],
    [
      'eql',
      [
        'any where event.type in ("start", "begin") or "end" == event.type // event.type',
        '          ffffffffff     eeeeeee              eeeee    ffffffffff',
      ],
    ],
    [
      'eql',
      [
        'sequence by host.id, `user`.id with maxspan=1m',
        '            kkkkkkk  kkkkkkkkk',
        '  ["a b" where host.id != null] by process.pid',
        '   ttttt       fffffff             kkkkkkkkkkk',
        '  [file where startsWith~(a, "b")] by c until [any where d == 1]',
        '   tttt       ccccccccccc f           k                  f',
      ],
    ],
    ['kuery', ['event.type:(start or begin) and not user.name:start and free', 'ffffffffff  eeeee                   fffffffff']],
    ['kuery', ['process.pid > 1 or n:{ a:b }', 'fffffffffff        f   f']],
  ])('%s %j', (form, lines) => {
    const source = lines.filter((_, i) => i % 2 === 0).join('\n');
    expect(tokenLines(source, form)).toBe(lines.join('\n'));
  });

  it('leaves a name that goes over two lines to the grammar', () => {
    expect(tokenLines('any where a.`b\nc` == 1 and d == 2', 'eql')).toBe('any where a.`b\nc` == 1 and d == 2\n            f');
  });

  it('has none for a name that is still to be written', () => {
    expect(service.semanticTokens(openModel('a > 1 >= 2', 'kuery'))?.data).toEqual([0, 0, 1, 0, 0]);
  });

  it('stands at the places in the file', () => {
    expect(tokenLines('[rule]\ntype = "eql"\nquery = "any where event.type == \\"start\\" and \\u0061b == 1"', 'toml')).toBe(
      '[rule]\ntype = "eql"\nquery = "any where event.type == \\"start\\" and \\u0061b == 1"\n                   ffffffffff    eeeeeeeee     fffffff',
    );
    expect(tokenLines(inToml('process where true'), 'toml')).toBe(inToml('process where true\nttttttt'));
  });

  it('leaves files without a query that is parsed to others', () => {
    expect(tokenLines('[package]\nname = "x"', 'toml')).toBeUndefined();
    expect(tokenLines('[rule]\ntype = "esql"\nquery = "from a"', 'toml')).toBeUndefined();
  });
});
