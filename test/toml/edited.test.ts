import { expect, test } from 'vitest';
import { readEdited, type ReadFile } from '../../server/src/toml/edited.js';
import { readToml } from '../../server/src/toml/read.js';
import { scanStrings } from '../../server/src/toml/strings.js';

const file = `# a comment
[metadata]
tags = ["a", "b"]
[rule]
note = """A long text, on
two lines."""
query = '''
process where process.name == "cat"
'''
type = "eql" # another
[[rule.threat]]
name = 'x'
[[rule.threat.technique]]
ids = [ { id = 1 }, { id = 2.5 } ]
[late]
date = 2026-01-05
`;

const before: ReadFile = {
  text: file,
  document: readToml(file),
  places: scanStrings(file).filter(({ style }) => style.startsWith('multiline')),
};

test.each([
  ['a longer text', ['"cat"', '"a cat"']],
  ['a shorter text', ['process where ', '']],
  ['another line', ['where', 'where\n\n']],
  ['a line break first', ["'''\nprocess", "'''\n\nprocess"]],
  ['quotes of the other kind', ['"cat"', `"""cat"""`]],
  ['an escape of one letter', ['long', '\\"long\\"\\n']],
  ['a line break of two characters', ['two lines', 'two\r\nlines']],
  ['a text beside another', ['two lines', 'three lines, and more']],
  ['a text that is hardly there', ['A long text, on\ntwo lines.', '']],
  ['the same text', ['cat', 'cat']],
])('%s is read as the whole file is', (_, [old = '', now = '']) => {
  const text = file.replace(old, () => now);
  const edited = readEdited(before, text);
  expect(edited?.document).toEqual(readToml(text));
  expect(edited?.places).toEqual(scanStrings(text).filter(({ style }) => style.startsWith('multiline')));
});

test.each([
  ['a text that ends early', ['"cat"', `'''`]],
  ['quotes that meet the closing ones', ["\n'''\ntype", "'''\ntype"], ['process', "'''process"]],
  ['an escape that the parser has to look at', ['long', '\\u0041']],
  ['an escape of the closing quotes', ['lines.', 'lines.\\']],
  ['a control character', ['cat', '\u0001']],
  ['a carriage return alone', ['cat', '\r']],
  ['a text without its first quote', ["'''\nprocess", "''\nprocess"]],
  ['an edit of two texts', ['long', 'short'], ['cat', 'dog']],
  ['an edit elsewhere', ['"b"', '"c"']],
  ['a text that grows at the end of the file', ['05\n', '05\nlast = 1\n']],
])('%s is left to the parser', (_, ...edits) => {
  const text = edits.reduce<string>((made, [old = '', now = '']) => made.replace(old, () => now), file);
  expect(text).not.toBe(file);
  expect(readEdited(before, text)).toBeUndefined();
});
