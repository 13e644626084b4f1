/** A terminal in memory for the tests of the command line: files from a record, output as strings, a clock that is set by hand. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, succeed } from '../../server/src/base/host.js';
import { main } from '../../server/src/cli/main.js';
import type { CompareRevisions, FindFiles, Terminal } from '../../server/src/cli/terminal.js';
import { memoryHost } from '../kit/memoryHost.js';

const folder = path.resolve('/project');

export interface TestTerminal extends Terminal {
  output(): string;
  errors(): string;
  /** The files that were written, by path. */
  written(): Readonly<Record<string, string>>;
  /** How many language servers were started. */
  servers(): number;
  /** Moves the clock on. */
  wait(milliseconds: number): void;
}

export interface TestTerminalOptions extends Partial<
  Pick<
    Terminal,
    'colour' | 'width' | 'progress' | 'token' | 'findFiles' | 'host' | 'folder' | 'clusters' | 'ask' | 'openRevision' | 'startCheckThreads'
  >
> {
  /** By path, from the current folder on. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** By the name of a revision, what changed files held then. */
  readonly revisions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What `diff` finds changed. */
  readonly compareRevisions?: CompareRevisions;
}

export function testTerminal({ files = {}, revisions = {}, ...options }: TestTerminalOptions = {}): TestTerminal {
  let output = '';
  let errors = '';
  let now = 0;
  let servers = 0;
  const written = new Map<string, string>();
  const byUri = Object.fromEntries(Object.entries(files).map(([name, content]) => [pathToFileURL(path.join(folder, name)).href, content]));
  return {
    host: { ...memoryHost(byUri), now: () => now },
    token: { isCancellationRequested: false },
    version: '1.2.3',
    folder,
    write: (text) => void (output += text),
    writeError: (text) => void (errors += text),
    colour: false,
    width: undefined,
    progress: false,
    findFiles: findAmong(Object.keys(files)),
    writeFile: async (name, text, overwrite) => {
      if (!overwrite && (written.has(name) || files[name] !== undefined)) return fail('unreadable', `${name} exists already`);
      written.set(name, text);
      return succeed(undefined);
    },
    openRevision: async (revision) => {
      const earlier = revisions[revision];
      return earlier === undefined ? fail('unreadable', `${revision} is no revision`) : succeed(async (name) => earlier[name]);
    },
    compareRevisions: async ({ from }) => fail('unreadable', `${from} is no revision`),
    startLanguageServer: async () => void (servers += 1),
    clusters: {
      environment: {},
      configFolder: '/home/.config/rulewright',
      cacheFolder: '/home/.cache/rulewright',
      loadClient: async () => (await import('../../server/src/elastic/client.js')).openClient,
      loadKibana: async () => (await import('../../server/src/elastic/kibanaHttp.js')).openKibana,
      readFile: async () => undefined,
      keepFile: async () => succeed(undefined),
      readSecretFile: async () => undefined,
    },
    ask: async () => undefined,
    randomId: () => '00000000-0000-4000-8000-000000000000',
    written: () => Object.fromEntries(written),
    ...options,
    output: () => output,
    errors: () => errors,
    servers: () => servers,
    wait: (milliseconds) => void (now += milliseconds),
  };
}

/** A folder by the paths below it; everything else is a file. */
function findAmong(paths: readonly string[]): FindFiles {
  return async (pattern) => {
    const below = paths.filter((each) => each.startsWith(`${pattern.replace(/\/$/, '')}/`));
    return below.length > 0 ? { kind: 'folder', paths: below.sort() } : { kind: 'file', paths: [pattern] };
  };
}

export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command line, and tells what it wrote into files too. */
export async function rulewrightWriting(
  args: readonly string[],
  options: TestTerminalOptions = {},
): Promise<Outcome & { readonly written: Readonly<Record<string, string>> }> {
  const terminal = testTerminal(options);
  const exitCode = await main(args, terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors(), written: terminal.written() };
}

/** Runs the command line; the time that a run took is written as `0.00 s`. */
export async function rulewright(args: readonly string[], options: TestTerminalOptions = {}): Promise<Outcome> {
  const terminal = testTerminal(options);
  const exitCode = await main(args, terminal);
  const output = terminal
    .output()
    .replace(/\d+\.\d\d s$/m, '0.00 s')
    .replace(/"milliseconds": \d+/, '"milliseconds": 0');
  return { exitCode, output, errors: terminal.errors() };
}
