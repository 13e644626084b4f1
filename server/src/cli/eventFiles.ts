/** Which event files a run uses: those that the user names, or the one beside the rule. */
import { fail, succeed, type Host, type Outcome } from '../base/host.js';
import { sampleNamesOf } from '../rule/sampleNames.js';
import { uriOf } from './files.js';
import type { Terminal } from './terminal.js';

/** An event file; `path` as the user would write it. */
export interface EventFile {
  readonly path: string;
  readonly uri: string;
}

/** The URI under which the host finds standard input; messages name it by the last part. */
export const standardInputUri = 'stdin:/Standard%20input';

/** Also said where the query needs the time of the newest event, which takes a reading of its own. */
const readOnce = 'Standard input can be read only once; name - once and give --now, or save the events to a file.';

/** `-` is standard input. Whether the files can be read is left to the run. */
export async function eventFilesOf(
  rule: string,
  named: readonly string[] | undefined,
  terminal: Terminal,
): Promise<Outcome<readonly EventFile[]>> {
  if (named === undefined) return eventFileBeside(rule, terminal);
  const files: EventFile[] = [];
  for (const pattern of named) {
    const found = await filesNamed(pattern, terminal);
    if (found.length === 0) return fail('missing', `No file matches ${pattern}; name event files, or a glob that matches some.`);
    files.push(...found.map((path) => ({ path, uri: path === '-' ? standardInputUri : uriOf(terminal.folder, path) })));
  }
  if (files.filter(({ uri }) => uri === standardInputUri).length > 1) return fail('unsupported', readOnce);
  return succeed(files);
}

/** A folder stays itself, for the run to say what it is. */
async function filesNamed(pattern: string, terminal: Terminal): Promise<readonly string[]> {
  const { kind, paths } = pattern === '-' ? { kind: 'file', paths: [pattern] } : await terminal.findFiles(pattern);
  return kind === 'folder' ? [pattern] : paths;
}

async function eventFileBeside(rule: string, { host, folder }: Terminal): Promise<Outcome<readonly EventFile[]>> {
  const names = sampleNamesOf(rule);
  for (const path of names) {
    const uri = uriOf(folder, path);
    if (await host.exists(uri)) return succeed([{ path, uri }]);
  }
  return fail('missing', `There are no events to run on; name a file with --events, or put ${names[0] ?? ''} beside the rule.`);
}

/** The host with standard input as one more file, which can be opened once: `open` then gives its bytes. */
export function withStandardInput(host: Host, open: () => AsyncIterable<Uint8Array>): Host {
  let isRead = false;
  return {
    ...host,
    openStream: async (uri) => {
      if (uri !== standardInputUri) return host.openStream(uri);
      if (isRead) return fail('unreadable', readOnce);
      isRead = true;
      return succeed({ size: undefined, chunks: open() });
    },
  };
}
