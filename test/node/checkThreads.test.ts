/** `check` on several threads: the same output and exit code as on one, whatever becomes of the threads. */
import { build } from 'esbuild';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Helpers } from '../../server/src/base/host.js';
import { findFilesIn } from '../../server/src/cli/files.js';
import { revisionsIn } from '../../server/src/cli/git.js';
import type { CheckSetup } from '../../server/src/cli/terminal.js';
import { CheckThreads, expectedThreads, threadsFor } from '../../server/src/node/checkThreads.js';
import { createNodeHost } from '../../server/src/node/host.js';
import { rulewright, type Outcome, type TestTerminalOptions } from '../cli/testTerminal.js';
import { reference } from '../kit/reference.js';
import { restOfRule } from '../kit/wholeRule.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-check-threads-'));
const data = path.resolve(import.meta.dirname, '../../server/src/schema/data');

async function bundled(name: string, source: string): Promise<string> {
  const outfile = path.join(folder, 'threads', name);
  await build({
    stdin: { contents: source, resolveDir: path.resolve(import.meta.dirname, '../../server/src/node'), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: `const ownUrl = ${JSON.stringify(`file://${path.dirname(data)}/worker.cjs`)};` },
  });
  return outfile;
}

/** A thread that begins a part, and does not come to its end. */
const beginning = `
  import { parentPort } from 'node:worker_threads';
  import { claimPart } from './sharedParts.js';
  let begin;
  parentPort.once('message', ({ sharing }) => { begin = () => claimPart(sharing); told?.(); });`;

const threads = {
  /** The command line as it is installed. */
  good: undefined,
  'dying in its first part': `${beginning} const told = () => { begin(); process.exit(3); };`,
  'dying in its second part': `${beginning}
    const told = undefined;
    import './checkWorker.js';
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = (message) => { post(message); begin(); throw new Error('no memory'); };`,
  throwing: `${beginning} const told = () => { begin(); throw new Error('no memory'); };`,
  'answering what cannot be sent': `
    import { parentPort } from 'node:worker_threads';
    import './checkWorker.js';
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = ({ part, made }) => post({ part, made: made && (() => made) });`,
  'never beginning': `setInterval(() => undefined, 1000);`,
  'that are not there': undefined,
};
type ThreadKind = keyof typeof threads;

const workers = new Map<ThreadKind, string>();

beforeAll(async () => {
  for (const [kind, source] of Object.entries(threads)) {
    workers.set(kind as ThreadKind, source === undefined ? path.join(folder, 'missing.cjs') : await bundled(`${kind}.cjs`, source));
  }
  const dist = path.join(folder, 'dist');
  execFileSync(process.execPath, ['server/tools/build.mjs', '--out', dist, 'cli', 'data'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
  });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  workers.set('good', path.join(dist, 'cli.js'));
  writeFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function rule(number: number, query: string): string {
  const id = `rule_id = "2f0f5a5e-7a52-4b0c-9a4e-${String(number).padStart(12, '0')}"`;
  const rest = restOfRule.replace(/^rule_id = .*$/m, id);
  return `[rule]\nname = "Rule number ${number}"\ntype = "eql"\nlanguage = "eql"\nindex = ["logs-endpoint.events.process-*"]\nquery = '''\n${query}\n'''\nseverity = "low"\n${rest}`;
}

/** Rules good and bad, two of them twice; files that are no rules, that cannot be read, that are left out; tests; an export; a configuration. */
function writeFolder(): void {
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };
  for (let number = 0; number < 30; number++) write(`rules/${number}.toml`, rule(number, `process where process.args_count == ${number}`));
  for (let number = 0; number < 8; number++) write(`rules/misspelt${number}.toml`, rule(100 + number, 'process where process.nmae == "a"'));
  write('rules/again.toml', rule(7, 'process where process.args_count == 7'));
  write('rules/broken.toml', '[rule\nquery = "a"\n');
  write('rules/noQuery.toml', rule(200, 'process where process.name =='));
  write('rules/Cargo.toml', '[package]\nname = "x"\n');
  write('rules/bare.eql', 'process where process.name = "x"');
  write('rules/binary.toml', new Uint8Array([0, 1, 2]));
  write('rules/1.test.toml', '[[test]]\nname = "a"\nexpected = 1\n');
  write('rules/old/left.toml', '[rule\n');
  write('rules/quiet.toml', `# rulewright-disable QRY002\n${rule(201, 'process where process.nmae == "b"')}`);
  write('rules/rulewright.config.json', '{ "exclude": ["old/**"], "profile": "detections-as-code", "fields": [{ "file": "none.csv" }] }');
  const exported = (number: number): string =>
    JSON.stringify({
      rule_id: `export-${number % 40}`,
      name: `Exported ${number}`,
      type: 'query',
      language: 'kuery',
      query: 'host.nam: a',
    });
  write('rules/export.ndjson', Array.from({ length: 50 }, (_, number) => exported(number)).join('\n'));
}

interface Shared extends Outcome {
  /** Of how many files another thread gave the verdicts. */
  readonly byOthers: number;
}

async function checkedBy(
  kind: ThreadKind | undefined,
  args: readonly string[],
  {
    count = 2,
    at = folder,
    isLast = false,
    ...more
  }: TestTerminalOptions & {
    readonly count?: number;
    readonly at?: string;
    /** The main thread does nothing before the others did. */ readonly isLast?: boolean;
  } = {},
): Promise<Shared> {
  let byOthers = 0;
  const counting = (helpers: Helpers | undefined): Helpers | undefined =>
    helpers && {
      claim: () => (isLast && byOthers === 0 && helpers.isBusy ? undefined : helpers.claim()),
      wait: () => helpers.wait(),
      dispose: () => helpers.dispose(),
      get isBusy() {
        return helpers.isBusy;
      },
      take(part) {
        const made = helpers.take(part) as readonly unknown[] | undefined;
        byOthers += made?.length ?? 0;
        return made;
      },
    };
  const outcome = await rulewright(['check', ...args], {
    folder: at,
    host: createNodeHost(data, () => undefined),
    findFiles: findFilesIn(at),
    ...more,
    ...(kind !== undefined && {
      startCheckThreads: (setup: CheckSetup) => counting(new CheckThreads(workers.get(kind) ?? '').start(setup, count)),
    }),
  });
  return { ...outcome, byOthers };
}

/** With a date that is older than the rule's text, where that was changed. */
function writeDated(number: number, query: string): void {
  const metadata = '[metadata]\ncreation_date = "1969/01/05"\nmaturity = "production"\nupdated_date = "1969/01/05"\n\n';
  writeFileSync(path.join(folder, `rules/${number}.toml`), `${metadata}${rule(number, query)}`);
}

const everything = ['rules', 'rules/export.ndjson', 'rules/Cargo.toml', 'rules/1.toml', 'rules/old/left.toml', 'gone.toml'];

describe('the same as on one thread', () => {
  it.each(['text', 'json', 'sarif', 'junit', 'github'])('as %s', async (format) => {
    const args = [...everything, '--format', format];
    const alone = await checkedBy(undefined, args);
    expect({ ...(await checkedBy('good', args)), byOthers: 0 }).toEqual(alone);
    expect({ exitCode: alone.exitCode, length: alone.output.length > 1000 }).toEqual({ exitCode: 2, length: true });
  });

  it.each(Object.keys(threads) as ThreadKind[])('with threads %s', async (kind) => {
    const args = [...everything, '--format', 'json'];
    expect({ ...(await checkedBy(kind, args)), byOthers: 0 }).toEqual(await checkedBy(undefined, args));
  });

  it('against a revision', async () => {
    const git = (...args: readonly string[]): unknown =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder, stdio: 'pipe' });
    for (let number = 0; number < 30; number += 7) writeDated(number, 'process where process.args_count == 1');
    git('init');
    git('add', 'rules');
    git('commit', '-m', 'rules');
    for (let number = 0; number < 30; number += 7) writeDated(number, 'process where process.args_count == 2');
    const args = ['rules', '--since', 'HEAD', '--format', 'json'];
    const more = { openRevision: revisionsIn(folder) };
    const alone = await checkedBy(undefined, args, more);
    expect({ ...(await checkedBy('good', args, more)), byOthers: 0 }).toEqual(alone);
    expect(alone.output.match(/MET003/g)).toHaveLength(5);
  });

  it('on the public rules', async () => {
    if (reference === undefined) return void console.log('not run: no reference data');
    const at = path.join(reference, 'corpus');
    const args = ['rules_building_block', '--format', 'json'];
    const shared = await checkedBy('good', args, { count: 1, at, isLast: true });
    expect({ ...shared, byOthers: 0 }).toEqual(await checkedBy(undefined, args, { at }));
    expect(shared.byOthers).toBeGreaterThan(0);
  });
});

it.each([
  ['good', true],
  ['dying in its second part', true],
  ['dying in its first part', false],
] as const)('threads %s do a part of the work: %s', async (kind, expected) => {
  expect((await checkedBy(kind, ['rules'], { isLast: true })).byOthers > 0).toBe(expected);
});

test('a check on several threads can be cancelled', async () => {
  let asked = 0;
  const token = {
    get isCancellationRequested() {
      return ++asked > 20;
    },
  };
  expect(await checkedBy('never beginning', ['rules'], { token })).toEqual({
    exitCode: 130,
    output: '',
    errors: 'cancelled\n',
    byOthers: 0,
  });
});

describe('before it is known what there is to check', () => {
  const many = path.join(folder, 'many');
  beforeAll(() => {
    for (const below of ['rules/linux', 'node_modules/package', '.hidden']) {
      mkdirSync(path.join(many, below), { recursive: true });
      for (let number = 0; number < 170; number++) writeFileSync(path.join(many, below, `${number}.toml`), '');
    }
    mkdirSync(path.join(many, 'other'));
    for (let number = 0; number < 2100; number++) writeFileSync(path.join(many, 'other', `${number}.ndjson`), '');
  });

  it.each([
    ['rules', 8, 1],
    ['rules/linux .hidden', 8, 2],
    ['rules/linux .hidden', 2, 1],
    ['rules/linux', 1, 0],
    ['rules --fix', 8, 0],
    ['rules/linux/1.toml', 8, 0],
    ['other', 8, 0],
  ])('%s, with %i processors, is probably worth %i more threads', (args, processors, expected) => {
    expect(expectedThreads(args.split(' '), processors, many)).toBe(expected);
  });

  test('threads that were expected and are not needed do not keep the process', () => {
    const dist = path.join(folder, 'dist/cli.js');
    const { status, stderr } = spawnSync(process.execPath, [dist, 'check', 'many/rules'], { cwd: folder });
    expect([status, stderr.toString()]).toEqual([2, expect.stringContaining('There are no rules in many/rules')]);
  });
});

test.each([
  [[1_000_000], 8, 0],
  [[600_000, 600_000], 8, 1],
  [[600_000, 600_000], 1, 0],
  [[5_000_000, 5_000_000], 2, 1],
  [[2_000_000, 2_000_000, 5_000_000, 0], 64, 3],
  [[9_000_000], 64, 0],
])('files of %j bytes, with %i processors, are worth %i more threads', (sizes, processors, expected) => {
  const files = sizes.map((size, place) => {
    const file = path.join(folder, `size${place}.toml`);
    writeFileSync(file, '');
    truncateSync(file, size);
    return file;
  });
  const setup: CheckSetup = {
    folder,
    profile: undefined,
    today: '2026-01-05',
    since: undefined,
    parts: files.map((file) => [file, 'gone.toml']),
  };
  expect(threadsFor(setup, processors)).toBe(expected);
});
