import { describe, expect, it, test } from 'vitest';
import { anyTerm, phrase, termPattern, termRange, textLeaf } from '../../../server/src/evaluate/kql/textLeaves.js';
import { foldText } from '../../../server/src/schema/textAnalysis.js';
import { parseWildcard } from '../../../server/src/evaluate/wildcard.js';

const span = { start: 0, end: 0 };
const field = { id: 0, name: 'message', type: 'text', ignoreAbove: undefined } as const;

describe('texts that a value needs', () => {
  it.each([
    ['one word', anyTerm('Denied'), ['den']],
    ['each of several words', anyTerm('denied access'), ['den', 'access']],
    ['all words of a phrase', phrase('Mark accessed it'), ['accessed']],
    ['a pattern', termPattern(parseWildcard('Ker?nels*')), ['nels']],
    ['a word of which too little is left', anyTerm('ski access'), undefined],
    ['a word without ASCII', anyTerm('été'), undefined],
    ['bounds', termRange('>', 'a'), undefined],
  ])('%s', (_, asked, literals) => expect(asked.literals).toEqual(literals));

  it('are those of all tests of a leaf', () => {
    expect(textLeaf(field, [anyTerm('access'), phrase('all good')], span).literals).toEqual(['access', 'good']);
    expect(textLeaf(field, [anyTerm('access'), termRange('<', 'b')], span).literals).toBeUndefined();
  });
});

describe('of the value "Access was denied by Policy-7", a leaf', () => {
  it.each([
    ['accepts one of its words', [anyTerm('allowed denied')], true],
    ['accepts the second of several tests', [anyTerm('allowed'), anyTerm('policy')], true],
    ['accepts its words side by side', [phrase('was DENIED')], true],
    ['does not accept its words in another order', [phrase('denied was')], false],
    ['does not accept a phrase that goes on beyond it', [phrase('policy 7 was')], false],
    ['does not accept a part of a word', [anyTerm('den')], false],
    ['accepts a pattern of a whole word', [termPattern(parseWildcard('Acc*s'))], true],
    ['does not accept a pattern of two words', [termPattern(parseWildcard('access*was'))], false],
    ['accepts a word within bounds', [termRange('>', 'polic')], true],
    ['accepts nothing for a word without letters', [anyTerm('!')], false],
    ['accepts nothing for a phrase without words', [phrase('')], false],
  ])('%s', (_, tests, expected) => {
    const value = 'Access was denied by Policy-7';
    const isAccepted = textLeaf(field, tests, span).test;
    expect(isAccepted([value])).toBe(expected);
    // Now its words are known.
    textLeaf(field, [anyTerm('access')], span).test([value]);
    expect(isAccepted([value])).toBe(expected);
  });
});

test('Only two letters of ASCII are the lower case of others than ASCII', () => {
  const found = new Set<string>();
  for (let code = 0x80; code <= 0x10ffff; code++) {
    const lower = foldText(String.fromCodePoint(code));
    if ((lower.codePointAt(0) ?? 0) < 0x80) found.add(lower);
  }
  expect([...found].sort()).toEqual(['i', 'k']);
});
