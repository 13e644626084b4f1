/** The matches of runs as rows, for the results view: kept compactly where the runs are done, and given out in pages. */
import { limits } from '../base/limits.js';
import { sliceSpan } from '../base/span.js';
import type { Value } from '../events/event.js';
import { parseInstant } from '../events/time.js';
import type { Hit, RunSummary } from '../evaluate/run.js';
import { binOf } from '../evaluate/timeBins.js';
import type { EventTimes, ListedRun } from '../protocol/protocol.js';
import type { ListedEvent, ListedMatch, ListedMatches, ListedMatchesParams } from '../protocol/results.js';
import { compileListFilter } from './listFilter.js';

/** Runs whose rows are kept: while a new one is under way, those of the one before are still on screen. */
const keptLists = 4;

/** Shown in a place of its own. */
const timeField = '@timestamp';

interface Row {
  readonly hit: number;
  readonly line: number;
  readonly character: number;
  readonly timestamp: string | undefined;
  /** Milliseconds since the epoch; NaN where it has no time. */
  readonly time: number;
  readonly stage: number;
  /** By number of the column, in the order in which columns were first seen. */
  readonly values: readonly (string | undefined)[];
}

interface Match {
  readonly joinKeys?: readonly string[];
  readonly rows: Row[];
}

/** Takes the hits of a run as they come. */
export class ListBuilder {
  readonly #matches: Match[] = [];
  readonly #columns: Column[] = [];
  readonly #columnOf = new Map<string, number>();
  #first: Hit | undefined;
  #hits = 0;
  #characters = 0;
  #isFull = false;
  /** Of the first event of the last match; without a time it comes after all others. */
  #latest = -Infinity;
  #isInOrder = true;

  /** Once a bound is reached nothing more is taken, so that what is kept are the first matches without a gap. */
  add(hits: readonly Hit[]): void {
    for (const hit of hits) if (!this.#isFull) this.#take(hit);
  }

  /** `text`: of the query. */
  finish(text: string, times: RunSummary['times']): FinishedList {
    // Of a sequence all events are kept, or none.
    const whole = this.#isFull && this.#first?.sequence !== undefined ? this.#matches.slice(0, -1) : this.#matches;
    const matches = this.#first?.sequence !== undefined || this.#isInOrder ? whole : byTime(whole);
    const events = matches.reduce((sum, { rows }) => sum + rows.length, 0);
    return { ...this.#facts(text), matches, events, times: eventTimes(times, matches) };
  }

  /** What came so far, as it came; `matches` grows on. `times`: of the events of the matches, and of no others. */
  soFar(text: string, times: RunSummary['times']): FinishedList {
    const shownTimes = this.#isInOrder ? timesOfMatches(times) : undefined;
    return { ...this.#facts(text), matches: this.#matches, events: this.#hits, times: shownTimes };
  }

  #facts(text: string): Omit<FinishedList, 'matches' | 'events' | 'times'> {
    const order = tellingFirst(this.#columns);
    const spans = this.#first?.sequence?.stages ?? [];
    return {
      order,
      characters: this.#characters,
      columns: order.map((column) => this.#columns[column]?.field ?? ''),
      stages: spans.map(({ span, missing }) => ({ item: sliceSpan(text, span), missing })),
    };
  }

  #take(hit: Hit): void {
    this.#first ??= hit;
    const values: (string | undefined)[] = [];
    for (const { field, values: all } of hit.columns) {
      if (field === timeField) continue;
      const value = shown(all);
      const column = this.#numberOf(field);
      values[column] = value;
      this.#characters += value.length;
      this.#columns[column]?.see(value);
    }
    const instant = hit.timestamp === undefined ? undefined : parseInstant(hit.timestamp);
    const { line, column: character, timestamp, sequence } = hit;
    const time = instant?.milliseconds ?? NaN;
    const row = { hit: this.#hits++, line: line - 1, character, timestamp, time, stage: sequence?.stage ?? 0, values };
    const last = sequence === undefined ? undefined : this.#matches[sequence.index];
    if (last !== undefined) last.rows.push(row);
    else {
      this.#matches.push({ ...(sequence === undefined ? {} : { joinKeys: sequence.joinKeys.map(String) }), rows: [row] });
      this.#isInOrder &&= orderOf(time) >= this.#latest;
      this.#latest = orderOf(time);
    }
    this.#isFull = this.#hits >= limits.listedHits || this.#characters >= limits.listedCharacters;
  }

  #numberOf(field: string): number {
    const known = this.#columnOf.get(field);
    if (known !== undefined) return known;
    const number = this.#columns.push(new Column(field)) - 1;
    this.#columnOf.set(field, number);
    return number;
  }
}

interface FinishedList extends Omit<ListedRun, 'id' | 'matches' | 'times'> {
  readonly matches: readonly Match[];
  /** Numbers of the columns as they are shown. */
  readonly order: readonly number[];
  /** Of all values. */
  readonly characters: number;
  readonly times: EventTimes | undefined;
}

class Column {
  #value: string | undefined;
  differs = false;

  constructor(readonly field: string) {}

  see(value: string): void {
    this.differs ||= this.#value !== undefined && this.#value !== value;
    this.#value = value;
  }
}

/** Fields that tell the matches apart before those that are the same in all. */
function tellingFirst(columns: readonly Column[]): readonly number[] {
  const numbers = columns.map((_, number) => number);
  const rank = (number: number): number => (columns[number]?.differs === true ? 0 : 1);
  return numbers.sort((a, b) => rank(a) - rank(b));
}

/** Those without a time last; of equal times in the order of the file. */
function byTime(matches: readonly Match[]): readonly Match[] {
  const timeOf = ({ rows }: Match): number => orderOf(rows[0]?.time ?? NaN);
  // Infinity minus itself is no number.
  return [...matches].sort((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(a) - timeOf(b)));
}

function orderOf(time: number): number {
  return Number.isNaN(time) ? Infinity : time;
}

function shown(values: readonly Value[]): string {
  const text = values.map(String).join(', ');
  return text.length <= limits.listedValueCharacters ? text : `${text.slice(0, limits.listedValueCharacters)}…`;
}

function eventTimes(times: RunSummary['times'], matches: readonly Match[]): EventTimes | undefined {
  if (times === undefined) return undefined;
  const { earliest, latest, width, bins } = times;
  const matching = new Map<number, number>();
  const seen = new Set<string>();
  for (const { line, character, time } of matches.flatMap(({ rows }) => rows)) {
    // An event can be in several sequences.
    const place = `${line}:${character}`;
    if (seen.has(place)) continue;
    seen.add(place);
    const bin = binOf(time, width);
    matching.set(bin, (matching.get(bin) ?? 0) + 1);
  }
  return {
    first: earliest,
    last: latest,
    bins: bins.map(({ time, events }) => ({ time: Math.max(time, earliest), events, matching: matching.get(time) ?? 0 })),
  };
}

/** Of events that are all in matches. */
function timesOfMatches(times: RunSummary['times']): EventTimes | undefined {
  if (times === undefined) return undefined;
  const { earliest, latest, bins } = times;
  const matching = bins.map(({ time, events }) => ({ time: Math.max(time, earliest), events, matching: events }));
  return { first: earliest, last: latest, bins: matching };
}

/** The matches that passed the filter that was asked for last, of the first `judged` ones. */
interface Passing {
  readonly filter: string;
  readonly numbers: number[];
  judged: number;
}

interface Kept extends FinishedList {
  readonly id: number;
  passing: Passing | undefined;
}

/** The lists of the last runs. They share bounds, so that memory does not grow with the number of runs. */
export class Lists {
  readonly #kept: Kept[] = [];
  #lastId = 0;

  /** `before`: what was kept of the list so far. It has the same id as long as only matches were added. */
  keep(list: FinishedList, before?: Pick<ListedRun, 'id'>): ListedRun {
    const at = this.#kept.findIndex(({ id }) => id === before?.id);
    const [known] = at === -1 ? [] : this.#kept.splice(at, 1);
    const grown = known?.matches === list.matches ? known : undefined;
    const id = grown?.id ?? (this.#lastId += 1);
    this.#kept.push({ ...list, id, passing: grown?.passing });
    while (this.#kept.length > keptLists || this.#isTooMuch()) this.#kept.shift();
    const { events, columns, stages, times } = list;
    return { id, matches: list.matches.length, events, columns, stages, ...(times === undefined ? {} : { times }) };
  }

  page({ id, filter, from, to }: ListedMatchesParams): ListedMatches {
    const list = this.#kept.find((each) => each.id === id);
    if (list === undefined) return { status: 'gone', passing: 0, matches: [] };
    const numbers = filter.trim() === '' ? undefined : passing(list, filter);
    const passed = numbers?.length ?? list.matches.length;
    const wanted = Array.from({ length: Math.max(0, Math.min(to, passed) - from) }, (_, index) => from + index);
    const matches = wanted.flatMap((place) => listedMatch(list, numbers?.[place] ?? place));
    return { status: 'listed', passing: passed, matches };
  }

  /** Room for two lists as long as can be. */
  #isTooMuch(): boolean {
    const events = this.#kept.reduce((sum, list) => sum + list.events, 0);
    const characters = this.#kept.reduce((sum, list) => sum + list.characters, 0);
    return events > 2 * limits.listedHits || characters > 2 * limits.listedCharacters + limits.listedValueCharacters;
  }
}

const noMatch: Match = { rows: [] };

function passing(list: Kept, filter: string): readonly number[] {
  const judged = list.passing?.filter === filter ? list.passing : { filter, numbers: [], judged: 0 };
  list.passing = judged;
  if (judged.judged === list.matches.length) return judged.numbers;
  // Values are kept in the order in which their columns were first seen.
  const names: string[] = [];
  for (const [index, column] of list.order.entries()) names[column] = list.columns[index] ?? '';
  const passes = compileListFilter(filter, names);
  for (; judged.judged < list.matches.length; judged.judged += 1) {
    if (passes(list.matches[judged.judged] ?? noMatch, judged.judged + 1)) judged.numbers.push(judged.judged);
  }
  return judged.numbers;
}

function listedMatch({ matches, order }: Kept, index: number): readonly ListedMatch[] {
  const match = matches[index];
  if (match === undefined) return [];
  const { joinKeys, rows } = match;
  const events = rows.map(({ hit, line, character, timestamp, stage, values }): ListedEvent => ({
    hit,
    position: { line, character },
    timestamp,
    stage,
    values: order.map((column) => values[column] ?? null),
  }));
  return [{ number: index + 1, ...(joinKeys === undefined ? {} : { joinKeys }), events }];
}
