import { expect, test } from 'vitest';
import { consoleTokens } from '../../client/src/consoleTokens.js';

const text = `# a note "with" 1
POST /_all/_eql/search?allow=true
{
  "size": 100,
  "query": """
any where x == "y"
""",
  "filter": [{ "term": { "a:b": { "value": "x: 1", "on": true } } }]
}`;

test('requests are coloured as the console colours them', () => {
  const lines = text.split('\n');
  const seen = consoleTokens(lines).map(
    ({ line, character, length, type }) => `${type} ${lines[line]?.slice(character, character + length) ?? ''}`,
  );
  expect(seen).toEqual([
    'comment # a note "with" 1',
    'keyword POST',
    'string /_all/_eql/search?allow=true',
    'property "size"',
    'number 100',
    'property "query"',
    'string """',
    'string any where x == "y"',
    'string """',
    'property "filter"',
    'property "term"',
    'property "a:b"',
    'property "value"',
    'string "x: 1"',
    'property "on"',
    'number true',
  ]);
});

test('unfinished text is no reason to stop', () => {
  expect(consoleTokens(['"a', '"query": """', 'x', '']).map(({ line, length, type }) => [line, length, type])).toEqual([
    [1, 7, 'property'],
    [1, 3, 'string'],
    [2, 1, 'string'],
  ]);
});
