import { describe, expect, it, test } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { sliceSpan } from '../../server/src/base/span.js';
import { toSpan } from '../../server/src/features/convert.js';
import { inToml, openAt, openModel, service, type Form } from '../kit/services.js';

/** The texts that are selected one after the other. */
function expansions(marked: string, form: Form): readonly string[] {
  const { model, text, position } = openAt(marked, form);
  const selected: string[] = [];
  let range: SelectionRange | undefined = service.selections(model, [position])?.[0];
  for (; range !== undefined; range = range.parent) selected.push(sliceSpan(text, toSpan(model.lines, range.range)));
  return selected;
}

describe('expanding the selection', () => {
  test.each<readonly [string, Form, readonly string[]]>([
    [
      'process where not (?user.na<|>me == "x" or b == 1) and true',
      'eql',
      [
        'user.name',
        '?user.name',
        '?user.name == "x"',
        '?user.name == "x" or b == 1',
        '(?user.name == "x" or b == 1)',
        'not (?user.name == "x" or b == 1)',
        'not (?user.name == "x" or b == 1) and true',
        'process where not (?user.name == "x" or b == 1) and true',
      ],
    ],
    ['any where a : ("x", "c<|>d")', 'eql', ['cd', '"cd"', 'a : ("x", "cd")', 'any where a : ("x", "cd")']],
    [
      'sequence by a [any where length(b<|>) > 1] by c [any where true]',
      'eql',
      [
        'b',
        'length(b)',
        'length(b) > 1',
        'any where length(b) > 1',
        '[any where length(b) > 1] by c',
        'sequence by a [any where length(b) > 1] by c [any where true]',
      ],
    ],
    ['a:(b or "c<|> d") and e:f', 'kuery', ['c d', '"c d"', 'b or "c d"', '(b or "c d")', 'a:(b or "c d")', 'a:(b or "c d") and e:f']],
    ['any where a == "<|>', 'eql', ['"', 'a == "', 'any where a == "']],
    ['any where <|>?a == 1', 'eql', ['?a', '?a == 1', 'any where ?a == 1']],
  ])('%j in %s', (marked, form, expected) => {
    expect(expansions(marked, form)).toEqual(expected);
  });

  it('begins with the string in white space that TOML leaves out of it', () => {
    const query = 'query = """any where \\\n  a == 1"""';
    expect(expansions(`[rule]\ntype = "eql"\n${query.replace('  a', ' <|> a')}`, 'toml')).toEqual(['any where \\\n  a == 1', query]);
  });

  it('goes on to the string and the key in TOML, through escapes', () => {
    expect(expansions('[rule]\ntype = "eql"\nquery = "any where a == \\"x<|>\\" and b"', 'toml')).toEqual([
      'x',
      '\\"x\\"',
      'a == \\"x\\"',
      'a == \\"x\\" and b',
      'any where a == \\"x\\" and b',
      'query = "any where a == \\"x\\" and b"',
    ]);
  });

  it('answers for each position, and not at all where none is in a query', () => {
    const model = openModel(inToml('any where true'), 'toml');
    const outside = { line: 0, character: 2 };
    expect(service.selections(model, [outside])).toBeUndefined();
    expect(service.selections(model, [outside, { line: 8, character: 1 }])?.map(({ range }) => range)).toEqual([
      { start: outside, end: outside },
      { start: { line: 8, character: 0 }, end: { line: 8, character: 3 } },
    ]);
  });
});
