import { describe, expect, it } from 'vitest';
import { openRules } from '../../server/src/rule/openText.js';

const fence = '```';

function blocksOf(text: string, source: { uri?: string; languageId?: string } = {}): readonly (readonly [string, string])[] {
  return openRules(text, { uri: 'file:///README.md', ...source })
    .filter(({ format }) => format === 'markdown')
    .flatMap(({ queries }) => queries.map(({ language = '', map }) => [language, map.text] as const));
}

describe('queries in the fenced blocks of Markdown', () => {
  it.each<[string, readonly (readonly [string, string])[]]>([
    [`# Title\n${fence}eql\nany where true\n${fence}\n`, [['eql', 'any where true\n']]],
    [`${fence}kql\na:b\n${fence}\n${fence}kuery\nc:d\n${fence}`, [['kuery', 'a:b\n'], ['kuery', 'c:d\n']]], // prettier-ignore
    [`~~~ EQL title="x"\nany where true\n~~~~\n`, [['eql', 'any where true\n']]],
    [`- A list\n  ${fence}eql\n  any where\n    true\n  ${fence}\n`, [['eql', '  any where\n    true\n']]],
    [`${fence}eql\r\nany where true\r\n${fence}\r\n`, [['eql', 'any where true\r\n']]],
    [`${fence}eql\nany where true`, [['eql', 'any where true']]],
    [`${fence}eql\n${fence}\n`, [['eql', '']]],
    [`${fence}${fence}\n${fence}eql\nany where true\n${fence}\n${fence}${fence}\n`, []],
    [`${fence}json\n{}\n${fence}\neql\n`, []],
    [`${fence}equality\nany where true\n${fence}\n`, []],
    [`${fence}eql ${fence}\nany where true\n`, []],
    [`${fence}eql\nprocess where ...\n${fence}\n`, []],
    [`${fence}eql\nany where a == "..."\n${fence}\n`, [['eql', 'any where a == "..."\n']]],
    [`${fence}kql\nSecurityEvent | where a == 1\n${fence}\n`, []],
    [`${fence}eql\nany where true | head 1\n${fence}\n`, [['eql', 'any where true | head 1\n']]],
  ])('%j', (text, expected) => expect(blocksOf(text)).toEqual(expected));

  it('are there in a document without a name as well, and in no other file', () => {
    const text = `${fence}eql\nany where true\n${fence}\n`;
    expect(blocksOf(text, { uri: 'untitled:Untitled-1', languageId: 'markdown' })).toHaveLength(1);
    expect(openRules(text, { uri: 'file:///a.txt', languageId: 'plaintext' }).map(({ format }) => format)).toEqual(['other']);
    expect(openRules('# Title\n', { uri: 'file:///README.md' }).map(({ format, problems }) => [format, problems])).toEqual([['other', []]]);
  });

  it('have their places in the file', () => {
    const text = `${fence}eql\nany where a == "b"\n${fence}\n`;
    const [rule] = openRules(text, { uri: 'file:///README.md' });
    const map = rule.queries[0]!.map;
    const span = { start: map.text.indexOf('a =='), end: map.text.length - 1 };
    const inFile = map.spanToFile(span);
    expect([text.slice(inFile.start, inFile.end), map.toText(inFile.start), map.toFile(0), map.toText(0), map.toText(text.length)]).toEqual(
      ['a == "b"', span.start, text.indexOf('any'), undefined, undefined],
    );
  });

  it('can switch codes off in a comment', () => {
    const [rule] = openRules(`${fence}eql\n// rulewright-disable QRY002\nany where true\n${fence}\n`, { uri: 'file:///README.md' });
    expect(rule.suppressions).toEqual([{ codes: ['QRY002'], line: 2 }]);
  });
});
