import { describe, expect, it, test } from 'vitest';
import { addressProblem, comparisonText, failureText, readProfiles, writeQuestion } from '../../client/src/clusterWords.js';

describe('the setting', () => {
  it('is read, in order', () => {
    const setting = [
      { name: 'prod', cloudId: 'prod:abc' },
      { name: 'lab', url: 'https://lab:9200', kibanaUrl: 'https://lab:5601', space: 'soc', caFile: '/ca.crt', proxy: '' },
    ];
    expect(readProfiles(setting)).toEqual({
      profiles: [
        { name: 'prod', cloudId: 'prod:abc' },
        { name: 'lab', url: 'https://lab:9200', kibanaUrl: 'https://lab:5601', space: 'soc', caFile: '/ca.crt' },
      ],
      problems: [],
    });
  });

  test.each<[string, unknown, string]>([
    ['no name', [{ url: 'https://a' }], 'Entry 1 of rulewright.clusters has no name.'],
    ['something else', ['https://a'], 'Entry 1 of rulewright.clusters has no name.'],
    ['no address', [{ name: 'a' }], 'a in rulewright.clusters needs a url, a cloudId or a kibanaUrl.'],
  ])('with %s is not used', (_, setting, problem) => {
    expect(readProfiles(setting)).toEqual({ profiles: [], problems: [problem] });
  });

  test.each(['url', 'kibanaUrl', 'proxy'])('with a password in %s is not used, nor the password said', (key) => {
    const { profiles, problems } = readProfiles([{ name: 'a', url: 'https://a', [key]: 'https://me:planted@a' }]);
    expect([profiles, problems.length, problems[0]?.includes('planted')]).toEqual([[], 1, false]);
  });

  it('with a name twice: the first one counts', () => {
    const { profiles, problems } = readProfiles([
      { name: 'a', url: 'https://1' },
      { name: 'a', url: 'https://2' },
    ]);
    expect([profiles, problems]).toEqual([[{ name: 'a', url: 'https://1' }], ['rulewright.clusters has a twice; the first one counts.']]);
  });

  test.each([undefined, null, {}, 'x'])('of %s is empty', (setting) => {
    expect(readProfiles(setting)).toEqual({ profiles: [], problems: [] });
  });
});

test.each([
  ['', undefined],
  ['https://host:9200', undefined],
  ['host:9200', 'Write it like https://host:9200'],
  ['https://me:secret@host', 'Leave user and password out: they are asked for afterwards and kept as a secret'],
])('the address %j', (text, problem) => {
  expect(addressProblem(text)).toBe(problem);
});

describe('a comparison', () => {
  it('lists what one side alone found, with the reasons', () => {
    const difference = { foundBy: 'cluster' as const, events: ['logs/1'], reasons: ['user.name is analysed there'] };
    const text = comparisonText('a.toml', 'prod', {
      ...{ events: 100, total: 2000, cluster: 3, local: 2, same: 2 },
      ...{ differences: [difference], notes: ['Only a part was compared.'] },
    });
    expect(text).toBe(
      [
        'a.toml: the run on prod and the local run, on 100 of 2,000 events',
        '',
        '3 matches on prod, 2 here, 2 the same',
        '',
        'Only on prod: logs/1',
        '  user.name is analysed there',
        '',
        'Note: Only a part was compared.',
        '',
      ].join('\n'),
    );
  });

  it('says that there is no difference', () => {
    const text = comparisonText('a.toml', 'prod', { events: 1, total: 1, cluster: 1, local: 1, same: 1, differences: [], notes: [] });
    expect(text).toContain('1 match on prod, 1 here, 1 the same\n\nThere is no difference.\n');
  });
});

describe('the question before a rule is written', () => {
  const rule = { ruleId: 'i', name: 'Alpha', changes: [], kept: [], notes: [] };

  it('names what changes and what stays', () => {
    const changes = [{ key: 'query', area: 'query' as const, deployed: 'a', local: 'b' }];
    expect(writeQuestion({ ...rule, status: 'changed', changes, kept: ['enabled = true'] }, 'https://kibana (default)')).toEqual({
      question: 'Replace Alpha in https://kibana (default)?',
      detail: 'Changes: query\nStays as in Kibana: enabled = true',
    });
  });

  it('says how a new one is made', () => {
    const notes = ['is made switched off; switch it on in Kibana'];
    expect(writeQuestion({ ...rule, status: 'new', notes }, 'K')).toEqual({
      question: 'Make Alpha in K?',
      detail: 'The rule is made switched off; switch it on in Kibana.',
    });
  });
});

test.each([
  [
    'give its certificate with --ca-file, or its fingerprint with --ca-fingerprint.',
    'give its certificate with caFile, or its fingerprint with caFingerprint (rulewright.clusters).',
  ],
  ['give --kibana-url https://host:5601.', 'give kibanaUrl https://host:5601 (rulewright.clusters).'],
  ['look at --proxy and HTTPS_PROXY.', 'look at proxy (rulewright.clusters).'],
  ['search a shorter time, or allow more with --timeout.', 'search a shorter time.'],
  ['choose a shorter time with --from, or raise --events.', 'choose a shorter time.'],
  ['No index matches a; name others with --index.', 'No index matches a; name them in a rule file, as index.'],
  ['look at the API key.', 'look at the API key.'],
])('the failure %j is said as %j', (message, said) => {
  expect(failureText(message)).toBe(said);
});
