/** Chosen events of a run's files, each judged clause by clause, matching or not. */
import { isCancelled, type CancelToken } from '../../base/cancel.js';
import type { Host } from '../../base/host.js';
import type { EventSlice } from '../../events/event.js';
import type { Schemas } from '../../schema/catalog.js';
import { compilePredicate, type EventTest } from '../compile.js';
import { passOver, type EventConsumer, type SeenEvent } from '../eventPass.js';
import type { RunSummary } from '../run.js';
import { eventFile, mappingNotes, notRun, prepare, type Prepared, type RunRequest } from '../runRule.js';
import { requiredClauses } from './clauses.js';
import { distanceOf } from './distance.js';
import { placeAndText } from './eventText.js';
import type { JudgedEvent, JudgedPart } from './explained.js';
import { originsOf } from './origins.js';
import { judgesOf, wildcardsOf, type PartJudge } from './explainer.js';

/** Which events: all, those on a one-based line, or the one at a place of it. `column` counts UTF-16 characters before the place. */
export type WantedEvents = { readonly line?: undefined } | { readonly line: number; readonly column?: number };

/** As a run ends; `matches` counts nothing here. */
export interface ExplainedEvents extends RunSummary {
  /** The first of the wanted events, in file order. */
  readonly judged: readonly JudgedEvent[];
  /** How many there are. */
  readonly wanted: number;
}

/** Events whose verdicts are kept. */
const mostJudged = 1000;

/** Never throws for what the user did: the status says it. */
export async function explainEvents(
  request: RunRequest,
  wanted: WantedEvents,
  host: Host,
  schemas: Schemas,
  token: CancelToken,
): Promise<ExplainedEvents> {
  const started = host.now();
  const ended = (end: Omit<RunSummary, 'milliseconds'>, judged: readonly JudgedEvent[] = [], count = 0): ExplainedEvents => ({
    ...end,
    milliseconds: host.now() - started,
    judged,
    wanted: count,
  });
  const files = request.events.map((source) => eventFile(source, host));
  try {
    const prepared = await prepare(request, host, schemas, files, token);
    if (!prepared.ok) return ended({ ...notRun(prepared.status, prepared.message), fidelity: [] });
    const judging = new JudgingEvents(prepared, wanted);
    const pass = passOver(files, prepared.fields, judging, () => host.now(), token);
    let next = await pass.next();
    while (next.done !== true) next = await pass.next();
    const { complete, ...end } = next.value;
    const found = judging.judged;
    const isMissing = complete && end.status === 'finished' && found.length === 0 && wanted.line !== undefined;
    if (isMissing) return ended({ ...end, ...nothingThere(wanted.line, end), fidelity: prepared.query.fidelity });
    return ended({ ...end, fidelity: [...mappingNotes(end), ...prepared.query.fidelity] }, found, judging.count);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return ended({ ...notRun('cancelled', 'The run was cancelled.'), fidelity: [] });
  }
}

function nothingThere(
  line: number,
  { unreadable, events }: Pick<RunSummary, 'unreadable' | 'events'>,
): Pick<RunSummary, 'status' | 'message'> {
  const bad = unreadable.find((event) => event.line === line);
  const message =
    bad === undefined
      ? `Line ${line} holds none of the ${events} events; name a line on which one stands.`
      : `Line ${line} is not read: ${bad.message}`;
  return { status: 'failed', message };
}

class JudgingEvents implements EventConsumer {
  readonly matches = 0;
  readonly judged: JudgedEvent[] = [];
  count = 0;
  readonly #wanted: WantedEvents;
  readonly #judges: readonly PartJudge[];
  readonly #filter: EventTest | undefined;

  constructor({ query: { query, filter }, fields, rule }: Prepared, wanted: WantedEvents) {
    this.#wanted = wanted;
    this.#judges = judgesOf(query, fields, wildcardsOf(rule));
    this.#filter = filter.predicate === undefined ? undefined : compilePredicate(filter.predicate);
  }

  take(event: SeenEvent): void {
    if (!isWanted(event, this.#wanted)) return;
    // Of several events on the line the one at the place is the last that begins before it.
    if (this.#wanted.line !== undefined && this.#wanted.column !== undefined) {
      this.judged.length = 0;
      this.count = 0;
    }
    this.count++;
    if (this.judged.length >= mostJudged) return;
    const filtered = this.#filter?.(event.view) === false;
    const parts = this.#judges.map((judge) => judgedPart(judge, event));
    const mapped = originsOf(event, parts);
    this.judged.push({ ...placeAndText(event), filtered, parts, ...(mapped === undefined ? {} : { mapped }) });
  }

  takeHits(): readonly [] {
    return [];
  }
}

function judgedPart({ kind, span, missing, tree, outcomes, verdict }: PartJudge, { view }: SeenEvent): JudgedPart {
  const judged = outcomes(view);
  return {
    kind,
    span,
    missing,
    verdict: verdict(view, judged),
    distance: distanceOf(tree, judged),
    required: requiredClauses(tree).length,
  };
}

function isWanted({ slice, bytes }: SeenEvent, wanted: WantedEvents): boolean {
  if (wanted.line === undefined) return true;
  if (slice.line > wanted.line || lastLine(slice, bytes) < wanted.line) return false;
  return wanted.column === undefined || slice.line < wanted.line || slice.column <= wanted.column;
}

function lastLine({ line, start, end }: EventSlice, bytes: Uint8Array): number {
  let last = line;
  for (let at = start; at < end; at++) if (bytes[at] === 0x0a) last++;
  return last;
}
