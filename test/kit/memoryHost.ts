/** A host for tests: files in memory, a fixed clock, a log that can be read. */
import { readFile } from 'node:fs/promises';
import { fail, succeed, type Host, type LogLevel, type Outcome } from '../../server/src/base/host.js';

export interface MemoryHost extends Host {
  readonly logged: readonly { readonly level: LogLevel; readonly message: string }[];
  /** How many streams are open: 0 once all were read to their end or left. */
  readonly openStreams: number;
}

export interface MemoryHostOptions {
  /** What `now` gives, in milliseconds since the epoch. */
  readonly now?: number;
  /** Size of the chunks of streams; the whole file at once when left out. */
  readonly chunkBytes?: number;
  /** Data files by name; those not named here come from `server/src/schema/data`. */
  readonly assets?: Readonly<Record<string, string>>;
}

const dataFolder = new URL('../../server/src/schema/data/', import.meta.url);

/** A host with these files, by URI; all others are missing. */
export function memoryHost(files: Readonly<Record<string, string | Uint8Array>>, options: MemoryHostOptions = {}): MemoryHost {
  const logged: { readonly level: LogLevel; readonly message: string }[] = [];
  let openStreams = 0;

  function bytesOf(uri: string): Outcome<Uint8Array> {
    const content = files[uri];
    if (content === undefined) return fail('missing', `There is no file ${uri}; check the path.`);
    return succeed(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }

  async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    openStreams++;
    try {
      const step = options.chunkBytes ?? Math.max(1, bytes.length);
      for (let at = 0; at < bytes.length; at += step) yield bytes.slice(at, at + step);
    } finally {
      openStreams--;
    }
  }

  return {
    logged,
    get openStreams() {
      return openStreams;
    },
    readText: async (uri) => {
      const bytes = bytesOf(uri);
      if (!bytes.ok) return bytes;
      if (bytes.value.includes(0)) return fail('binary', `${uri} is a binary file, not text; name a rule or another text file.`);
      return succeed(new TextDecoder().decode(bytes.value));
    },
    openStream: async (uri) => {
      const bytes = bytesOf(uri);
      return bytes.ok ? succeed({ size: bytes.value.length, chunks: chunksOf(bytes.value) }) : bytes;
    },
    exists: async (uri) => files[uri] !== undefined,
    findRules: async (folder) =>
      Object.keys(files).filter((uri) => uri.startsWith(folder) && /\.(?:toml|json|ndjson|eql|kuery)$/.test(uri)),
    readAsset: async (name) => options.assets?.[name] ?? readFile(new URL(name, dataFolder), 'utf8'),
    now: () => options.now ?? 0,
    log: (level, message) => void logged.push({ level, message }),
  };
}
