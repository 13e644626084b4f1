/** One case run: which of its events match, and how many alerts there are. What was expected is not looked at. */
import type { EventView, FieldId, FieldTable, Value } from '../events/event.js';
import { runAlerts } from '../detect/runAlerts.js';
import type { EventObserver, RunEnd, SeenEvent } from '../evaluate/eventPass.js';
import type { Hit } from '../evaluate/run.js';
import { runPrepared } from '../evaluate/runRule.js';
import type { OpenedTests, TestSurroundings } from './openTests.js';
import type { RuleTestCase } from './testFile.js';

export type CaseRun = CaseOutcome | CaseError;

/** What the rule did. Events are known by their place among those of the case, counted from one. */
export interface CaseOutcome {
  readonly kind: 'outcome';
  readonly unit: 'event' | 'sequence' | 'sample';
  /** The events of each match; of a sequence in the order of its stages. */
  readonly matches: readonly (readonly number[])[];
  readonly events: readonly CaseEvent[];
  /** Where the case asks for it. */
  readonly alerts: AlertCount | undefined;
  /** What a cluster might do differently. */
  readonly fidelity: readonly string[];
}

export interface AlertCount {
  readonly count: number;
  /** How many matching events cannot alert because they have no time. */
  readonly untimed: number;
}

export interface CaseEvent {
  /** Index into the events of the case, and of the event among those that stand there, counted from zero. */
  readonly file: number;
  readonly index: number;
  /** `_id`, or `event.id` where there is none. */
  readonly id: string | undefined;
  /** The values of the fields that the case names. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
}

/** It could not be run. `message` is a sentence for the user. */
export interface CaseError {
  readonly kind: 'error';
  readonly message: string;
  readonly fidelity: readonly string[];
}

/** Throws `Cancelled`. */
export async function runCase(opened: OpenedTests, test: RuleTestCase, surroundings: TestSurroundings): Promise<CaseRun> {
  const prepared = await opened.prepare(test);
  if (!prepared.ok) return { kind: 'error', message: prepared.message, fidelity: [] };
  const { query, fields, files } = prepared;
  const names = (test.expect.fields?.value ?? []).flatMap((table) => Object.keys(table));
  const places = new PlacedEvents(fields, [...new Set(names)]);
  const hits: Hit[] = [];
  const updates = runPrepared(prepared, { observer: places, debug: undefined }, files, surroundings.host, surroundings.token);
  let next = await updates.next();
  for (; next.done !== true; next = await updates.next()) if (next.value.kind === 'hits') hits.push(...next.value.hits);
  const fidelity = [...query.fidelity, ...next.value.notes];
  const failure = failureOf(next.value.end);
  if (failure !== undefined) return { kind: 'error', message: failure, fidelity };
  const alerts = test.expect.alerts === undefined ? undefined : await countAlerts(opened, test, surroundings);
  if (typeof alerts === 'string') return { kind: 'error', message: alerts, fidelity };
  const unit = query.query.kind === 'events' ? 'event' : query.query.kind;
  return { kind: 'outcome', unit, matches: places.matchesOf(hits), events: places.events, alerts, fidelity };
}

/** A test says nothing where a part of its events was not read. */
function failureOf({ status, message, unreadable: [bad], unreadableCount }: RunEnd): string | undefined {
  if (status !== 'finished') return message ?? 'The events cannot be read.';
  if (bad === undefined) return undefined;
  const others = unreadableCount > 1 ? ` (${unreadableCount - 1} more cannot be read either.)` : '';
  return `An event cannot be read, at line ${bad.line}: ${bad.message}${others}`;
}

async function countAlerts(
  opened: OpenedTests,
  test: RuleTestCase,
  { host, schemas, token }: TestSurroundings,
): Promise<AlertCount | string> {
  const request = {
    ...opened.requestOf(test),
    ...(test.history.length === 0 ? {} : { history: opened.sourcesOf(test.history) }),
    ...(test.indicators.length === 0 ? {} : { indicators: opened.sourcesOf(test.indicators) }),
  };
  const { status, message, alertCount, untimed } = await runAlerts(request, host, schemas, token);
  return status === 'finished' ? { count: alertCount, untimed } : (message ?? 'The alerts of the rule cannot be counted.');
}

const noValues: CaseEvent['values'] = new Map();

/** Counts the events of a case as they are read, and keeps of each what a test can ask for. */
class PlacedEvents implements EventObserver {
  readonly events: CaseEvent[] = [];
  readonly #places = new Map<string, number>();
  readonly #idFields: readonly FieldId[];
  readonly #wanted: readonly (readonly [name: string, field: FieldId])[];

  constructor(fields: FieldTable, wanted: readonly string[]) {
    this.#idFields = ['_id', 'event.id'].map((name) => fields.intern(name));
    this.#wanted = wanted.map((name) => [name, fields.intern(name)]);
  }

  observe({ view, file, slice }: SeenEvent): void {
    const last = this.events.at(-1);
    const index = last?.file === file ? last.index + 1 : 0;
    this.events.push({ file, index, id: this.#idOf(view), values: this.#wanted.length === 0 ? noValues : this.#valuesOf(view) });
    this.#places.set(`${file}:${slice.offset}`, this.events.length);
  }

  matchesOf(hits: readonly Hit[]): readonly (readonly number[])[] {
    const matches: number[][] = [];
    for (const { file, offset, sequence } of hits) {
      const place = this.#places.get(`${file}:${offset}`) ?? 0;
      if (sequence === undefined) matches.push([place]);
      else (matches[sequence.index] ??= []).push(place);
    }
    return matches;
  }

  #valuesOf(view: EventView): CaseEvent['values'] {
    return new Map(this.#wanted.map(([name, field]) => [name, view.values(field)]));
  }

  #idOf(view: EventView): string | undefined {
    for (const field of this.#idFields) {
      const [id] = view.values(field);
      if (id !== undefined) return String(id);
    }
    return undefined;
  }
}
