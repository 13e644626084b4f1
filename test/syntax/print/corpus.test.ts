import { describe, expect, it, test } from 'vitest';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { eqlWords, printEql } from '../../../server/src/syntax/eql/print.js';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { printKql } from '../../../server/src/syntax/kql/print.js';
import { reference } from '../../kit/reference.js';
import { eqlCorpus } from '../eql/corpus.js';
import { corpusKqlQueries } from '../kql/corpusQueries.js';
import { collapsed, commentWords, gaps, shape, type Printable } from './properties.js';

interface Language {
  readonly open: (text: string) => Printable;
  /** Undefined for a query with syntax problems. */
  readonly format: (text: string, width?: number) => string | undefined;
}

const eql: Language = {
  open: (text) => {
    const parsed = parseEql(text);
    return { text, tree: parsed.tree, words: eqlWords(parsed), comments: parsed.comments };
  },
  format: (text, width) => printEql(parseEql(text), width),
};

const kql: Language = {
  open: (text) => {
    const { tree, tokens } = parseKql(text);
    return { text, tree, words: tokens, comments: [] };
  },
  format: (text, width) => printKql(parseKql(text), width),
};

interface Query {
  readonly name: string;
  readonly text: string;
}

/** What is wrong with the format of a query: nothing, if all is well. */
function faults({ open, format }: Language, text: string, width?: number): readonly string[] {
  const formatted = format(text, width);
  if (formatted === undefined) return ['is not formatted'];
  const [before, after] = [open(text), open(formatted)];
  return [
    ...(format(formatted, width) === formatted ? [] : ['is formatted differently the second time']),
    ...(JSON.stringify(shape(before.tree)) === JSON.stringify(shape(after.tree)) ? [] : ['has another tree']),
    ...(commentWords(before) === commentWords(after) ? [] : ['has other comments']),
    ...(format(collapsed(before), width) === formatted ? [] : ['is formatted differently when its white space is collapsed']),
    ...(gaps(after).some((gap) => /[ \t]\n|\n\s*\n/.test(gap)) ? ['has white space at the end of a line, or a blank line'] : []),
  ];
}

function allFaults(language: Language, queries: readonly Query[]): readonly string[] {
  return queries.flatMap(({ name, text }) => faults(language, text).map((fault) => `${name} ${fault}`));
}

/** Numbers that look random and are the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % sides;
  };
}

/** The query with other white space, and comments where the language has them, at every tenth gap or so. */
function disturbed({ text, words, comments }: Printable, others: readonly string[], roll: (sides: number) => number): string {
  let result = '';
  let end = 0;
  for (const { span } of words) {
    const gap = text.slice(end, span.start);
    const isFree = comments.length === 0 && (gap !== '' || others === eqlGaps);
    result += isFree && roll(10) === 0 ? (others[roll(others.length)] ?? '') : gap;
    result += text.slice(span.start, span.end);
    end = span.end;
  }
  return `${result}\n`;
}

const eqlGaps = [
  '\n', '  ', '\n\n\t', ' // a\n', '\n // b\n', ' /* c */ ', '\n/* d */\n', ' /* e */\n', '\n /* f\n   g */\n', '\n// h\n// i\n', ' /* j */ // k\n',
]; // prettier-ignore
const kqlGaps = ['\n', '  ', '\n\n', '\t', ' \n  '];

const ownEql = [
  'process where host.os.type == "linux" and event.type == "start" and process.name : ("a*", "b?") and not (user.id == "0" or ?x.`y z` in~ ("p", "q"))',
  'sequence by host.id, user.id with maxspan=1m [process where endsWith~(a, "x", concat("y", -2 * 3))] by b ![file where true] by c until [any where null == d] by e | head 5 | tail 2',
  'sample by host.id [any where a like~ "x" and b regex """y""" or c] [network where (cidrmatch(source.ip, "10.0.0.0/8") and (1 + 2) % 3 < 4)]',
];
const ownKql = [
  'event.category:process AND host.os.type:linux and not process.name:(a or "b c" or d*e) and (user.id:0 or x > 5 and y:{ z:1 or not w:two words })',
  'message:(not one and ("two" or three four) and "five") Or a.b*:* or free text and c:\\(x\\) and d >= "2024-01-01"',
];

describe('Own queries', () => {
  test.each([
    ['EQL', eql, ownEql, eqlGaps],
    ['KQL', kql, ownKql, kqlGaps],
  ] as const)(
    'in %s keep tree and comments wherever white space and comments stand, in lines of any length',
    (_, language, queries, others) => {
      const roll = dice(7);
      const found = queries.flatMap((query) =>
        Array.from({ length: 100 }, () => disturbed(language.open(query), others, roll)).flatMap((text) =>
          faults(language, text, [30, 60, 120][roll(3)]).map((fault) => `${text} ${fault}`),
        ),
      );
      expect(found).toEqual([]);
    },
  );
});

if (reference === undefined) test('Real queries are formatted: not run: no reference data', () => expect(eqlCorpus()).toEqual([]));
else describe('Real queries', realQueries);

function realQueries(): void {
  const eqlQueries = eqlCorpus().map(({ path, query }) => ({ name: path, text: query }));
  const kqlQueries = corpusKqlQueries();

  it('in EQL keep tree and comments, have one format however they are spaced, and no blank lines', () => {
    expect(eqlQueries.length).toBeGreaterThan(600);
    expect(allFaults(eql, eqlQueries)).toEqual([]);
  });

  it('in KQL keep their tree, have one format however they are spaced, and no blank lines', () => {
    expect(kqlQueries.length).toBeGreaterThan(430);
    expect(allFaults(kql, kqlQueries)).toEqual([]);
  });

  it('have lines of at most 120 columns, where there is a place to break them', () => {
    const queries = eqlQueries.map(({ text }) => eql.format(text) ?? '');
    const long = queries.flatMap((text) => text.split('\n').filter((line) => line.replace(/(?:^| )(?:\/\/|\/\*).*/, '').length > 120));
    const bare = long.map((line) =>
      line.replace(/"""[^"]*"""|"(?:\\.|[^"\\])*"|`[^`]*`/g, '""').replace(/(?: and| or|,|\](?: by .*)?)$/, ''),
    );
    expect(bare.filter((line) => / and | or |,|\(.+\)/.test(line))).toEqual([]);
  });

  it('of 47,000 characters are formatted in a moment', () => {
    const longest = eqlQueries.reduce((a, b) => (a.text.length > b.text.length ? a : b));
    const parsed = parseEql(longest.text);
    printEql(parsed);
    const start = performance.now();
    printEql(parsed);
    expect(performance.now() - start).toBeLessThan(500);
  });
}
