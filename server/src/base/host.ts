/**
 * All that the core may ask of its surroundings. Node, the browser and the tests each supply one; the core itself has no file
 * system, no network and no clock.
 */

export type FailureKind = 'missing' | 'unreadable' | 'directory' | 'binary' | 'tooLarge' | 'damaged' | 'unsupported';

/** An expected failure, as a value. `message` is one sentence for the user that names the thing and what to do next. */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** What work gives that can fail in ways that are no bug: a file that is missing, a server that refuses. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** `message`: a sentence for people: what is wrong, on what, and what would be right. */
export function fail(kind: FailureKind, message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind, message } };
}

/** An open file: its raw bytes in order, chunk by chunk. `size` in bytes where it is known, before decompression. */
export interface ByteStream {
  readonly size: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** An open file that can be read at any place, at once: for going through large files quickly. */
export interface RandomAccess {
  /** In bytes, when it was opened. */
  readonly size: number;
  /** Reads from `position` into the whole of `into`, as far as the file goes; the number of bytes. Throws where reading fails. */
  read(into: Uint8Array, position: number): number;
  /** Lets other work have its turn. */
  turn(): Promise<void>;
  /**
   * Starts further threads that do the same work on parts of the file, counted from 0 up to `parts`. `job` says which work, as plain data.
   * Undefined where one thread does better.
   */
  startHelpers?(job: unknown, parts: number): Helpers | undefined;
  close(): void;
}

/** Threads that take part in going through a file. They get no more than a few parts ahead of what was taken. */
export interface Helpers {
  /** The next part that nobody has begun yet, for this thread to do; undefined where it should wait for the others. */
  claim(): number | undefined;
  /** What a helper made of the part. */
  take(part: number): unknown;
  /** Whether a helper may still be busy. */
  readonly isBusy: boolean;
  /** Until a helper has done something more. */
  wait(): Promise<void>;
  /** Ends them. */
  dispose(): void;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Files are named by URI (`file:///…`) throughout; paths exist only in the command line and in Node's host. */
export interface Host {
  /** The whole of a text file as UTF-8, a byte order mark removed. Fails with `binary` on NUL bytes, `tooLarge` above `limits.textBytes`. */
  readText(uri: string): Promise<Outcome<string>>;
  openStream(uri: string): Promise<Outcome<ByteStream>>;
  /** Not for pipes and devices, and not in every host: what it is for can be done with `openStream` too. */
  openRandomAccess?(uri: string): Promise<Outcome<RandomAccess>>;
  exists(uri: string): Promise<boolean>;
  /**
   * URIs of the files below a folder that may be rules: `.toml`, `.json`, `.ndjson`, `.eql`, `.kuery`. Folders of packages and hidden ones
   * are passed over; up to `limits.foundFiles`, beyond which the log says so. Empty where the folder cannot be read.
   */
  findRules(folderUri: string): Promise<readonly string[]>;
  /** A data file shipped with the product (`server/src/schema/data`), by file name. Throws when it is not there: that is a broken installation. */
  readAsset(name: string): Promise<string>;
  /** Milliseconds since the epoch. */
  now(): number;
  log(level: LogLevel, message: string): void;
}
