/** One pass over event files, whatever is looked for in them: reading, progress, what could not be read, how it ended. */
import { isCancelled, throwIfCancelled, type CancelToken } from '../base/cancel.js';
import type { ByteStream, Outcome } from '../base/host.js';
import { limits } from '../base/limits.js';
import type { EventBatch, EventSlice, EventView, FieldTable } from '../events/event.js';
import { parseEvent } from '../events/json.js';
import { applyMapper, FileMapper, MappingTally, type EventMapper } from '../events/mapper.js';
import { readEvents } from '../events/read.js';
import { createView, type JsonView } from '../events/view.js';
import { openQuickly, type QuickAccess, type QuickFile } from './fast/quickFile.js';
import { UnparsedFilter } from './fast/unparsedFilter.js';
import { EvaluationError, type Predicate } from './predicate.js';
import type { Hit, RunProgress, RunSummary, RunUpdate, UnreadableEvent } from './run.js';

/** A file, or standard input, that a run reads events from. */
export interface EventFile {
  /** How messages call it. */
  readonly name: string;
  readonly open: () => Promise<Outcome<ByteStream>>;
  /** Where it can also be gone through quickly, looking closely only at what matters. */
  readonly quick?: QuickAccess | undefined;
  /** Events of another shape go through it. */
  readonly mapper?: EventMapper | undefined;
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
  /** What the event went through; the bytes are what stands in the file. */
  readonly mapper?: EventMapper | undefined;
}

/** What is done with the events. */
export interface EventConsumer {
  /** Throws `EvaluationError` where the search would fail on a cluster, `RunLimit` where a bound is reached. */
  take(event: SeenEvent): void;
  /** The hits to report now, each once. */
  takeHits(): readonly Hit[];
  readonly matches: number;
  /** Events that neither satisfy it nor fail it make no difference to `take` and may be left out. Undefined where every event counts. */
  readonly wanted?: Predicate | undefined;
  /** Takes events that have not been parsed, where it can. */
  readonly unparsed?: UnparsedEvents | undefined;
}

/** A consumer that gets along without most events being parsed. Only events that are not mapped are offered. */
export interface UnparsedEvents {
  /** The events of this batch come next. False where they are to be parsed. */
  begin(batch: EventBatch): boolean;
  /** Whether the event was taken; else it is parsed and given to `take`, as if it had not been offered. */
  take(slice: EventSlice, file: number): boolean;
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
  const pass = new Pass(fields, consumer, clock, consumer.unparsed ?? filterFor(files, consumer, fields));
  try {
    for (const [index, file] of files.entries()) {
      throwIfCancelled(token);
      const quick = await quickFile(file, consumer, fields, token);
      if (quick !== undefined) {
        yield* passOverQuickly(pass, index, file, { source: quick, isOnly: files.length === 1 }, token);
        continue;
      }
      const opened = await file.open();
      if (opened.ok) {
        const source = { size: opened.value.size, batches: () => readEvents(opened.value.chunks, token) };
        yield* passOverFile(pass, index, file, { source, isOnly: files.length === 1 }, token);
      } else pass.failures.push(opened.failure.message);
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

/** For the files that are not gone through quickly although that is wanted. */
function filterFor(files: readonly EventFile[], { wanted }: EventConsumer, fields: FieldTable): UnparsedEvents | undefined {
  const quick = files.find((file) => file.quick !== undefined)?.quick;
  return quick === undefined || wanted === undefined ? undefined : new UnparsedFilter(wanted, fields, quick.leastBytes);
}

interface OpenFile {
  readonly source: {
    readonly size: number | undefined;
    readonly batches: (token: CancelToken) => AsyncGenerator<EventBatch, void, undefined>;
  };
  readonly isOnly: boolean;
}

async function quickFile(
  { quick, mapper }: EventFile,
  { wanted }: EventConsumer,
  fields: FieldTable,
  token: CancelToken,
): Promise<QuickFile | undefined> {
  return quick === undefined || wanted === undefined ? undefined : openQuickly(quick, wanted, fields, mapper, token);
}

async function* passOverQuickly(
  pass: Pass,
  index: number,
  file: EventFile,
  open: { readonly source: QuickFile; readonly isOnly: boolean },
  token: CancelToken,
): AsyncGenerator<RunUpdate, void, undefined> {
  try {
    yield* passOverFile(pass, index, { ...file, mapper: undefined }, open, token);
  } finally {
    open.source.close();
  }
}

async function* passOverFile(
  pass: Pass,
  index: number,
  file: EventFile,
  { source, isOnly }: OpenFile,
  token: CancelToken,
): AsyncGenerator<RunUpdate, void, undefined> {
  const fileMapper = new FileMapper(file.mapper);
  const before = { events: pass.events, unreadable: pass.unreadableCount, failures: pass.failures.length };
  for await (const batch of source.batches(token)) {
    const hits = pass.takeBatch(batch, index, fileMapper.for(batch));
    if (hits.length > 0) yield { kind: 'hits', hits };
    if (pass.isProgressDue()) yield { kind: 'progress', progress: pass.progress(batch.bytesRead, isOnly ? source.size : undefined) };
    if (batch.stopped !== undefined) pass.failures.push(`${file.name}: ${batch.bad.at(-1)?.message ?? 'The file cannot be read.'}`);
    throwIfCancelled(token);
  }
  pass.finishFile();
  if (pass.events > before.events || pass.failures.length > before.failures) return;
  pass.failures.push(`${file.name} has no events${whyNone(pass.unreadableCount - before.unreadable)}`);
}

function whyNone(unreadable: number): string {
  if (unreadable === 0) return '; it wants one JSON object a line, or an array of them.';
  return unreadable === 1 ? ': its only line could not be read as one.' : `: none of its ${unreadable} lines could be read as one.`;
}

/** Why there is no result: on the event of that line, a script fails as it would on a cluster. */
export function searchFailure({ message }: EvaluationError, file: string, line: number): string {
  return `${message} (${file}, line ${line}): a cluster would fail the whole search.`;
}

/** The state of one pass. */
class Pass {
  readonly failures: string[] = [];
  events = 0;
  unreadableCount = 0;
  #skipped = 0;
  #bytesOfFinished = 0;
  #bytesOfFile = 0;
  #lastProgress: number;
  #place: { readonly file: number; readonly line: number } | undefined;
  readonly #unreadable: UnreadableEvent[] = [];
  readonly #mapping = new MappingTally();
  readonly #clock: () => number;
  readonly #view: JsonView;
  readonly #consumer: EventConsumer;
  readonly #unparsed: UnparsedEvents | undefined;

  constructor(fields: FieldTable, consumer: EventConsumer, clock: () => number, unparsed: UnparsedEvents | undefined) {
    this.#unparsed = unparsed;
    this.#clock = clock;
    this.#lastProgress = clock();
    this.#view = createView(fields);
    this.#consumer = consumer;
  }

  /** The hits to report now. */
  takeBatch(batch: EventBatch, file: number, mapper: EventMapper | undefined): readonly Hit[] {
    this.#bytesOfFile = batch.bytesRead;
    const bad = [...batch.bad];
    let skipped = 0;
    const skipTo = (count: number): void => {
      this.events += count - skipped;
      skipped = count;
    };
    const unparsed = this.#unparsed;
    const raw = mapper === undefined && unparsed?.begin(batch) === true ? unparsed : undefined;
    for (const slice of batch.events) {
      skipTo(slice.skippedBefore ?? 0);
      if (raw?.take(slice, file) === true) {
        this.events++;
        this.#skipped++;
        continue;
      }
      const parsed = parseEvent(batch.bytes, slice);
      if (!parsed.ok) {
        bad.push(parsed.bad);
        continue;
      }
      this.events++;
      this.#place = { file, line: slice.line };
      this.#view.reset(applyMapper(parsed, mapper, this.#mapping).event, parsed.metadata);
      this.#consumer.take({ view: this.#view, slice, bytes: batch.bytes, file, mapper });
    }
    skipTo(batch.skipped ?? 0);
    this.#skipped += skipped;
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
    const { file, line } = this.#place ?? { file: 0, line: 1 };
    return searchFailure(error, files[file]?.name ?? '', line);
  }

  end(status: RunSummary['status'], message: string | undefined): RunEnd {
    const mapping = this.#mapping.report();
    return {
      status,
      message,
      events: this.events,
      matches: this.#consumer.matches,
      unreadable: this.#unreadable,
      unreadableCount: this.unreadableCount,
      ...(mapping === undefined ? {} : { mapping }),
      ...(this.#skipped === 0 ? {} : { skipped: this.#skipped }),
    };
  }

  #addUnreadable(event: UnreadableEvent): void {
    this.unreadableCount++;
    if (this.#unreadable.length < limits.listedBadLines) this.#unreadable.push(event);
  }
}
