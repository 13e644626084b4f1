/** Runs the query of a rule on made events: nothing is handed out that the evaluator does not confirm. */
import type { CancelToken } from '../base/cancel.js';
import { succeed } from '../base/host.js';
import type { EventFile } from '../evaluate/eventPass.js';
import { fieldRef } from '../evaluate/lowering.js';
import type { RunUpdate } from '../evaluate/run.js';
import { runPlan } from '../evaluate/runPlan.js';
import { categoryOf, timestampOf, type Prepared } from '../evaluate/runRule.js';
import { runSequence } from '../evaluate/sequence/runSequence.js';
import type { MadeEvent } from './madeEvent.js';

/** A rule and its query, ready to run. */
export type RunnableRule = Pick<Prepared, 'rule' | 'query' | 'fields' | 'catalog'>;

/** The number of matches; undefined where the run fails. */
export async function countMatches(prepared: RunnableRule, events: readonly MadeEvent[], token: CancelToken): Promise<number | undefined> {
  const { query, filter } = prepared.query;
  const { rule, fields, catalog } = prepared;
  const shown = { filter: filter.predicate, fields, timestampField: timestampOf(rule), categoryField: categoryOf(rule) };
  const files = [fileOf(events)];
  if (query.kind === 'events') {
    const end = await endOf(runPlan({ ...query, ...shown }, files, noClock, token));
    return end.status === 'finished' ? end.matches : undefined;
  }
  const tiebreaker =
    rule.tiebreakerField === undefined ? undefined : fieldRef(rule.tiebreakerField.value, { catalog, fields, now: undefined });
  const { end } = await endOf(runSequence({ ...shown, query, tiebreaker, samplesPerKey: 1 }, files, noClock, token));
  return end.status === 'finished' ? end.matches : undefined;
}

/** A few events need no progress. */
const noClock = (): number => 0;

async function endOf<T>(run: AsyncGenerator<RunUpdate, T, undefined>): Promise<T> {
  let next = await run.next();
  while (next.done !== true) next = await run.next();
  return next.value;
}

function fileOf(events: readonly MadeEvent[]): EventFile {
  const bytes = new TextEncoder().encode(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield bytes;
  }
  return { name: 'made events', open: () => Promise.resolve(succeed({ size: bytes.length, chunks: chunks() })) };
}
