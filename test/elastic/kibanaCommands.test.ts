import { afterEach, describe, expect, it, test } from 'vitest';
import { succeed } from '../../server/src/base/host.js';
import { rulewrightWriting, testTerminal, type TestTerminalOptions } from '../cli/testTerminal.js';
import { startFakeCluster, type FakeCluster } from '../kit/fakeCluster.js';
import { deployed, startFakeKibana, type FakeKibana, type FakeKibanaOptions } from '../kit/fakeKibana.js';

const planted = 'cGxhbnRlZC1pZDpwbGFudGVkLWtleQ==';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function kibana(options: FakeKibanaOptions = {}): Promise<FakeKibana> {
  const fake = await startFakeKibana(options);
  open.push(fake);
  return fake;
}

type Outcome = Awaited<ReturnType<typeof rulewrightWriting>>;

/** Runs `rulewright kibana` against Kibana, whose address is `URL` in the outcome. */
async function kibanaCommand(fake: FakeKibana, args: readonly string[], options: TestTerminalOptions = {}): Promise<Outcome> {
  const clusters = {
    ...testTerminal().clusters,
    environment: { RULEWRIGHT_KIBANA_URL: fake.url, RULEWRIGHT_ES_API_KEY: planted },
    loadClient: async () => (await import('../../server/src/elastic/bundle.js')).openClient,
    loadKibana: async () => (await import('../../server/src/elastic/bundle.js')).openKibana,
  };
  const outcome = await rulewrightWriting(['kibana', ...args], { clusters, ...options });
  const plain = (text: string): string => text.replaceAll(fake.url, 'URL');
  expect(JSON.stringify(outcome)).not.toMatch(/cGxhbnRlZC1p|planted/);
  return { ...outcome, output: plain(outcome.output), errors: plain(outcome.errors) };
}

function toml(id: string, name: string, query = 'process where true', more = ''): string {
  return `[rule]
author = ["Me"]
description = "About ${name}."
from = "now-9m"
index = ["logs-*"]
language = "eql"
name = "${name}"
risk_score = 21
rule_id = "${id}"
severity = "low"
type = "eql"
query = '''
${query}
'''
${more}`;
}

/** As Kibana has the rule of `toml`. */
function there(id: string, name: string, changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return deployed({
    ...{
      rule_id: id,
      name,
      description: `About ${name}.`,
      author: ['Me'],
      from: 'now-9m',
      index: ['logs-*'],
      language: 'eql',
      type: 'eql',
    },
    ...{ risk_score: 21, severity: 'low', query: 'process where true\n' },
    ...changes,
  });
}

const files = {
  'rules/a.toml': toml('id-a', 'Alpha', 'process where process.name == "a"\nand process.pid > 4'),
  'rules/b.toml': toml('id-b', 'Beta'),
  'rules/c.toml': toml('id-c', 'Gamma'),
};

const rules = [
  there('id-a', 'Alpha', {
    query: 'process where process.name == "a"\nand process.pid > 1\n',
    interval: '10m',
    exceptions_list: [{ id: 'x' }],
  }),
  there('id-b', 'Beta'),
];

describe('kibana diff', () => {
  it('says key by key what differs', async () => {
    const { exitCode, output, errors } = await kibanaCommand(await kibana({ rules }), ['diff', 'rules'], { files });
    expect([exitCode, errors]).toEqual([0, '']);
    expect(output).toBe(`Alpha (id-a): differs in query, interval
  query (line 2)
    - and process.pid > 1
    + and process.pid > 4
  interval
    - 10m
  stays as in Kibana: exceptions_list (1), enabled = true
Beta (id-b): as in Kibana
Gamma (id-c): not in Kibana
  is made switched off; switch it on in Kibana
1 rule differs, 1 is as in Kibana, 1 is not there
`);
  });

  it('reaches the Kibana of the profile that --cluster names', async () => {
    const fake = await kibana({ rules });
    const profiles = JSON.stringify({ lab: { kibanaUrl: 'http://127.0.0.1:1' }, prod: { kibanaUrl: fake.url } });
    const clusters = {
      ...testTerminal().clusters,
      environment: { RULEWRIGHT_ES_API_KEY: planted },
      readFile: async (file: string) => (file.endsWith('/clusters.json') ? succeed(profiles) : undefined),
      loadKibana: async () => (await import('../../server/src/elastic/bundle.js')).openKibana,
    };
    const { exitCode, output } = await kibanaCommand(fake, ['diff', 'rules/b.toml', '--cluster', 'prod'], { files, clusters });
    expect([exitCode, output]).toEqual([0, 'Beta (id-b): as in Kibana\n0 rules differ, 1 is as in Kibana, 0 are not there\n']);
  });

  it('changes nothing', async () => {
    const fake = await kibana({ rules });
    await kibanaCommand(fake, ['diff', 'rules'], { files });
    expect(fake.paths().filter((path) => !path.startsWith('GET '))).toEqual([]);
  });

  test.each<[string, readonly string[], number]>([
    ['a rule that differs', ['rules/a.toml'], 1],
    ['a rule that is the same', ['rules/b.toml'], 0],
    ['a rule that is not there', ['rules/c.toml'], 1],
  ])('--exit-code tells %s', async (_, paths, code) => {
    const { exitCode } = await kibanaCommand(await kibana({ rules }), ['diff', ...paths, '--exit-code'], { files });
    expect(exitCode).toBe(code);
  });

  it('as JSON', async () => {
    const { output } = await kibanaCommand(await kibana({ rules }), ['diff', 'rules/c.toml', '--format', 'json'], { files });
    expect(JSON.parse(output)).toEqual({
      kibana: { profile: 'default', address: 'URL', space: 'default', version: '9.1.0' },
      rules: [
        { ruleId: 'id-c', name: 'Gamma', status: 'new', changes: [], kept: [], notes: ['is made switched off; switch it on in Kibana'] },
      ],
    });
  });
});

describe('kibana import', () => {
  const writesOf = (fake: FakeKibana): readonly string[] => fake.paths().filter((path) => !path.startsWith('GET '));

  it('shows the differences, asks, and makes what is not there', async () => {
    const fake = await kibana({ rules });
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question.replaceAll(fake.url, 'URL'));
      return 'y';
    };
    const { exitCode, output, errors } = await kibanaCommand(fake, ['import', 'rules'], { files, ask });
    expect([exitCode, asked, writesOf(fake)]).toEqual([
      0,
      ['Make 1 rule in the space default of URL? [y/N] '],
      ['POST /api/detection_engine/rules'],
    ]);
    expect(output).toContain('Alpha (id-a): differs in query, interval\n');
    expect(output.endsWith('created Gamma (id-c)\n')).toBe(true);
    expect(errors).toBe('note: 1 rule that Kibana has is left as it is there; --overwrite replaces.\n');
  });

  test.each([
    ['no', 'n', 'Nothing was written.\n', 0],
    ['an empty line', '', 'Nothing was written.\n', 0],
    [
      'nobody there',
      undefined,
      'error: Nothing was written: there is no terminal to ask on; name the files one by one and give --yes.\n',
      2,
    ],
  ])('with the answer: %s', async (_, answer, said, code) => {
    const fake = await kibana({ rules });
    const { exitCode, errors } = await kibanaCommand(fake, ['import', 'rules/a.toml', '--overwrite'], { files, ask: async () => answer });
    expect([exitCode, errors, writesOf(fake)]).toEqual([code, said, []]);
  });

  it('Ctrl+C at the question writes nothing', async () => {
    const fake = await kibana({ rules });
    const token = { isCancellationRequested: false };
    const ask = async (): Promise<string> => {
      token.isCancellationRequested = true;
      return '';
    };
    const { exitCode, errors } = await kibanaCommand(fake, ['import', 'rules/c.toml'], { files, ask, token });
    expect([exitCode, errors, writesOf(fake)]).toEqual([130, 'cancelled\n', []]);
  });

  it('replaces only with --overwrite, and keeps what is managed in Kibana', async () => {
    const fake = await kibana({ rules });
    const { exitCode, output } = await kibanaCommand(fake, ['import', 'rules/a.toml', 'rules/b.toml', '--overwrite', '--yes'], { files });
    expect([exitCode, writesOf(fake)]).toEqual([0, ['PUT /api/detection_engine/rules']]);
    expect(output.endsWith('updated Alpha (id-a)\n')).toBe(true);
    const [alpha] = fake.rules();
    expect([alpha?.['interval'], alpha?.['exceptions_list'], alpha?.['enabled']]).toEqual(['5m', [{ id: 'x' }], true]);
  });

  it('--dry-run writes and asks nothing', async () => {
    const fake = await kibana();
    const ask = async (): Promise<string> => {
      throw new Error('asked');
    };
    const { exitCode } = await kibanaCommand(fake, ['import', 'rules', '--overwrite', '--dry-run'], { files, ask });
    expect([exitCode, writesOf(fake)]).toEqual([0, []]);
  });

  it('--yes wants the files by their names', async () => {
    const fake = await kibana();
    const { exitCode, errors } = await kibanaCommand(fake, ['import', 'rules', '--yes'], { files });
    expect([exitCode, errors, fake.paths()]).toEqual([
      2,
      'error: rules is no file: --yes does not ask, so the files have to be named one by one; nothing was written.\n',
      [],
    ]);
  });

  it('says which of several rules was refused', async () => {
    const fake = await kibana({
      handle: ({ method, body }) =>
        method === 'POST' && (body as { name: string }).name === 'Beta' ? { status: 400, body: { message: 'bad query' } } : undefined,
    });
    const { exitCode, output, errors } = await kibanaCommand(fake, ['import', 'rules/b.toml', 'rules/c.toml', '--yes'], { files });
    expect([exitCode, output.split('\n').slice(-2), errors]).toEqual([
      2,
      ['created Gamma (id-c)', ''],
      'error: Beta (id-b): Kibana refuses the new rule Beta (400): bad query\n1 of 2 rules written; the others are as they were.\n',
    ]);
  });

  test.each([
    ['a rule without an id', { 'x.toml': toml('', 'X') }, ['x.toml'], /^error: x\.toml has no rule_id, by which Kibana knows a rule/],
    [
      'an id twice',
      { 'x.toml': toml('i', 'X'), 'y.toml': toml('i', 'Y') },
      ['x.toml', 'y.toml'],
      /^error: x\.toml and y\.toml have the same rule_id i/,
    ],
    ['a file that is no rule', { 'x.toml': 'a = 1' }, ['x.toml'], /^error: x\.toml is no rule/],
  ])('%s is refused before anything is asked of Kibana', async (_, given, paths, message) => {
    const fake = await kibana();
    const { exitCode, errors } = await kibanaCommand(fake, ['import', ...paths], { files: given });
    expect([exitCode, errors, fake.paths()]).toEqual([2, expect.stringMatching(message), []]);
  });
});

describe('kibana export', () => {
  it('writes one file for each rule', async () => {
    const { exitCode, errors, written } = await kibanaCommand(await kibana({ rules }), ['export', '--out', 'out']);
    expect([exitCode, Object.keys(written), errors]).toEqual([
      0,
      ['out/alpha.toml', 'out/beta.toml'],
      'note: 1 rule refers to exception lists, which stay in Kibana\n2 rules written to out\n',
    ]);
  });

  it('what is exported is as in Kibana', async () => {
    const fake = await kibana({ rules });
    const { written } = await kibanaCommand(fake, ['export', '--out', 'out']);
    const { output } = await kibanaCommand(fake, ['diff', 'out'], { files: written });
    expect(output).toMatch(/\n0 rules differ, 2 are as in Kibana, 0 are not there\n$/);
  });

  it('one rule to standard output', async () => {
    const { output } = await kibanaCommand(await kibana({ rules }), ['export', '--id', 'id-b']);
    expect(output).toMatch(/\nrule_id = "id-b"\n/);
  });

  it('nothing to export', async () => {
    const { exitCode, errors } = await kibanaCommand(await kibana(), ['export', '--tag', 'x']);
    expect([exitCode, errors]).toEqual([2, 'error: There are no such rules in the space default of Kibana.\n']);
  });

  it('an address that is nowhere said', async () => {
    const fake = await kibana();
    const { exitCode, errors } = await kibanaCommand(fake, ['export', '--url', 'https://localhost:9200', '--kibana-url', 'nonsense']);
    expect([exitCode, errors]).toEqual([
      2,
      'error: The address of Kibana of default is not one of http:// or https://; write it like https://host:5601.\n',
    ]);
  });
});

describe('kibana preview', () => {
  const log = { errors: [], warnings: ['A warning'], startedAt: '2026-01-02T03:04:05.000Z', duration: 120 };
  const preview = { previewId: 'p-1', logs: [log, log], isAborted: false };

  async function cluster(): Promise<FakeCluster> {
    const alert = { '@timestamp': '2026-01-02T03:04:05.000Z', 'kibana.alert.reason': 'a shell was started' };
    const found = { hits: { total: { value: 3, relation: 'eq' }, hits: [{ _index: 'i', _id: '1', _source: alert }] } };
    const fake = await startFakeCluster({ handle: ({ path }) => (path.includes('preview') ? { body: found } : undefined) });
    open.push(fake);
    return fake;
  }

  it('lists the alerts where Elasticsearch is named too', async () => {
    const [fake, elasticsearch] = [await kibana({ preview }), await cluster()];
    const args = ['preview', 'rules/b.toml', '--invocations', '2', '--limit', '1', '--url', elasticsearch.url, '--kibana-url', fake.url];
    const { exitCode, output, errors } = await kibanaCommand(fake, args, { files });
    expect([exitCode, output, errors]).toEqual([
      0,
      '2026-01-02T03:04:05.000Z  a shell was started\n3 alerts, the first 1 of them above; 2 runs in 0.24 s (preview p-1)\n',
      'warning: A warning\n',
    ]);
    expect(elasticsearch.requests.at(-1)?.body).toMatchObject({
      size: 1,
      query: { bool: { filter: [{ term: { 'kibana.alert.rule.uuid': 'p-1' } }] } },
    });
    expect(fake.requests.at(-1)?.body).toMatchObject({ invocationCount: 2, timeframeEnd: '1970-01-01T00:00:00.000Z', enabled: false });
  });

  it('says where they are without it', async () => {
    const { exitCode, output, errors } = await kibanaCommand(await kibana({ preview }), ['preview', 'rules/b.toml'], { files });
    expect([exitCode, output]).toEqual([0, '2 runs in 0.24 s (preview p-1)\n']);
    expect(errors).toMatch(/^note: the alerts are in \.preview\.alerts-security\.alerts-default and are not listed: No cluster is named/);
  });

  it('errors of the runs are errors', async () => {
    const failing = { ...preview, logs: [{ ...log, errors: ['index not found'], warnings: [] }], isAborted: true };
    const { exitCode, errors } = await kibanaCommand(await kibana({ preview: failing }), ['preview', 'rules/b.toml'], { files });
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/error: index not found\nerror: Kibana ended the preview before all runs were done/);
  });
});

it('wrong usage of a command below kibana', async () => {
  const { exitCode, errors } = await kibanaCommand(await kibana(), ['diff']);
  expect([exitCode, errors]).toEqual([2, expect.stringMatching(/^error: missing required argument 'rules'/)]);
});
