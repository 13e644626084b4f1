/**
 * The events that satisfy some item of a sequence or sample, each as a few numbers: when and where it is, which items it satisfies and
 * by which join keys. The events themselves are not kept. None is dropped before all are seen, however long ago `maxspan` is over: events
 * may stand in any order in their files, so that an event of any time may still come.
 */
import type { EventPlace } from '../../events/event.js';
import type { Instant } from '../../events/time.js';
import { RunLimit } from '../eventPass.js';
import { NumberColumn } from './columns.js';
import type { JoinTuple, KeyPart } from './joinKeys.js';
import { JoinTable } from './joinTable.js';
import { grouped } from '../../base/grouped.js';
import { type SequenceLimits } from './limit.js';

const above = 2 ** 32;

/** Where an event stands: file and place. */
export interface CandidatePlace extends EventPlace {
  /** Index into the event files of the run. */
  readonly file: number;
}

/** Lines of one file of less than 4 GB, with times in whole milliseconds and an item each, take 26 bytes and those of their keys. */
export class Candidates {
  readonly keys: JoinTable;
  readonly #limits: SequenceLimits;
  readonly #milliseconds = new NumberColumn(Float64Array);
  readonly #nanoseconds = new NumberColumn(Uint32Array);
  readonly #file = new NumberColumn(Uint32Array);
  /** Offsets by their lower 32 bits and the rest. */
  readonly #offset = new NumberColumn(Uint32Array);
  readonly #offsetAbove = new NumberColumn(Uint32Array);
  readonly #length = new NumberColumn(Uint32Array);
  readonly #line = new NumberColumn(Uint32Array);
  readonly #column = new NumberColumn(Uint32Array);
  readonly #tiebreakers: KeyPart[] = [];
  /** How many more entries than events there are before each event. */
  readonly #entriesAhead = new NumberColumn(Uint32Array);
  readonly #item = new NumberColumn(Uint16Array);
  readonly #key = new NumberColumn(Uint32Array);
  readonly #columns = [
    ...[this.#milliseconds, this.#nanoseconds, this.#file, this.#offset, this.#offsetAbove, this.#length, this.#line, this.#column],
    ...[this.#entriesAhead, this.#item, this.#key],
  ];

  /** `singleKeys`: the keys of single entries are asked for too. */
  constructor(limits: SequenceLimits, singleKeys: boolean) {
    this.#limits = limits;
    this.keys = new JoinTable(singleKeys);
  }

  /** Events. */
  get size(): number {
    return this.#milliseconds.length;
  }

  /** What they take in memory, about; tiebreakers left out. */
  get bytes(): number {
    return this.#columns.reduce((sum, column) => sum + column.bytes, this.keys.bytes);
  }

  /** An entry says that an event satisfies an item, by one join key. */
  get entries(): number {
    return this.#item.length;
  }

  /** Starts an event; its entries follow. Events arrive in the order of the files. The tiebreaker is null where the event has none. */
  addEvent({ milliseconds, nanoseconds }: Instant, { file, offset, length, line, column }: CandidatePlace, tiebreaker: KeyPart): void {
    if (tiebreaker !== null) this.#tiebreakers[this.size] = tiebreaker;
    this.#entriesAhead.push(this.entries - this.size);
    this.#milliseconds.push(milliseconds);
    this.#nanoseconds.push(nanoseconds);
    this.#file.push(file);
    this.#offset.push(offset % above);
    this.#offsetAbove.push(Math.floor(offset / above));
    this.#length.push(length);
    this.#line.push(line);
    this.#column.push(column);
  }

  /** The last event satisfies the item, by that key. */
  addEntry(item: number, tuple: JoinTuple): void {
    const { candidates, keyCharacters } = this.#limits;
    if (this.entries >= candidates) {
      throw new RunLimit(
        `More than ${grouped(candidates)} events are candidates for an item; make the items more selective, or run on fewer events.`,
      );
    }
    this.#item.push(item);
    this.#key.push(this.keys.intern(tuple));
    if (this.keys.characters > keyCharacters) {
      throw new RunLimit(
        `The join keys of ${grouped(this.entries)} candidates take more than ${grouped(keyCharacters)} characters; run on fewer events.`,
      );
    }
  }

  /** Entries of an event: from here up to those of the next. */
  firstEntry(event: number): number {
    return event < this.size ? event + this.#entriesAhead.at(event) : this.entries;
  }

  itemOf(entry: number): number {
    return this.#item.at(entry);
  }

  keyOf(entry: number): number {
    return this.#key.at(entry);
  }

  milliseconds(event: number): number {
    return this.#milliseconds.at(event);
  }

  nanoseconds(event: number): number {
    return this.#nanoseconds.at(event);
  }

  tiebreaker(event: number): KeyPart {
    return this.#tiebreakers[event] ?? null;
  }

  place(event: number): CandidatePlace {
    return {
      file: this.#file.at(event),
      offset: this.#offsetAbove.at(event) * above + this.#offset.at(event),
      length: this.#length.at(event),
      line: this.#line.at(event),
      column: this.#column.at(event),
    };
  }
}
