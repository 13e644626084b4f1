import { describe, expect, it, test } from 'vitest';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { applyEdits } from '../../server/src/base/edit.js';
import { sliceSpan } from '../../server/src/base/span.js';
import { toSpan } from '../../server/src/features/convert.js';
import { inToml, openAt, service, type Form } from '../kit/services.js';

/** The text with what is highlighted in `«»`, join keys in `‹›`. */
function highlighted(marked: string, form: Form): string | undefined {
  const { model, text, position } = openAt(marked, form);
  const highlights = service.highlights(model, position);
  if (highlights === undefined) return undefined;
  const edits = highlights.map(({ range, kind }) => {
    const span = toSpan(model.lines, range);
    const [open, close] = kind === DocumentHighlightKind.Write ? ['‹', '›'] : ['«', '»'];
    return { span, newText: `${open}${sliceSpan(text, span)}${close}` };
  });
  return applyEdits(text, edits);
}

describe('highlights', () => {
  test.each<readonly [string, Form, string]>([
    [
      'any where us<|>er.name == "x" or ?user.name == "y" or user.id == "z"',
      'eql',
      'any where «user.name» == "x" or ?«user.name» == "y" or user.id == "z"',
    ],
    ['any where <|>a.`b` == 1 and a.b == 2', 'eql', 'any where «a.`b`» == 1 and «a.b» == 2'],
    [
      'sequence by host.id [any where ho<|>st.id != null] [any where true]',
      'eql',
      'sequence by ‹host.id› [any where «host.id» != null] [any where true]',
    ],
    ['sequence by a<|> [any where true] by a [any where true]', 'eql', 'sequence by ‹a› [any where true] by ‹a› [any where true]'],
    [
      'sequence by h [any where c > 1] by a, b<|> [any where true] by c, d until [any where b > 2] by e, f',
      'eql',
      'sequence by h [any where c > 1] by a, ‹b› [any where true] by c, ‹d› until [any where «b» > 2] by e, ‹f›',
    ],
    ['user.na<|>me:x or user.name:(y or z)', 'kuery', '«user.name»:x or «user.name»:(y or z)'],
    ['n.a<|>:1 or n:{ a:2 and b:3 } or a:4', 'kuery', '«n.a»:1 or n:{ «a»:2 and b:3 } or a:4'],
  ])('%j in %s', (marked, form, expected) => {
    expect(highlighted(marked, form)).toBe(expected);
  });

  it('marks the places in the file', () => {
    expect(highlighted('[rule]\ntype = "eql"\nquery = "any where \\u0061b<|> == 1 or ab == 2"', 'toml')).toBe(
      '[rule]\ntype = "eql"\nquery = "any where «\\u0061b» == 1 or «ab» == 2"',
    );
  });

  test.each<readonly [string, Form]>([
    ['pro<|>cess where true', 'eql'],
    ['any where len<|>gth(a) > 1', 'eql'],
    ['any where a == "a<|>"', 'eql'],
    ['any where a == 1 // a<|>', 'eql'],
    ['fr<|>ee text', 'kuery'],
    ['a:b<|>c', 'kuery'],
    [inToml('any where true').replace('name', 'na<|>me'), 'toml'],
  ])('%j in %s has none', (marked, form) => {
    expect(highlighted(marked, form)).toBeUndefined();
  });
});
