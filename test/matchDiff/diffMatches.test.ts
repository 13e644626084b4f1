/** Two versions of a rule on the same events: what was gained, lost and kept, why, and what is said where nothing can be compared. */
import { describe, expect, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { diffMatches, type MatchDiffRequest } from '../../server/src/matchDiff/diffMatches.js';
import type { MatchDiff, MatchList } from '../../server/src/matchDiff/result.js';
import { changeLines, countsText, whyLines } from '../../server/src/matchDiff/sentences.js';
import { memoryHost } from '../kit/memoryHost.js';
import { schemas } from '../kit/services.js';

const uri = 'file:///rules/a.toml';

const rule = (query: string, lines = '', type = 'type = "eql"\nlanguage = "eql"'): string =>
  `[rule]\nname = "A"\nrule_id = "r-1"\n${type}\nquery = '''\n${query}\n'''\n${lines}\n`;

/** One event a second, so that the n-th stands on line n. */
const events = [
  { 'process.name': 'sh', 'user.name': 'ada' },
  { 'process.name': 'bash', 'user.name': 'ada' },
  { 'process.name': 'sh', 'user.name': 'bob' },
  { 'process.name': 'vi', 'user.name': 'bob' },
]
  .map((fields, second) =>
    JSON.stringify({ '@timestamp': `2026-03-02T10:00:0${second}.000Z`, 'event.category': 'process', 'host.name': 'h', ...fields }),
  )
  .join('\n');

interface Options extends Pick<MatchDiffRequest, 'limit' | 'now'> {
  readonly events?: string;
}

function diff(
  before: string | undefined,
  after: string | undefined,
  { events: text = events, ...options }: Options = {},
): Promise<MatchDiff> {
  const version = (own: string | undefined) => (own === undefined ? undefined : { uri, text: own });
  const sources = text === '' ? [] : [{ uri: 'file:///e.ndjson', text }];
  return diffMatches({ before: version(before), after: version(after), events: sources, ...options }, memoryHost({}), schemas, noCancel);
}

const linesOf = ({ matches }: MatchList): string => matches.map(({ hits }) => hits.map(({ line }) => line).join('+')).join(' ');

function told({ lists, before, after }: MatchDiff): object {
  if (lists === undefined) return { before: before.matches, after: after.matches };
  return { gained: linesOf(lists.gained), lost: linesOf(lists.lost), kept: linesOf(lists.kept) };
}

const sequence = (name: string, more = 'by user.name') =>
  `sequence ${more} [process where process.name == "sh"] [process where process.name == "${name}"]`;

describe('matches', () => {
  test.each<[what: string, before: string | undefined, after: string | undefined, expected: object]>([
    [
      'of an event query',
      rule('process where process.name == "sh"'),
      rule('process where user.name == "bob"'),
      { gained: '4', lost: '1', kept: '3' },
    ],
    [
      'of a query that became another language',
      rule('process where process.name == "sh"'),
      rule('process.name: bash', '', 'type = "query"\nlanguage = "kuery"'),
      { gained: '2', lost: '1 3', kept: '' },
    ],
    ['of a rule that was added', undefined, rule('process where process.name == "vi"'), { gained: '4', lost: '', kept: '' }],
    ['of a rule that was deleted', rule('process where process.name == "vi"'), undefined, { gained: '', lost: '4', kept: '' }],
    [
      'that filters take out',
      rule('any where true'),
      rule('any where true', '[[rule.filters]]\nquery.match_phrase."user.name" = "ada"\nmeta.negate = true'),
      { gained: '', lost: '1 2', kept: '3 4' },
    ],
    ['that pipes leave out', rule('any where true'), rule('any where true | tail 1'), { gained: '', lost: '1 2 3', kept: '4' }],
    ['of two pipes', rule('any where true | head 2'), rule('any where true | tail 3'), { gained: '3 4', lost: '1', kept: '2' }],
    ['of a sequence', rule(sequence('bash')), rule(sequence('vi')), { gained: '3+4', lost: '1+2', kept: '' }],
    [
      'of a sequence with other join keys',
      rule(sequence('vi')),
      rule(sequence('vi', 'by host.name')),
      { gained: '', lost: '', kept: '3+4' },
    ],
    [
      'of an event query that became a sequence',
      rule('process where process.name == "sh"'),
      rule(sequence('bash')),
      { gained: '1+2', lost: '1 3', kept: '' },
    ],
    [
      'of a sample',
      rule('sample by host.name [any where process.name == "sh"] [any where process.name == "bash"]'),
      rule('sample by host.name [any where process.name == "sh"] [any where process.name == "vi"]'),
      { gained: '1+4', lost: '1+2', kept: '' },
    ],
  ])('%s', async (_what, before, after, expected) => {
    const found = await diff(before, after);
    expect([found.status, told(found)]).toEqual(['compared', expected]);
  });

  test('are all counted, and listed up to the limit', async () => {
    const found = await diff(rule('any where user.name == "ada"'), rule('any where true'), { limit: 1 });
    expect([countsText(found), told(found)]).toEqual(['2 gained · 0 lost · 2 kept', { gained: '3', lost: '', kept: '1' }]);
    expect([found.before.matches, found.after.matches]).toEqual([2, 4]);
  });

  test('of sequences are all counted, and listed up to the limit in the order of their version', async () => {
    const found = await diff(rule(sequence('sh', '')), rule(sequence('nothing', '')), { limit: 1 });
    expect([countsText(found), told(found)]).toEqual(['0 gained · 1 lost · 0 kept', { gained: '', lost: '1+3', kept: '' }]);
  });

  test('that several join keys make of the same events count as often as they are there', async () => {
    const two = [
      { 'process.name': 'sh', 'user.name': ['ada', 'bob'] },
      { 'process.name': 'vi', 'user.name': ['ada', 'bob'] },
    ];
    const text = two
      .map((fields, second) => JSON.stringify({ '@timestamp': `2026-03-02T10:00:0${second}Z`, 'event.category': 'process', ...fields }))
      .join('\n');
    const found = await diff(rule(sequence('vi')), rule(sequence('vi', 'with maxspan=1h')), { events: text });
    expect([found.before.matches, found.after.matches, countsText(found)]).toEqual([2, 1, '0 gained · 1 lost · 1 kept']);
  });
});

describe('why', () => {
  const why = async (before: string, after: string): Promise<readonly string[]> => {
    const { lists } = await diff(before, after);
    return (['gained', 'lost'] as const).flatMap((kind) =>
      (lists?.[kind].matches ?? []).flatMap((match) =>
        whyLines(match).map(({ about, clause, reasons }) =>
          [kind, match.why?.side, about, clause, ...reasons].filter((part) => part !== '' && part !== undefined).join(' | '),
        ),
      ),
    );
  };

  test.each<[what: string, before: string, after: string, expected: readonly string[]]>([
    [
      'the clauses of the version without the match',
      rule('process where process.name == "vi"'),
      rule('process where process.name == "bash"'),
      ['gained | before | process.name == "vi" | "bash" | wrong value', 'lost | after | process.name == "bash" | "vi" | wrong value'],
    ],
    [
      'the filters of the rule',
      rule('any where process.name == "vi"'),
      rule('any where process.name == "vi"', '[[rule.filters]]\nquery.match_phrase."user.name" = "ada"'),
      ['lost | after | the filters of the rule take it out'],
    ],
    [
      'pipes',
      rule('any where user.name == "ada"'),
      rule('any where user.name == "ada" | tail 1'),
      ['lost | after | it passes the query, and the pipes leave it out'],
    ],
    [
      'the item of a sequence in the same place',
      rule(sequence('bash')),
      rule(sequence('emacs')),
      ['lost | after | item 2, line 2 | process.name == "emacs" | "bash" | wrong value'],
    ],
    [
      'what holds a sequence together',
      rule(sequence('vi')),
      rule(sequence('vi', 'by user.name with maxspan=500ms')),
      ['lost | after | its events satisfy the items; order, join keys, `maxspan`, `until` or a missing event decide'],
    ],
  ])('%s', async (_what, before, after, expected) => {
    expect(await why(before, after)).toEqual(expected);
  });
});

describe('what was changed', () => {
  test.each<[what: string, before: string, after: string, expected: readonly string[]]>([
    ['the query', rule('any where true'), rule('any where false'), ['query changed']],
    [
      'what decides is told with its values, what does not by its name',
      rule('any where true', 'index = ["a-*"]\nnote = "x"'),
      rule('any where true', 'index = ["b-*"]\nnote = "y"\nsetup = "z"'),
      ['index: ["a-*"] → ["b-*"]', 'also changed: note, setup'],
    ],
    ['a key that came', rule('any where true'), rule('any where true', 'index = ["b-*"]'), ['index added']],
    ['nothing but layout', rule('any where true'), rule('\nany where true\n'), []],
    [
      'nothing but line ends',
      rule('any\nwhere true', 'note = """a\nb"""'),
      rule('any\nwhere true', 'note = """a\nb"""').replaceAll('\n', '\r\n'),
      [],
    ],
  ])('%s', async (_what, before, after, expected) => {
    expect(changeLines(await diff(before, after))).toEqual(expected);
  });
});

describe('nothing is compared', () => {
  test.each<[what: string, before: string | undefined, after: string | undefined, options: Options, expected: readonly [string, string]]>([
    [
      'where only prose was changed',
      rule('any where true', 'note = "x"'),
      rule('any where true', 'note = "y"'),
      {},
      ['sameMatching', 'Nothing was changed that decides which events match.'],
    ],
    [
      'without events',
      rule('any where true'),
      rule('any where false'),
      { events: '' },
      ['noEvents', 'There are no events to compare the versions on.'],
    ],
    [
      'where the version after is broken',
      rule('any where true'),
      rule('any where ('),
      {},
      [
        'notCompared',
        'The version after cannot be run: The query has 2 errors; the first is at line 7, column 11: `(` is not closed; add `)`',
      ],
    ],
    [
      'where the version before is broken',
      rule('any where ('),
      rule('any where true'),
      {},
      [
        'notCompared',
        'The version before cannot be run: The query has 2 errors; the first is at line 7, column 11: `(` is not closed; add `)`',
      ],
    ],
    [
      'where it cannot be run locally',
      rule('from logs', '', 'type = "esql"\nlanguage = "esql"'),
      undefined,
      {},
      ['notCompared', 'The version before cannot be run: Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.'],
    ],
    [
      'where the events cannot be read',
      rule('any where true'),
      rule('any where false'),
      { events: 'no json' },
      ['eventsUnread', 'e.ndjson has no events: its only line could not be read as one.'],
    ],
    [
      'where the events of sequences cannot be read',
      rule(sequence('a')),
      rule(sequence('b')),
      { events: 'no json' },
      ['eventsUnread', 'e.ndjson has no events: its only line could not be read as one.'],
    ],
  ])('%s', async (_what, before, after, options, [status, message]) => {
    const found = await diff(before, after, options);
    expect([found.status, found.message, found.lists]).toEqual([status, message, undefined]);
  });

  test('where a version is broken the matches of the other are counted all the same', async () => {
    const { before, after } = await diff(rule('any where true'), rule('any where ('));
    expect([before.state, before.matches, after.state, after.matches]).toEqual(['ran', 4, 'notRun', undefined]);
  });

  test('where it was cancelled', async () => {
    const request = { before: { uri, text: rule('any where true') }, after: { uri, text: rule('any where false') } };
    const source = [{ uri: 'file:///e.ndjson', text: events }];
    const found = await diffMatches({ ...request, events: source }, memoryHost({}), schemas, { isCancellationRequested: true });
    expect([found.status, found.message]).toEqual(['cancelled', 'The comparison was cancelled.']);
  });
});
