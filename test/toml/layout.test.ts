import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { tomlLayoutEdits } from '../../server/src/toml/layout.js';
import { plainOf } from '../../server/src/rule/value.js';
import { readToml } from '../../server/src/toml/read.js';
import { corpusRules, reference } from '../kit/reference.js';

const laidOut = (text: string): string => applyEdits(text, tomlLayoutEdits(text, readToml(text)));
const long = Array.from({ length: 6 }, (_, i) => `"a value of some length ${i}"`);

describe('the layout of', () => {
  const cases: readonly [what: string, text: string, expected: string][] = [
    ['an equals sign', 'a=1\nb   =  2\n', 'a = 1\nb = 2\n'],
    ['one in an inline table', 'a={b=1}\n', 'a = {b = 1}\n'],
    ['white space at the end of a line', 'a = 1  \n[t] \t\n# why \n', 'a = 1\n[t]\n# why\n'],
    ['the end of the file', 'a = 1\n\n\n', 'a = 1\n'],
    ['a blank line at the end', 'a = 1\n\n', 'a = 1\n\n'],
    ['a file without a last line break', 'a = 1', 'a = 1\n'],
    ['line breaks of Windows', 'a=1 \r\nb=2', 'a = 1\r\nb = 2\r\n'],
    ['a short list', 'a = [ "x","y", ]\n', 'a = ["x", "y"]\n'],
    ['a list on several lines', 'a = [ "x",\n  "y", # why\n]\n', 'a = [ "x",\n  "y", # why\n]\n'],
    ['a long list', `a = [${long.join(', ')}]\n`, `a = [\n${long.map((each) => `    ${each},\n`).join('')}]\n`],
    ['a list of lists', 'a = [ [1,2] ]\n', 'a = [ [1,2] ]\n'],
    ['text of several lines', "a='''\nx  \n\n\n = y'''\n", "a = '''\nx  \n\n\n = y'''\n"],
    ['an equals sign in a text', 'a = "b=c"\n', 'a = "b=c"\n'],
    ['a file without content', '\n\n', '\n\n'],
    ['a damaged file', 'a=1\nb=\n', 'a=1\nb=\n'],
    ['headers', '[a]\n[[a.b]]\nc=1\n', '[a]\n[[a.b]]\nc = 1\n'],
    ['dotted keys', 'a.b=1\na.c  = 2\n', 'a.b = 1\na.c = 2\n'],
  ];

  it.each(cases)('%s', (_, text, expected) => {
    expect(laidOut(text)).toBe(expected);
    expect(laidOut(expected)).toBe(expected);
  });
});

it('keeps every value and comment of real rules, and most of their bytes', () => {
  if (reference === undefined) {
    console.log('not run: no reference data');
    return;
  }
  let changed = 0;
  for (const { path, text } of corpusRules()) {
    const after = laidOut(text);
    if (after !== text) changed++;
    expect([path, laidOut(after)]).toEqual([path, after]);
    expect([path, ...contentOf(after)]).toEqual([path, ...contentOf(text)]);
  }
  console.log(`${changed} of ${corpusRules().length} rules are laid out anew`);
});

function contentOf(text: string): readonly unknown[] {
  const { root, comments, problems } = readToml(text);
  expect(problems).toEqual([]);
  return [plainOf(root), comments.map((comment) => comment.text.trimEnd())];
}
