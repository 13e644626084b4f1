/** One pass over event files, whatever is looked for in them: reading, progress, what could not be read, how it ended. */
import { isCancelled, throwIfCancelled, type CancelToken } from '../base/cancel.js';
import type { ByteStream, Outcome } from '../base/host.js';
import { limits } from '../base/limits.js';
import type { EventBatch, EventSlice, EventView, FieldTable } from '../events/event.js';
import { parseEvent } from '../events/json.js';
import { readEvents } from '../events/read.js';
import { createView, type JsonView } from '../events/view.js';
import { EvaluationError } from './predicate.js';
import type { Hit, RunProgress, RunSummary, RunUpdate, UnreadableEvent } from './run.js';

export interface EventFile {
  /** How messages call it. */
  readonly name: string;
  readonly open: () => Promise<Outcome<ByteStream>>;
}

/** How the stream of a run ended. */
export type RunEnd = Omit<RunSummary, 'fidelity' | 'milliseconds'>;

/** An event as it is read. Valid until the next one. */
export interface SeenEvent {
  readonly view: EventView;
  readonly slice: EventSlice;
  /** Of the batch that `slice` is in. */
  readonly bytes: Uint8Array;
  /** Index into the event files of the run. */
  readonly file: number;
}

/** What is done with the events. */
export interface EventConsumer {
  /** Throws `EvaluationError` where the search would fail on a cluster, `RunLimit` where a bound is reached. */
  take(event: SeenEvent): void;
  /** The hits to report now, each once. */
  takeHits(): readonly Hit[];
  readonly matches: number;
}

/** Looks at each event after the consumer has, for what is told of a run besides its hits. */
export interface EventObserver {
  observe(event: SeenEvent): void;
}

/** Both as one, as far as they are there. */
export function both(one: EventObserver | undefined, other: EventObserver | undefined): EventObserver | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    observe(event) {
      one.observe(event);
      other.observe(event);
    },
  };
}

/** The consumer, with an observer beside it where there is one. */
export function observed(consumer: EventConsumer, observer: EventObserver | undefined): EventConsumer {
  if (observer === undefined) return consumer;
  return {
    take(event) {
      consumer.take(event);
      observer.observe(event);
    },
    takeHits: () => consumer.takeHits(),
    get matches() {
      return consumer.matches;
    },
  };
}

/** A bound of the run was reached, so that it cannot go on. The message says which, and what would help. */
export class RunLimit extends Error {}

export interface PassEnd extends RunEnd {
  /** All files were gone through, though some may not have been readable. */
  readonly complete: boolean;
}

const progressMilliseconds = 100;

/** Reads the files one after the other; returns how it ended. Never throws for what stands in the files. */
export async function* passOver(
  files: readonly EventFile[],
  fields: FieldTable,
  consumer: EventConsumer,
  clock: () => number,
  token: CancelToken,
): AsyncGenerator<RunUpdate, PassEnd, undefined> {
  const pass = new Pass(fields, consumer, clock);
  try {
    for (const [index, file] of files.entries()) {
      throwIfCancelled(token);
      const opened = await file.open();
      if (opened.ok) yield* passOverFile(pass, index, file, { stream: opened.value, isOnly: files.length === 1 }, token);
      else pass.failures.push(opened.failure.message);
    }
  } catch (error) {
    if (isCancelled(error)) return { ...pass.end('cancelled', 'The run was cancelled.'), complete: false };
    if (error instanceof EvaluationError) return { ...pass.end('failed', pass.explain(error, files)), complete: false };
    if (error instanceof RunLimit) return { ...pass.end('failed', error.message), complete: false };
    throw error;
  }
  const [failure, ...others] = pass.failures;
  if (failure === undefined) return { ...pass.end('finished', undefined), complete: true };
  const message = others.length === 0 ? failure : `${failure} (${others.length} more could not be read.)`;
  return { ...pass.end('failed', message), complete: true };
}

interface OpenFile {
  readonly stream: ByteStream;
  readonly isOnly: boolean;
}

async function* passOverFile(
  pass: Pass,
  index: number,
  file: EventFile,
  { stream, isOnly }: OpenFile,
  token: CancelToken,
): AsyncGenerator<RunUpdate, void, undefined> {
  const before = { events: pass.events, unreadable: pass.unreadableCount, failures: pass.failures.length };
  for await (const batch of readEvents(stream.chunks, token)) {
    const hits = pass.takeBatch(batch, index);
    if (hits.length > 0) yield { kind: 'hits', hits };
    if (pass.isProgressDue()) yield { kind: 'progress', progress: pass.progress(batch.bytesRead, isOnly ? stream.size : undefined) };
    if (batch.stopped !== undefined) pass.failures.push(`${file.name}: ${batch.bad.at(-1)?.message ?? 'The file cannot be read.'}`);
    throwIfCancelled(token);
  }
  pass.finishFile();
  if (pass.events > before.events || pass.failures.length > before.failures) return;
  const lines = pass.unreadableCount - before.unreadable;
  pass.failures.push(
    lines === 0
      ? `${file.name} has no events; it wants one JSON object a line, or an array of them.`
      : `${file.name} has no events: none of its ${lines} lines could be read as one.`,
  );
}

/** The state of one pass. */
class Pass {
  readonly failures: string[] = [];
  events = 0;
  unreadableCount = 0;
  #bytesOfFinished = 0;
  #bytesOfFile = 0;
  #lastProgress: number;
  #place: { readonly file: number; readonly line: number } | undefined;
  readonly #unreadable: UnreadableEvent[] = [];
  readonly #clock: () => number;
  readonly #view: JsonView;
  readonly #consumer: EventConsumer;

  constructor(fields: FieldTable, consumer: EventConsumer, clock: () => number) {
    this.#clock = clock;
    this.#lastProgress = clock();
    this.#view = createView(fields);
    this.#consumer = consumer;
  }

  /** The hits to report now. */
  takeBatch(batch: EventBatch, file: number): readonly Hit[] {
    this.#bytesOfFile = batch.bytesRead;
    const bad = [...batch.bad];
    for (const slice of batch.events) {
      const parsed = parseEvent(batch.bytes, slice);
      if (!parsed.ok) {
        bad.push(parsed.bad);
        continue;
      }
      this.events++;
      this.#place = { file, line: slice.line };
      this.#view.reset(parsed.event, parsed.metadata);
      this.#consumer.take({ view: this.#view, slice, bytes: batch.bytes, file });
    }
    for (const { line, message } of bad.sort((a, b) => a.line - b.line)) this.#addUnreadable({ line, message, file });
    return this.#consumer.takeHits();
  }

  finishFile(): void {
    this.#bytesOfFinished += this.#bytesOfFile;
    this.#bytesOfFile = 0;
  }

  isProgressDue(): boolean {
    const now = this.#clock();
    if (now - this.#lastProgress < progressMilliseconds) return false;
    this.#lastProgress = now;
    return true;
  }

  progress(bytesOfFile: number, totalBytes: number | undefined): RunProgress {
    return { events: this.events, matches: this.#consumer.matches, bytesRead: this.#bytesOfFinished + bytesOfFile, totalBytes };
  }

  explain(error: EvaluationError, files: readonly EventFile[]): string {
    const where = this.#place === undefined ? '' : ` (${files[this.#place.file]?.name ?? ''}, line ${this.#place.line})`;
    return `${error.message}${where}: a cluster would fail the whole search.`;
  }

  end(status: RunSummary['status'], message: string | undefined): RunEnd {
    return {
      status,
      message,
      events: this.events,
      matches: this.#consumer.matches,
      unreadable: this.#unreadable,
      unreadableCount: this.unreadableCount,
    };
  }

  #addUnreadable(event: UnreadableEvent): void {
    this.unreadableCount++;
    if (this.#unreadable.length < limits.listedBadLines) this.#unreadable.push(event);
  }
}
