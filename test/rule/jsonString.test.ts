import { describe, expect, it, test } from 'vitest';
import { sliceSpan } from '../../server/src/base/span.js';
import { readJson } from '../../server/src/rule/jsonRead.js';
import { stringAt } from '../../server/src/rule/value.js';
import { stringMapOf, type StringMap } from '../../server/src/toml/stringMap.js';
import { rangesIn } from '../kit/markers.js';

function queryMap(file: string): StringMap {
  const { root } = readJson(file);
  return stringMapOf(file, stringAt(root?.kind === 'table' ? root : undefined, 'query')!);
}

describe('the map of a string in JSON', () => {
  test.each([
    ['{"query": "a b"}', 'a b'],
    ['{"query": "a\\nb\\t\\"c\\" \\\\ \\/ \\u00e9"}', 'a\nb\t"c" \\ / é'],
    ['{"query": "\\ud83d\\ude00😀"}', '😀😀'],
    ['{"query": "\\r\\n\\b\\f"}', '\r\n\b\f'],
    ['{"query": ""}', ''],
  ])('%j decodes to %j, as JSON says', (file, text) => {
    expect(queryMap(file).text).toBe(text);
    expect((JSON.parse(file) as { query: string }).query).toBe(text);
  });

  test.each([
    ['{"query": "process where <|proc|>ess.name"}', 'proc'],
    ['{"query": "x == \\"<|cmd|>\\""}', 'cmd'],
    ['{"query": "<|\\"|>cmd"}', '"'],
    ['{"query": "a\\n<|b|>c"}', 'b'],
    ['{"query": "\\u0041<|\\ud83d\\ude00|>b"}', '😀'],
    ['{"query": "C:<|\\\\|>b"}', '\\'],
  ])('%j leads to %j and back', (marked, expected) => {
    const { text: file, spans } = rangesIn(marked);
    const map = queryMap(file);
    const inText = { start: map.toText(spans[0]!.start)!, end: map.toText(spans[0]!.end)! };
    expect(sliceSpan(map.text, inText)).toBe(expected);
    expect(map.spanToFile(inText)).toEqual(spans[0]);
  });

  it('encodes what is put into it so that it reads back', () => {
    const file = '{"query": "a"}';
    const inserted = 'x == "C:\\y"\n/é😀\u0001';
    const map = queryMap(file);
    const { contentSpan } = map;
    const changed = `${file.slice(0, contentSpan.start)}${map.encode(inserted)!}${file.slice(contentSpan.end)}`;
    expect(queryMap(changed).text).toBe(inserted);
  });
});
