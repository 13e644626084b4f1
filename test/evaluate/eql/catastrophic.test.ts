/** Patterns that hang or crash engines that go back and try again: here each runs in linear time, or is refused with its reason. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../analysis/annotations.js';
import { catalogOf, contextOf, idsOf, lowerEvents, runEvents } from '../../kit/evaluate.js';

const catalog = catalogOf({ 'event.category': 'keyword', name: 'keyword' });
const long = 'a'.repeat(100_000);
const times = (text: string, count: number): string => text.repeat(count);
const alternatives = Array.from({ length: 2500 }, (_, i) => i.toString(36).padStart(3, 'z')).join('|');

/** The ids of the events whose name matches: 1 has 100,000 letters `a`, 2 the same and a `b`, 3 one of the 2,500 alternatives. */
async function matching(condition: string): Promise<readonly unknown[]> {
  const names = [long, `${long}b`, 'zzz'];
  const ndjson = names.map((name, i) => JSON.stringify({ id: i + 1, event: { category: 'file' }, name })).join('\n');
  return idsOf((await runEvents(`file where ${condition}`, ndjson, contextOf(catalog))).hits, 'id');
}

describe('a pattern that others take forever on', () => {
  it.each([
    ['name regex "(a+)+b"', [2]],
    ['name regex "(a|aa)+b"', [2]],
    ['name regex "(a*)*(a*)*(a*)*c"', []],
    ['name regex "(.*a){20}c"', []],
    ['name regex "~(.*b)&(a+)+"', [1]],
    ['name regex~ "(A+)+B"', [2]],
    ['substring(name, 0) regex "(a+)+b"', [2]],
    ['substring(name, 0) regex "(a|a)*c"', []],
    ['name like "*a*a*a*a*a*a*a*a*a*a*b"', [2]],
    ['name : "*A*a*A*a*A*a*A*a*A*a*c"', []],
    ['substring(name, 0) like "*a*a*a*a*a*a*a*a*a*a*b"', [2]],
    ['between(name, "a", "b", true) == null', []],
  ])('%s ends', async (condition, expected) => {
    expect(await matching(condition)).toEqual(expected);
  });

  it('of 10,000 characters ends', async () => {
    expect(alternatives.length).toBeGreaterThanOrEqual(9_999);
    expect(await matching(`name regex "${alternatives}"`)).toEqual([3]);
    expect(await matching(`substring(name, 0) regex "${alternatives}"`)).toEqual([3]);
  });
});

describe('a pattern that is too much', () => {
  const tooLarge = /^RUN001 The pattern is too large to be evaluated \(.*\)$/;
  it.each([
    ['nested complements', 'a~(b~(c))', /^RUN001 `~` and `&` are evaluated only where they stand outside of all other parts of a pattern$/],
    ['a thousand complements', `${times('~(', 1000)}a${times(')', 1000)}`, /^QRY017 The pattern is nested too deeply$/],
    ['a thousand bare complements', `${times('~', 1000)}a`, /^QRY017 The pattern is nested too deeply$/],
    ['a hundred thousand parentheses', `${times('(', 100_000)}a${times(')', 100_000)}`, /^QRY017 The pattern is nested too deeply$/],
    ['a hundred thousand repeats', `a${times('?', 100_000)}`, /^QRY017 The pattern is nested too deeply$/],
    ['repeats inside repeats', `${times('(', 200)}a${times(`${times('?', 200)})`, 200)}`, /^QRY017 The pattern is nested too deeply$/],
    ['counts of counts', '((a{1,1000}){1,1000}){1,1000}', tooLarge],
    ['a count that is too high', 'a{100000}', /^RUN001 A repeat count above 1000 is not evaluated$/],
  ])('%s', (_, pattern, reason) => {
    const query = `file where name regex "${pattern}"`;
    const { problems } = lowerEvents(query, contextOf(catalog));
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([expect.stringMatching(reason)]);
    const found = diagnose('eql', query, catalog).map(({ code, message }) => `${code} ${message.replace(/^Not run locally: /, '')}`);
    // How large a pattern becomes is known only when it is compiled.
    expect(found).toEqual(reason === tooLarge ? [] : [expect.stringMatching(reason)]);
  });
});
