import { describe, expect, it, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { sliceSpan } from '../../server/src/base/span.js';
import { toSpan } from '../../server/src/features/convert.js';
import { inToml, openAt, service, type Form } from '../kit/services.js';

/** The text after the rename, or why there is none. */
function renamed(marked: string, newName: string, form: Form): string {
  const { model, text, position } = openAt(marked, form);
  const result = service.rename(model, position, newName);
  if (!result.ok) return `refused: ${result.message}`;
  const edits = result.edit.changes?.[model.uri] ?? [];
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ span: toSpan(model.lines, range), newText })),
  );
}

/** What the editor offers to rename: the text in the file, and the name to start from. */
function target(marked: string, form: Form): readonly [string, string] | undefined {
  const { model, text, position } = openAt(marked, form);
  const found = service.renameTarget(model, position);
  return found === undefined ? undefined : [sliceSpan(text, toSpan(model.lines, found.range)), found.placeholder];
}

describe('rename', () => {
  test.each<readonly [string, string, Form, string]>([
    ['any where user.na<|>me == "x" and ?user.name : "y"', 'user.email', 'eql', 'any where user.email == "x" and ?user.email : "y"'],
    ['any where a.`b`<|> == 1 and a.b == 2', 'a.c', 'eql', 'any where a.c == 1 and a.c == 2'],
    ['any where a<|> == 1', 'x.by.y-z', 'eql', 'any where x.`by`.`y-z` == 1'],
    ['any where a<|> == 1', 'x.`y z`', 'eql', 'any where x.`y z` == 1'],
    ['any where a<|> == 1', ' ?b ', 'eql', 'any where b == 1'],
    [
      'sequence by host.id<|>, ?b [any where host.id != null] by c [any where true] by host.id',
      'agent.id',
      'eql',
      'sequence by agent.id, ?b [any where agent.id != null] by c [any where true] by agent.id',
    ],
    ['sequence [any where true] by ?c<|> [any where c > 1] by d', 'e', 'eql', 'sequence [any where true] by ?e [any where e > 1] by d'],
    ['a<|>:1 or a:(2 or 3) or b:4', 'c d', 'kuery', 'c d:1 or c d:(2 or 3) or b:4'],
    ['"a<|>":1 or a > 2', 'b', 'kuery', 'b:1 or b > 2'],
    ['n.a<|>:1 or n:{ a:2 }', 'n.b', 'kuery', 'n.b:1 or n:{ b:2 }'],
    ['n.a<|>:1 or n:{ a:2 }', 'm.b', 'kuery', 'refused: The field is used inside the nested field `n`, so its name must begin with `n.`'],
    ['any where a<|> == 1', '', 'eql', 'refused: `` is not the name of a field; write it as in `process.name`'],
    ['any where a<|> == 1', 'b..c', 'eql', 'refused: `b..c` is not the name of a field; write it as in `process.name`'],
    ['any where a<|> == 1', 'b.', 'eql', 'refused: `b.` is not the name of a field; write it as in `process.name`'],
    ['any where len<|>gth(a) == 1', 'b', 'eql', 'refused: Only fields and join keys can be renamed'],
  ])('%j to %j in %s', (marked, newName, form, expected) => {
    expect(renamed(marked, newName, form)).toBe(expected);
  });

  it('edits the string of a TOML file as its quotes need it', () => {
    expect(renamed(inToml('any where a<|> == 1 or ?a == 2'), 'b.c d', 'toml')).toBe(inToml('any where b.`c d` == 1 or ?b.`c d` == 2'));
    expect(renamed('[rule]\ntype = "eql"\nquery = "any where \\u0061<|> == \\"x\\""', 'b"c', 'toml')).toBe(
      '[rule]\ntype = "eql"\nquery = "any where `b\\"c` == \\"x\\""',
    );
    expect(renamed('[rule]\ntype = "eql"\nquery = \'any where a<|> == 1\'', "b'c", 'toml')).toBe(
      "refused: The string that holds the query cannot hold `b'c`",
    );
  });

  test.each<readonly [string, Form, readonly [string, string] | undefined]>([
    ['any where ?user.na<|>me == 1', 'eql', ['user.name', 'user.name']],
    ['any where a.`b c`<|> == 1', 'eql', ['a.`b c`', 'a.b c']],
    ['any where a<|>[0] == 1', 'eql', undefined],
    ['pro<|>cess where true', 'eql', undefined],
    ['any where a == "b<|>"', 'eql', undefined],
    ['any wh<|>ere a == 1', 'eql', undefined],
    ['any where a == 1 // a<|>', 'eql', undefined],
    ['process.*<|>:x', 'kuery', undefined],
    ['fr<|>ee', 'kuery', undefined],
    ['n:{ a<|>:1 }', 'kuery', ['a', 'n.a']],
    ['[rule]\ntype = "esql"\nquery = "from a<|>"', 'toml', undefined],
    ['[rule]\nname = "a<|>"', 'toml', undefined],
  ])('%j in %s offers %j', (marked, form, expected) => {
    expect(target(marked, form)).toEqual(expected);
  });
});
