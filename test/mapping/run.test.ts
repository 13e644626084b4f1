/** Rules run on raw events from the command line: mapped, counted and said. */
import { describe, expect, it } from 'vitest';
import { rulewright } from '../cli/testTerminal.js';

const sysmon = (id: number, more: object): string =>
  JSON.stringify({
    EventID: id,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: 'ws1',
    UtcTime: `2026-03-02 10:00:0${id % 10}.000`,
    ...more,
  });

const raw = [
  sysmon(1, { Image: 'C:\\Windows\\cmd.exe', ProcessGuid: '{A}', CommandLine: 'cmd /c dir' }),
  sysmon(3, { Image: 'C:\\Windows\\cmd.exe', ProcessGuid: '{A}', DestinationIp: '203.0.113.5' }),
  JSON.stringify({ SourceName: 'Acme-Proxy', code: 7 }),
].join('\n');

const files = {
  'a.eql': 'process where process.name == "cmd.exe"',
  'sequence.eql': 'sequence by process.entity_id [process where event.type == "start"] [network where destination.ip == "203.0.113.5"]',
  'now.kuery': 'process.name: "cmd.exe" and @timestamp >= "now-1s"',
  'raw.ndjson': raw,
  'audit.log': 'type=SYSCALL msg=audit(1700000000.125:1): arch=c000003e syscall=59 success=yes comm="cmd.exe"\n',
};

const report = {
  mapped: [{ mapping: 'windows-sysmon', events: 2 }],
  asIs: 0,
  unmapped: 1,
  unmappedKinds: [{ label: 'Acme-Proxy', events: 1 }],
};
const sentence = '2 of 3 events mapped by windows-sysmon; 1 not mapped (Acme-Proxy: 1).';

interface Result {
  readonly mapping?: unknown;
  readonly notes: readonly string[];
  readonly summary: { readonly events: number; readonly matches: number };
}

async function jsonOf(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Result> {
  const { output, errors } = await rulewright([...args, '--format', 'json'], { files: { ...files, ...more } });
  expect(errors).toBe('');
  return JSON.parse(output) as Result;
}

describe('a run on raw events', () => {
  it.each([
    ['run', 'a.eql', 1],
    ['run', 'sequence.eql', 1],
    ['explain', 'a.eql', 1],
  ])('%s %s maps them, and tells which were and which were not', async (command, rule, matches) => {
    const result = await jsonOf([command, rule, '--events', 'raw.ndjson']);
    expect([result.mapping, result.notes[0], result.summary]).toMatchObject([report, sentence, { events: 3, matches }]);
  });

  it('takes now from the mapped time', async () => {
    const { summary, notes } = await jsonOf(['run', 'now.kuery', '--events', 'raw.ndjson']);
    expect([summary.matches, notes.find((note) => note.startsWith('`now`'))]).toEqual([
      1,
      '`now` is 2026-03-02T10:00:03.000Z, the time of the newest event.',
    ]);
  });

  it('shows the values of the events of a sequence', async () => {
    const { output } = await rulewright(['run', 'sequence.eql', '--events', 'raw.ndjson'], { files });
    expect(output).toMatch(/203\.0\.113\.5/);
  });

  it('reads the log of auditd', async () => {
    const { mapping, summary } = await jsonOf(['run', 'a.eql', '--events', 'audit.log']);
    expect([mapping, summary.matches]).toMatchObject([{ mapped: [{ mapping: 'linux-auditd', events: 1 }] }, 1]);
  });

  it('leaves them alone with --mapping none, and says nothing of mapping', async () => {
    const result = await jsonOf(['run', 'a.eql', '--events', 'raw.ndjson', '--mapping', 'none']);
    expect([result.mapping, result.summary]).toMatchObject([undefined, { events: 3, matches: 0 }]);
  });

  it('says nothing of mapping where no event of a file wants any', async () => {
    const result = await jsonOf(['run', 'a.eql', '--events', 'own.ndjson'], {
      'own.ndjson': '{"a":1}\n{"process":{"name":"cmd.exe"},"event":{"category":"process"}}\n',
    });
    expect([result.mapping, result.summary]).toMatchObject([undefined, { events: 2, matches: 1 }]);
  });

  it('uses a mapping of the project for what is not mapped otherwise', async () => {
    const result = await jsonOf(['run', 'a.eql', '--events', 'raw.ndjson'], {
      'rulewright.config.json': '{ "mappings": ["maps/acme.json"] }',
      'maps/acme.json':
        '{ "name": "acme", "title": "Acme", "detects": [{ "SourceName": "Acme-Proxy" }], "fields": { "event.category": { "value": "process" }, "process.name": { "value": "cmd.exe" } } }',
    });
    expect([result.mapping, result.summary.matches]).toMatchObject([
      { mapped: [{ mapping: 'windows-sysmon' }, { mapping: 'acme', events: 1 }], unmapped: 0 },
      2,
    ]);
  });

  it('refuses to run where a mapping of the project is wrong', async () => {
    const config = { 'rulewright.config.json': '{ "mappings": ["acme.json"] }', 'acme.json': '{ "name": "acme" }' };
    expect(await rulewright(['run', 'a.eql', '--events', 'raw.ndjson'], { files: { ...files, ...config } })).toEqual({
      exitCode: 2,
      output: '',
      errors: 'error: The mapping acme.json cannot be used: title: it has to be a string\n',
    });
  });

  it('names the mappings there are where one is not known', async () => {
    const { exitCode, errors } = await rulewright(['run', 'a.eql', '--events', 'raw.ndjson', '--mapping', 'sysmon'], { files });
    expect([exitCode, errors]).toEqual([
      2,
      'error: There is no mapping sysmon; there are windows-sysmon, windows-security, windows-powershell, windows-event, linux-auditd, aws-cloudtrail and none, or name a mapping file.\n',
    ]);
  });

  it('explains from which field of the event each field of the query comes', async () => {
    const { output } = await rulewright(['explain', 'a.eql', '--events', 'raw.ndjson', '--line', '1'], { files });
    expect(output).toContain(
      '  mapped by windows-sysmon:\n    event.category  from EventID (table categories)\n    process.name    from Image (basename)\n',
    );
  });

  it('alerts on mapped events, with the fields that rules see', async () => {
    const rule =
      '[rule]\nname = "A"\nrule_id = "a"\nrisk_score = 1\nseverity = "low"\ntype = "eql"\nlanguage = "eql"\ndescription = "a"\nquery = \'process where process.name == "cmd.exe"\'\n';
    const { output } = await rulewright(['alerts', 'a.toml', '--events', 'raw.ndjson', '--format', 'ndjson'], {
      files: { ...files, 'a.toml': rule },
    });
    expect(JSON.parse(output)).toMatchObject({ 'process.name': 'cmd.exe', 'kibana.alert.rule.name': 'A' });
  });
});

describe('rulewright mappings', () => {
  it('lists them', async () => {
    const { exitCode, output } = await rulewright(['mappings']);
    expect([exitCode, output.split('\n')[0]]).toEqual([
      0,
      'windows-sysmon      Sysmon: processes, network connections, files, registry, DNS',
    ]);
  });

  it('shows what one makes of which field', async () => {
    const { output } = await rulewright(['mappings', 'windows-sysmon']);
    expect(output).toMatch(/^ {2}process\.name +\$data\.Image or \$data\.SourceImage or \$data\.Destination \(basename\)$/m);
    expect(output).toMatch(/^Where \$id 3\n {2}network\.transport +\$data\.Protocol$/m);
  });

  it('shows it as JSON', async () => {
    const { output } = await rulewright(['mappings', 'aws-cloudtrail', '--format', 'json']);
    expect(JSON.parse(output)).toMatchObject({
      command: 'mappings',
      mapping: { name: 'aws-cloudtrail', fields: expect.arrayContaining([{ field: 'event.action', from: 'eventName' }]) as unknown },
    });
  });

  it('checks a file', async () => {
    expect(await rulewright(['mappings', 'a.json'], { files: { 'a.json': '{ "name": "a" }' } })).toMatchObject({
      exitCode: 2,
      errors: 'error: The mapping a.json cannot be used: title: it has to be a string\n',
    });
  });
});
