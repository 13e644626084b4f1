/** Two queries for single events compared in one pass: each event is read once and tested with both. */
import { compilePredicate, type EventTest } from '../evaluate/compile.js';
import { passOver, type EventConsumer, type EventFile, type SeenEvent } from '../evaluate/eventPass.js';
import { compileHit } from '../evaluate/hit.js';
import { EvaluationError, type Predicate } from '../evaluate/predicate.js';
import type { Hit } from '../evaluate/run.js';
import { categoryOf, timestampOf, type Prepared } from '../evaluate/runRule.js';
import { MatchLists } from './lists.js';
import type { Side } from './result.js';
import type { Compared, PassTools } from './pass.js';
import { compileFailing, whyOf, type FindFailing } from './why.js';

/** A version that can be run, with an event query; both with the same field table. */
export interface EventVersion {
  readonly prepared: Prepared;
  readonly predicate: Predicate;
}

/** One of the versions may be missing; then all matches are gained, or lost. */
export async function diffEvents(
  versions: Readonly<Record<Side, EventVersion | undefined>>,
  files: readonly EventFile[],
  limit: number,
  { clock, token, report }: PassTools,
): Promise<Compared> {
  const fields = (versions.after ?? versions.before)?.prepared.fields;
  if (fields === undefined) throw new Error('there is no version to run');
  const events = new ComparingEvents(versions, limit);
  const pass = passOver(files, fields, events, clock, token);
  let next = await pass.next();
  while (next.done !== true) {
    if (next.value.kind === 'progress') report(next.value.progress);
    next = await pass.next();
  }
  const { status, message, events: read, unreadable, unreadableCount } = next.value;
  return { status, message, failed: events.failed, lists: events.lists, events: read, unreadable, unreadableCount, notes: [] };
}

/** A version as the pass needs it. */
interface Tested {
  readonly test: EventTest;
  readonly hit: (event: SeenEvent, keepText: boolean) => Hit;
  readonly failing: FindFailing;
}

class ComparingEvents implements EventConsumer {
  readonly lists: MatchLists;
  /** The version whose search would fail on a cluster. */
  failed: Side | undefined;
  matches = 0;
  readonly #before: Tested | undefined;
  readonly #after: Tested | undefined;

  constructor({ before, after }: Readonly<Record<Side, EventVersion | undefined>>, limit: number) {
    this.lists = new MatchLists(limit);
    this.#before = before === undefined ? undefined : this.#tested(before, 'before');
    this.#after = after === undefined ? undefined : this.#tested(after, 'after');
  }

  take(event: SeenEvent): void {
    const had = this.#before?.test(event.view) ?? false;
    const has = this.#after?.test(event.view) ?? false;
    if (!had && !has) return;
    this.matches++;
    const kind = had && has ? 'kept' : has ? 'gained' : 'lost';
    this.lists.count(kind);
    const [owner, other] = has ? [this.#after, this.#before] : [this.#before, this.#after];
    if (owner === undefined || !this.lists.hasRoom(kind)) return;
    const side = has ? 'before' : 'after';
    const why = kind === 'kept' || other === undefined ? undefined : whyOf(side, [other.failing(event, 0, undefined)], '');
    this.lists.keep(kind, { hits: [owner.hit(event, true)], why });
  }

  takeHits(): readonly [] {
    return [];
  }

  #tested({ prepared, predicate }: EventVersion, side: Side): Tested {
    const { rule, fields, query } = prepared;
    const matches = compilePredicate(predicate);
    const passes = query.filter.predicate === undefined ? undefined : compilePredicate(query.filter.predicate);
    return {
      test: (view) => {
        try {
          return matches(view) && passes?.(view) !== false;
        } catch (error) {
          if (error instanceof EvaluationError) this.failed = side;
          throw error;
        }
      },
      hit: compileHit(predicate, fields, { timestampField: timestampOf(rule), categoryField: categoryOf(rule) }),
      failing: compileFailing(prepared),
    };
  }
}
