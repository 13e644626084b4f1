import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { LineIndex } from '../../server/src/base/lines.js';
import { isTestFile } from '../../server/src/rule/testNames.js';
import { completeAt, inToml, openModel, sampleOf, schemas, service, type Form } from '../kit/services.js';

/** `label` accepted at the cursor of the first text gives the second. */
type Row = readonly [before: string, label: string, after: string];

const categories = ['process', 'file', 'network', 'registry'];

describe('completion in EQL', () => {
  test.each<Row>([
    ['<|>', 'process', 'process where <|>'],
    ['<|>', 'any', 'any <|>'],
    ['pro<|>', 'process', 'process where <|>'],
    ['pro<|>cess where true', 'process', 'process<|> where true'],
    ['"pro<|>" where true', 'process', '"process"<|> where true'],
    ['process <|>', 'where', 'process where <|>'],
    ['any <|>', 'where', 'any where <|>'],
    ['sequence by host.id\n  [<|>', 'file', 'sequence by host.id\n  [file where <|>'],
    ['process where process.na<|>', 'process.name', 'process where process.name<|>'],
    ['process where <|>', 'process.name', 'process where process.name<|>'],
    ['process where proc<|>ess.name == "x"', 'process.name', 'process where process.name<|> == "x"'],
    ['process where process.<|>name == "x"', 'process.pid', 'process where process.pid<|> == "x"'],
    ['process where ?process.na<|>', 'process.name', 'process where ?process.name<|>'],
    ['process where event.`seq<|>', 'event.sequence', 'process where event.`sequence`<|>'],
    ['process where true and <|>', 'user.name', 'process where true and user.name<|>'],
    ['process where true and not <|>', 'user.name', 'process where true and not user.name<|>'],
    ['process where (true or us<|>', 'user.name', 'process where (true or user.name<|>'],
    ['process where process.pid + <|>', 'process.pid', 'process where process.pid + process.pid<|>'],
    ['process where len<|>', 'length', 'process where length(<|>source)'],
    ['process where startsW<|>', 'startsWith~', 'process where startsWith~(<|>source, substring)'],
    ['process where process.name <|>', ':', 'process where process.name : <|>'],
    ['process where process.name <|>', 'in', 'process where process.name in (<|>)'],
    ['process where process.name li<|>', 'like~', 'process where process.name like~ <|>'],
    ['process where process.name not <|>', 'in~', 'process where process.name not in~<|>'],
    ['process where process.pid <|>', '>=', 'process where process.pid >= <|>'],
    ['process where length(process.name) <|>', '>', 'process where length(process.name) > <|>'],
    ['process where event.type == <|>', 'start', 'process where event.type == "start"<|>'],
    ['process where event.type == "<|>', 'start', 'process where event.type == "start"<|>'],
    ['process where event.type == "st<|> and x == 1', 'start', 'process where event.type == "start"<|> and x == 1'],
    ['process where event.type == "st<|>op"', 'start', 'process where event.type == "start"<|>'],
    ['process where event.type : ("end", "<|>', 'start', 'process where event.type : ("end", "start"<|>'],
    ['process where event.type in ("end", <|>)', 'start', 'process where event.type in ("end", "start"<|>)'],
    ['process where event.type not in (<|>', 'start', 'process where event.type not in ("start"<|>'],
    ['process where startsWith(event.type, "<|>")', 'start', 'process where startsWith(event.type, "start"<|>)'],
    ['process where process.code_signature.trusted == <|>', 'true', 'process where process.code_signature.trusted == true<|>'],
    ['process where user.name == <|>', 'null', 'process where user.name == null<|>'],
    ['process where event.type == "start" <|>', 'and', 'process where event.type == "start" and <|>'],
    ['process where event.type == "start"<|>', 'or', 'process where event.type == "start" or <|>'],
    ['process where true an<|>', 'and', 'process where true and <|>'],
    ['process where (true) <|>\n  user.name != null', 'and', 'process where (true) and<|>\n  user.name != null'],
    ['sequence <|>', 'with maxspan=', 'sequence with maxspan=<|>1m'],
    ['sequence by host.id with <|>', 'maxspan=', 'sequence by host.id with maxspan=<|>1m'],
    ['sequence by <|>', 'host.id', 'sequence by host.id<|>'],
    ['sequence by host.id, <|>', 'user.id', 'sequence by host.id, user.id<|>'],
    ['sequence [process where true] <|>', 'with runs=', 'sequence [process where true] with runs=<|>3'],
    ['sequence [process where true] by host.id with <|>', 'runs=', 'sequence [process where true] by host.id with runs=<|>3'],
    [
      'sequence [process where true] [file where true] <|>',
      'until',
      'sequence [process where true] [file where true] until [<|>process where true]',
    ],
    ['process where true | <|>', 'head', 'process where true | head <|>'],
    ['process where true | ta<|>', 'tail', 'process where true | tail <|>'],
    ['sequence with maxspan=30<|>', 's', 'sequence with maxspan=30s<|>'],
    ['sequence with maxspan=30m<|>', 'ms', 'sequence with maxspan=30ms<|>'],
    ['sequence with maxspan=5<|>[any where true]', 'm', 'sequence with maxspan=5m<|>[any where true]'],
    ['sequence with maxspan=1m <|>', 'by', 'sequence with maxspan=1m by <|>'],
    ['sample by host.id [<|>', 'network', 'sample by host.id [network where <|>'],
    ['sequence [process where true] ![pro<|>', 'process', 'sequence [process where true] ![process where <|>'],
    ['sequence [process where true] until [<|>', 'file', 'sequence [process where true] until [file where <|>'],
    ['sequence [process where true] by process.pa<|>', 'process.parent.pid', 'sequence [process where true] by process.parent.pid<|>'],
    ['sequence by ?<|>', 'host.id', 'sequence by ?host.id<|>'],
    ['any where startsWith(<|>', 'process.name', 'any where startsWith(process.name<|>'],
    ['any where cidrMatch(so<|>', 'source.ip', 'any where cidrMatch(source.ip<|>'],
    ['any where between(process.name, "a", "b", <|>', 'true', 'any where between(process.name, "a", "b", true<|>'],
    ['any where endsWith(?event.type, "<|>', 'start', 'any where endsWith(?event.type, "start"<|>'],
    ['any where wildcard(event.type, "x", <|>', 'start', 'any where wildcard(event.type, "x", "start"<|>'],
    ['any where substring(process.name, len<|>', 'length', 'any where substring(process.name, length(<|>source)'],
    ['any where cidr<|>', 'cidrMatch', 'any where cidrMatch(<|>address, "network")'],
    // What stood in the parentheses of the word that is replaced is still right.
    ['any where process.name i<|>n ("a", "b")', 'in~', 'any where process.name in~<|> ("a", "b")'],
    ['any where process.name like<|> ("a")', ':', 'any where process.name :<|> ("a")'],
    ['any where stri<|>ng(process.name) == "x"', 'length', 'any where length<|>(process.name) == "x"'],
  ])('%j, %s accepted, gives %j', (before, label, after) => {
    expect(completeAt(before, 'eql').accept(label)).toBe(after);
  });

  test.each([
    ['<|>', [...categories, 'sequence', 'sample', 'any'], ['where', 'process.name']],
    ['process where <|>', ['process.name', 'startsWith', 'not', 'true'], ['and', 'in', 'process']],
    ['process where process.name <|>', ['==', ':', 'like~', 'not in', 'and'], ['<', '>=', '+', 'process.name']],
    ['process where process.pid <|>', ['==', '<', 'in'], [':', 'like', 'regex']],
    ['process where process.name == process.parent.name <|>', ['and', 'or'], ['==', ':']],
    ['sequence by host.id\n [<|>', [...categories, 'any'], ['sequence']],
    ['sequence by host.id <|>', ['with maxspan='], ['==', 'and']],
    ['sequence with maxspan=2<|>', ['s', 'm', 'h', 'd', 'ms'], ['and']],
    ['process where true | <|>', ['head', 'tail'], ['process.name']],
    [
      'any where startsWith(process.<|>',
      ['process.name', 'process.executable'],
      ['process.pid', 'process.start', 'process.code_signature.trusted'],
    ],
    ['any where startsWith(<|>', ['substring', 'concat', 'process.name'], ['length', 'cidrMatch', 'not', 'true', 'and']],
    ['any where add(process.<|>', ['process.pid', 'process.exit_code'], ['process.name', 'process.start']],
    ['any where add(1, <|>', ['length', 'number', 'divide'], ['substring', 'startsWith']],
    ['any where cidrMatch(source.<|>', ['source.ip', 'source.nat.ip'], ['source.address', 'source.port']],
    ['any where substring(event.type, <|>', ['length', 'event.sequence'], ['start', 'event.action']],
    ['any where string(process.<|>', ['process.name', 'process.pid', 'process.start'], []],
    ['any where between(process.name, "a", "b", <|>', ['true', 'false', 'startsWith'], ['length', 'process.name', 'not']],
    ['any where host.os.name<|>', ['host.os.name'], ['host.os.name.text']],
    ['sample by host.id [process where true] <|>', ['by'], ['with runs=', 'until']],
    ['sequence [process where true] [file where true] until [any where true] <|>', ['by'], ['with runs=', 'until']],
  ])('%j offers %j and not %j', (text, included, excluded) => {
    const { labels } = completeAt(text, 'eql');
    expect(included.filter((label) => !labels.includes(label))).toEqual([]);
    expect(excluded.filter((label) => labels.includes(label))).toEqual([]);
  });

  test.each([
    'process where true // proc<|>',
    'process where /* proc<|> */ true',
    'process where process.name == "cm<|>"',
    'process where process.pid == 1<|>',
    'process where startsWith(process.name <|>',
    'process where event.type in ("start" <|>',
    'sequence with maxspan=<|>',
    'sequence with maxspan=30 s<|>',
    'sequence by host.id with maxspan=30s <|>',
    'sequence [process where true] with runs=3<|>',
    'any where process.pid == 30<|>',
    'any where cidrMatch(source.ip, <|>',
    'any where number(process.name, <|>',
    'any where length(process.name, <|>',
    'process where true | head <|>',
    'process where process.name =<|>= "x"',
    'sample by host.id <|>',
    'sample by host.id [process where true] by user.id <|>',
  ])('%j offers nothing', (text) => {
    expect(completeAt(text, 'eql').labels).toEqual([]);
  });

  it('puts what the query is about first', () => {
    const { labels } = completeAt('process where user.email == "x" and <|>', 'eql');
    expect(labels.slice(0, 3)).toEqual(['user.email', 'process.args', 'process.args_count']);
  });

  it('says what a field holds and loads its description on demand', async () => {
    const { list } = completeAt('process where process.nam<|>', 'eql');
    const item = list.items.find(({ label }) => label === 'process.name')!;
    expect(item.detail).toBe('keyword · ECS 9.4');
    const resolved = await service.resolve(item);
    const docs = await schemas.docs('process.name');
    expect(docs?.description.length).toBeGreaterThan(10);
    expect(resolved.documentation).toEqual({ kind: 'markdown', value: `${docs!.description}\n\nExample: \`${docs!.example!}\`` });
  });

  it('asks again with each letter while not all fields were handed out', () => {
    expect(completeAt('process where <|>', 'eql').list.isIncomplete).toBe(true);
    expect(completeAt('process where process.name.cas<|>', 'eql').list.isIncomplete).toBe(false);
  });
});

describe('completion in KQL', () => {
  test.each<Row>([
    ['<|>', 'process.name', 'process.name<|>'],
    ['process.na<|>', 'process.name', 'process.name<|>'],
    ['host.os.name<|>', 'host.os.name.text', 'host.os.name.text<|>'],
    ['proc<|>ess.name:x', 'process.pid', 'process.pid<|>:x'],
    ['a:b and <|>', 'user.name', 'a:b and user.name<|>'],
    ['not <|>', 'user.name', 'not user.name<|>'],
    ['(a:b or us<|>', 'user.name', '(a:b or user.name<|>'],
    ['a:b us<|>', 'and', 'a:b and <|>'],
    ['process.name<|>', ':', 'process.name:<|>'],
    ['process.name <|>', ': *', 'process.name : *<|>'],
    ['process.pid<|>', '>=', 'process.pid >= <|>'],
    ['event.type:<|>', 'start', 'event.type:start<|>'],
    ['event.type: st<|>', 'start', 'event.type: start<|>'],
    ['event.type:"<|>', 'start', 'event.type:"start"<|>'],
    ['event.type:"st<|>op" and a:b', 'start', 'event.type:"start"<|> and a:b'],
    ['event.type:(end or <|>', 'start', 'event.type:(end or start<|>'],
    ['event.type:(end or not <|>', 'start', 'event.type:(end or not start<|>'],
    ['event.type:start <|>', 'and', 'event.type:start and <|>'],
    ['event.type:start an<|>', 'and', 'event.type:start and <|>'],
    ['event.type:(start or end) <|>', 'and', 'event.type:(start or end) and <|>'],
    ['event.type:"start"<|>', 'or', 'event.type:"start" or <|>'],
    ['process.elf.sections:{ na<|>', 'name', 'process.elf.sections:{ name<|>'],
    ['process.pe.sections.na<|>', 'process.pe.sections.name', 'process.pe.sections:{ name<|> }'],
    ['process.pe.sections.na<|>: x', 'process.pe.sections.name', 'process.pe.sections.name<|>: x'],
    ['process.pe.sections<|>', ':{', 'process.pe.sections:{ <|> }'],
    ['process.pe.sections:{ name: a and (<|>', 'entropy', 'process.pe.sections:{ name: a and (entropy<|>'],
    ['"process.na<|>', 'process.name', 'process.name<|>'],
    ['"process.na<|>"', 'process.name', 'process.name<|>'],
    ['a:b and "proc<|>ess.name": x', 'process.pid', 'a:b and process.pid<|>: x'],
    ['"process.name"<|>', ':', '"process.name":<|>'],
    ['"process.name" <|>', ': *', '"process.name" : *<|>'],
    ['a:b <|>', 'and not', 'a:b and not <|>'],
    ['a:(b <|>', 'and not', 'a:(b and not <|>'],
    ['a:b and <|>', 'not', 'a:b and not <|>'],
    ['@timestamp >= <|>', 'now-1d/d', '@timestamp >= now-1d/d<|>'],
    ['@timestamp >= now-<|> and a:b', 'now-15m', '@timestamp >= now-15m<|> and a:b'],
    ['@timestamp < "<|>"', 'now/d', '@timestamp < "now/d"<|>'],
    ['(event.type:(start or <|>', 'end', '(event.type:(start or end<|>'],
    ['event.category:(process or net<|>work) and a:b', 'network', 'event.category:(process or network<|>) and a:b'],
    ['process.code_signature.trusted:<|>', 'true', 'process.code_signature.trusted:true<|>'],
    ['event.type:start or event.category:<|>', 'process', 'event.type:start or event.category:process<|>'],
  ])('%j, %s accepted, gives %j', (before, label, after) => {
    expect(completeAt(before, 'kuery').accept(label)).toBe(after);
  });

  test.each([
    ['process.name <|>', [':', ': *', 'and', 'or'], ['<', 'process.name']],
    ['process.pid <|>', [':', '<', '>='], []],
    ['process.code_signature.trusted <|>', [':', ': *'], ['<', '<=', '>', '>=']],
    ['message <|>', [':', ': *'], ['<', '<=', '>', '>=']],
    ['"just words" <|>', ['and', 'or', 'and not'], [':', '<']],
    ['proc<|>ess.name:x', ['process.name'], ['not', ':']],
    ['event.type:start <|>', ['and', 'or'], [':', 'process.name']],
    ['event.type:(start <|>', ['and', 'or'], [':']],
  ])('%j offers %j and not %j', (text, included, excluded) => {
    const { labels } = completeAt(text, 'kuery');
    expect(included.filter((label) => !labels.includes(label))).toEqual([]);
    expect(excluded.filter((label) => labels.includes(label))).toEqual([]);
  });

  it('marks analysed text', () => {
    const { items } = completeAt('mess<|>', 'kuery').list;
    expect(items.find(({ label }) => label === 'message')?.detail).toMatch(/^match_only_text \(analysed\) · /);
  });

  test.each(['process.pid > <|>', 'process.name:cm<|>', 'source.ip:<|>', 'process.pid:1<|>', 'process.name > <|>'])(
    '%j offers nothing',
    (text) => {
      expect(completeAt(text, 'kuery').labels).toEqual([]);
    },
  );
});

describe('completion from the sample', () => {
  const sample = sampleOf([
    {
      process: { name: 'chattr', args: ['chattr', '+i'], pid: 7, parent: { name: 'my shell' } },
      event: { category: ['process', 'custom'] },
    },
    { process: { name: 'chattr', command_line: 'say "a" \\ b', pid: 8 }, acme: { badge: 'blue' } },
    { process: { name: 'bash' } },
  ]);

  test.each<readonly [string, Form, string, string]>([
    ['process where process.name == <|>', 'eql', 'chattr', 'process where process.name == "chattr"<|>'],
    ['process where process.pid == <|>', 'eql', '7', 'process where process.pid == 7<|>'],
    ['process where process.command_line == "<|>', 'eql', 'say "a" \\ b', 'process where process.command_line == "say \\"a\\" \\\\ b"<|>'],
    ['process where acme.<|>', 'eql', 'acme.badge', 'process where acme.badge<|>'],
    ['<|>', 'eql', 'custom', 'custom where <|>'],
    ['process.name:<|>', 'kuery', 'chattr', 'process.name:chattr<|>'],
    ['process.parent.name:my sh<|>', 'kuery', 'my shell', 'process.parent.name:"my shell"<|>'],
    ['process.args:<|>', 'kuery', '+i', 'process.args:+i<|>'],
    ['process.pid > <|>', 'kuery', '7', 'process.pid > 7<|>'],
    ['process.command_line:<|>', 'kuery', 'say "a" \\ b', 'process.command_line:"say \\"a\\" \\\\ b"<|>'],
  ])('%j in %s offers %j', async (before, form, label, after) => {
    expect(completeAt(before, form, await sample).accept(label)).toBe(after);
  });

  it('has the commonest value first, and fields that the sample has before others', async () => {
    expect(completeAt('process where process.name == <|>', 'eql', await sample).labels).toEqual(['chattr', 'bash', 'null']);
    expect(completeAt('process where process.<|>', 'eql', await sample).labels.slice(0, 2)).toEqual(['process.args', 'process.name']);
  });

  const mixed = sampleOf([
    { event: { category: 'process' }, process: { title: 'a' }, zeta: 1 },
    { event: { category: 'file' }, process: { vpid: 2 }, file: { name: 'b' } },
  ]);

  test.each<readonly [string, Form, readonly string[]]>([
    ['process where process.<|>', 'eql', ['process.title', 'process.vpid', 'process.args']],
    ['file where process.<|>', 'eql', ['process.vpid', 'process.title', 'process.args']],
    ['sequence [process where true] [file where process.<|>', 'eql', ['process.vpid', 'process.title', 'process.args']],
    ['sequence [process where process.<|>] [file where true]', 'eql', ['process.title', 'process.vpid', 'process.args']],
    ['any where process.<|>', 'eql', ['process.title', 'process.vpid', 'process.args']],
    ['event.category: file and process.<|>', 'kuery', ['process.vpid', 'process.title', 'process.args']],
    ['(event.category: "file") and not process.<|>', 'kuery', ['process.vpid', 'process.title', 'process.args']],
    ['not event.category: file and process.<|>', 'kuery', ['process.title', 'process.vpid', 'process.args']],
    ['network where process.<|>', 'eql', ['process.title', 'process.vpid', 'process.args']],
  ])('%j in %s has the fields first that events of its category have', async (text, form, first) => {
    expect(completeAt(text, form, await mixed).labels.slice(0, 3)).toEqual(first);
  });
});

describe('completion inside TOML', () => {
  test.each<Row>([
    [inToml('process where process.na<|>'), 'process.name', inToml('process where process.name<|>')],
    [inToml('process where event.type == "<|>"'), 'start', inToml('process where event.type == "start"<|>')],
    [
      '[rule]\ntype = "eql"\nquery = "process where event.type == <|>"',
      'start',
      '[rule]\ntype = "eql"\nquery = "process where event.type == \\"start\\"<|>"',
    ],
    [
      '[rule]\ntype = "eql"\nquery = "any where event.type == \\"st<|>\\" and true"',
      'start',
      '[rule]\ntype = "eql"\nquery = "any where event.type == \\"start\\"<|> and true"',
    ],
    [
      '[rule]\ntype = "eql"\nquery = """\nprocess where \\\n  process.na<|>"""',
      'process.name',
      '[rule]\ntype = "eql"\nquery = """\nprocess where \\\n  process.name<|>"""',
    ],
    [
      "[rule]\r\ntype = \"eql\"\r\nquery = '''\r\nprocess where\r\n  process.na<|>\r\n'''",
      'process.name',
      "[rule]\r\ntype = \"eql\"\r\nquery = '''\r\nprocess where\r\n  process.name<|>\r\n'''",
    ],
    [
      "[rule]\ntype = \"eql\"\nquery = '''\nprocess where process.na<|>\n",
      'process.name',
      "[rule]\ntype = \"eql\"\nquery = '''\nprocess where process.name<|>\n",
    ],
    [
      inToml('event.type:st<|>', 'type = "query"\nlanguage = "kuery"'),
      'start',
      inToml('event.type:start<|>', 'type = "query"\nlanguage = "kuery"'),
    ],
  ])('%j, %s accepted', (before, label, after) => {
    expect(completeAt(before, 'toml').accept(label)).toBe(after);
  });

  it('offers only the fields of the rule’s indices', () => {
    const rule = (index: string) => inToml('process where kubernetes.audit.<|>', `type = "eql"\nindex = ["${index}"]`);
    expect(completeAt(rule('logs-kubernetes.audit_logs-*'), 'toml').labels).toContain('kubernetes.audit.verb');
    expect(completeAt(rule('logs-endpoint.events.process-*'), 'toml').labels).not.toContain('kubernetes.audit.verb');
  });

  test.each([
    '[rule]\nname = "e<|>ql"\nquery = "any where true"',
    "[rule]\ntype = \"eql\"\nquery = <|>'''\nany where true'''",
    '[rule]\ntype = "esql"\nquery = "from <|>"',
    '[rule]\ntype = "query"\nlanguage = "lucene"\nquery = "process.<|>"',
    '[package]\nname = "<|>"',
  ])('%j offers nothing', (text) => {
    expect(completeAt(text, 'toml').labels).toEqual([]);
  });

  it('leaves out what the string cannot hold', () => {
    expect(completeAt('[rule]\ntype = "eql"\nquery = \'any where event.type == <|>\'', 'toml').labels).toContain('start');
    expect(() => completeAt('[rule]\ntype = "query"\nquery = \'user.name:"<|>\'', 'toml')).not.toThrow();
  });
});

describe('with the cursor anywhere', () => {
  const folder = new URL('../../rules/linux/', import.meta.url);
  const rules = readdirSync(folder)
    .filter((name) => name.endsWith('.toml') && !isTestFile(name))
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);
  const broken: readonly (readonly [string, string])[] = [
    [
      'a sequence',
      inToml(
        'sequence by host.id, ?user.id with maxspan=1m\n  [process where process.name : ("a*", "b")] by process.pid with runs=2\n  ![file where not file.path like~ """C:\\x"""]\nuntil [any where length(x) > 2 // c\n] | tail 3',
      ),
    ],
    ['an unclosed string', inToml('process where process.name == "a and (b in ("x", "y" or not `c d`.e : "z"')],
    ['KQL', inToml('a:(b or "c d" and not e*) and nest:{ x > 1 and y:{ z:"q } or not foo bar : \\"', 'type = "query"\nlanguage = "kuery"')],
    ['escapes', '[rule]\ntype = "eql"\nquery = """process where \\\n\n   process.name == \\"a\\\\b\\" \\u0061nd true"""\n'],
  ];

  test.each([...rules, ...broken])('%s: never throws, and each edit touches the cursor on its line', (_, text) => {
    const model = openModel(text, 'toml');
    const lines = new LineIndex(text);
    const [start, end] = [text.indexOf('query'), text.lastIndexOf("'''") < 0 ? text.length : text.lastIndexOf("'''") + 3];
    let items = 0;
    for (let offset = start; offset <= end; offset += 1) {
      const position = lines.positionAt(offset);
      for (const item of service.complete(model, position, undefined).items) {
        const edit = item.textEdit;
        if (edit === undefined || !('range' in edit)) expect.fail(`no edit at ${offset}`);
        const { range } = edit;
        const touches =
          range.start.line === position.line &&
          range.end.line === position.line &&
          range.start.character <= position.character &&
          position.character <= range.end.character;
        if (!touches) expect.fail(`${item.label} at ${offset} replaces ${JSON.stringify(range)}`);
        items += 1;
      }
    }
    expect(items).toBeGreaterThan(500);
  });
});
