/** Runs one lowered query over event files: a stream of updates, memory that does not grow with the files. */
import { isCancelled, throwIfCancelled, type CancelToken } from '../base/cancel.js';
import type { ByteStream, Outcome } from '../base/host.js';
import { limits } from '../base/limits.js';
import type { EventBatch, EventSlice, EventView, FieldTable } from '../events/event.js';
import { parseEvent } from '../events/json.js';
import { readEvents } from '../events/read.js';
import { parseInstant } from '../events/time.js';
import { createView, type JsonView } from '../events/view.js';
import { compileColumns } from './columns.js';
import { compilePredicate, type EventTest } from './compile.js';
import { PipedItems, type PipeStep } from './pipes.js';
import { EvaluationError, type Predicate } from './predicate.js';
import type { Column, Hit, RunProgress, RunSummary, RunUpdate, UnreadableEvent } from './run.js';
import { compileWitness, type Witness } from './witness.js';

/** A query ready to run. */
export interface QueryPlan {
  readonly predicate: Predicate;
  /** Numbers all fields of `predicate`. */
  readonly fields: FieldTable;
  /** Orders events where pipes need it, and is shown with each hit. */
  readonly timestampField: string;
  readonly categoryField: string;
  readonly pipes: readonly PipeStep[];
}

export interface EventFile {
  /** How messages call it. */
  readonly name: string;
  readonly open: () => Promise<Outcome<ByteStream>>;
}

/** How the stream of a run ended. */
export type RunEnd = Omit<RunSummary, 'fidelity' | 'milliseconds'>;

const progressMilliseconds = 100;

/** Runs the plan over the files, one after the other; returns how it ended. Never throws for what stands in the files. */
export async function* runPlan(
  plan: QueryPlan,
  files: readonly EventFile[],
  clock: () => number,
  token: CancelToken,
): AsyncGenerator<RunUpdate, RunEnd, undefined> {
  const run = new Run(plan, clock);
  try {
    for (const [index, file] of files.entries()) {
      throwIfCancelled(token);
      const opened = await file.open();
      if (opened.ok) yield* runFile(run, index, file, { stream: opened.value, isOnly: files.length === 1 }, token);
      else run.failures.push(opened.failure.message);
    }
  } catch (error) {
    if (isCancelled(error)) return run.end('cancelled', 'The run was cancelled.');
    if (error instanceof EvaluationError) return run.end('failed', run.explain(error, files));
    throw error;
  }
  const remaining = run.takePiped();
  if (remaining.length > 0) yield { kind: 'hits', hits: remaining };
  const [failure, ...others] = run.failures;
  if (failure === undefined) return run.end('finished', undefined);
  return run.end('failed', others.length === 0 ? failure : `${failure} (${others.length} more could not be read.)`);
}

interface OpenFile {
  readonly stream: ByteStream;
  readonly isOnly: boolean;
}

async function* runFile(
  run: Run,
  index: number,
  file: EventFile,
  { stream, isOnly }: OpenFile,
  token: CancelToken,
): AsyncGenerator<RunUpdate, void, undefined> {
  const before = { events: run.events, unreadable: run.unreadableCount, failures: run.failures.length };
  for await (const batch of readEvents(stream.chunks, token)) {
    const hits = run.takeBatch(batch, index);
    if (hits.length > 0) yield { kind: 'hits', hits };
    if (run.isProgressDue()) yield { kind: 'progress', progress: run.progress(batch.bytesRead, isOnly ? stream.size : undefined) };
    if (batch.stopped !== undefined) run.failures.push(`${file.name}: ${batch.bad.at(-1)?.message ?? 'The file cannot be read.'}`);
    throwIfCancelled(token);
  }
  run.finishFile();
  if (run.events > before.events || run.failures.length > before.failures) return;
  const lines = run.unreadableCount - before.unreadable;
  run.failures.push(
    lines === 0 ? `${file.name} has no events.` : `${file.name} has no events: none of its ${lines} lines could be read as one.`,
  );
}

/** The state of one run. */
class Run {
  readonly failures: string[] = [];
  events = 0;
  unreadableCount = 0;
  #matches = 0;
  #bytesOfFinished = 0;
  #bytesOfFile = 0;
  #lastProgress: number;
  #place: { readonly file: number; readonly line: number } | undefined;
  readonly #unreadable: UnreadableEvent[] = [];
  readonly #clock: () => number;
  readonly #view: JsonView;
  readonly #test: EventTest;
  readonly #witness: Witness;
  readonly #columns: (view: EventView) => readonly Column[];
  readonly #timestamp: number;
  readonly #piped: PipedItems<Hit> | undefined;
  readonly #keptTexts: number;

  constructor(plan: QueryPlan, clock: () => number) {
    const [first, ...rest] = plan.pipes;
    this.#clock = clock;
    this.#lastProgress = clock();
    this.#timestamp = plan.fields.intern(plan.timestampField);
    this.#test = compilePredicate(plan.predicate);
    this.#witness = compileWitness(plan.predicate, plan.fields);
    this.#columns = compileColumns(plan.predicate, plan.fields, [plan.timestampField, plan.categoryField]);
    this.#view = createView(plan.fields);
    this.#piped = first === undefined ? undefined : new PipedItems(first, rest);
    this.#keptTexts = first === undefined || first.count > limits.keptHits ? limits.keptHits : Infinity;
  }

  /** The hits to report now: none while pipes collect them. */
  takeBatch(batch: EventBatch, file: number): readonly Hit[] {
    this.#bytesOfFile = batch.bytesRead;
    const hits: Hit[] = [];
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
      if (this.#test(this.#view)) this.#addHit(this.#hit(batch.bytes, slice, file), hits);
    }
    for (const { line, message } of bad.sort((a, b) => a.line - b.line)) this.#addUnreadable({ line, message, file });
    return hits;
  }

  takePiped(): readonly Hit[] {
    if (this.#piped === undefined) return [];
    const hits = this.#piped.take();
    this.#matches = hits.length;
    return hits;
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
    return { events: this.events, matches: this.#matches, bytesRead: this.#bytesOfFinished + bytesOfFile, totalBytes };
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
      matches: this.#matches,
      unreadable: this.#unreadable,
      unreadableCount: this.unreadableCount,
    };
  }

  #addHit(hit: Hit, hits: Hit[]): void {
    this.#matches++;
    if (this.#piped === undefined) hits.push(hit);
    else this.#piped.offer(hit, hit.timestamp === undefined ? undefined : parseInstant(hit.timestamp));
  }

  #hit(bytes: Uint8Array, slice: EventSlice, file: number): Hit {
    const { offset, length, line, column } = slice;
    const [timestamp] = this.#view.values(this.#timestamp);
    return {
      file,
      offset,
      length,
      line,
      column,
      text: this.#matches < this.#keptTexts ? new TextDecoder().decode(bytes.subarray(slice.start, slice.end)) : undefined,
      timestamp: timestamp === undefined ? undefined : String(timestamp),
      clauses: this.#witness(this.#view) ?? [],
      columns: this.#columns(this.#view),
    };
  }

  #addUnreadable(event: UnreadableEvent): void {
    this.unreadableCount++;
    if (this.#unreadable.length < limits.listedBadLines) this.#unreadable.push(event);
  }
}
