/** One pass over the events with all rules at once: events to the conditions they satisfy, conditions to what their rules make of them. */
import type { FieldTable } from '../events/event.js';
import { RunLimit, searchFailure, type EventConsumer, type EventFile, type SeenEvent } from '../evaluate/eventPass.js';
import { EvaluationError } from '../evaluate/predicate.js';
import { firstInstant } from '../evaluate/sequence/gather.js';
import type { EventBytes } from './eventBytes.js';
import type { MatchedEvents } from './matchedEvents.js';
import type { ReadyRule } from './prepareRules.js';
import { RuleSet, type ConditionSink } from './ruleSet.js';
import type { SequenceRule } from './sequenceRule.js';
import { UnparsedScan, type Look } from './unparsedEvents.js';

/** A rule on its way through a pass. */
export interface ScanningRule extends ReadyRule {
  /** Index into the rules of the request. */
  readonly rule: number;
  /** Why it ended before the events did, as a run of the rule alone would say. */
  failure: string | undefined;
  /** Its candidates took too much room beside those of others: it has another pass. */
  postponed: boolean;
}

export interface PassOptions {
  readonly files: readonly EventFile[];
  readonly fields: FieldTable;
  /** Bytes that the candidates of all sequences may take together. */
  readonly candidateBytes: number;
  /** Every event is parsed, so that all mistakes in files are told. */
  readonly strict: boolean;
  /** The files cannot be read again for the rules that were postponed. */
  readonly readOnce: boolean;
  /** Events that are parsed before others need not be. */
  readonly parsedFirst: number;
}

const tooLarge =
  'Its candidates take too much memory beside those of other sequences, and these events can be read only once; save them to a file.';

/** Events between two looks at the memory that candidates take. */
const lookEvery = 256;

/** A sequence with its items that the event satisfies. */
interface TouchedSequence {
  readonly rule: ScanningRule;
  readonly state: SequenceRule;
  items: number[];
  /** What its candidates took when that was last looked at. */
  bytes: number;
  /** Its candidates are others since. */
  hasChanged: boolean;
}

export class ScanPass implements EventConsumer, ConditionSink {
  readonly set: RuleSet;
  readonly #sequences: readonly TouchedSequence[];
  readonly #options: PassOptions;
  readonly #matched: MatchedEvents;
  /** The rule of each condition, its sequence, and the number it has among the conditions of the rule. */
  readonly #owners: readonly ScanningRule[];
  readonly #sequenceOf: readonly (TouchedSequence | undefined)[];
  readonly #items: readonly number[];
  readonly #newest: NewestTimes;
  /** Sequences with items that the event satisfies, each once. */
  #touched: TouchedSequence[] = [];
  readonly unparsed: UnparsedScan | undefined;
  /** Conditions that the event satisfies. */
  #found: number[] = [];
  #event: SeenEvent | undefined;
  #events = 0;

  constructor(rules: readonly ScanningRule[], matched: MatchedEvents, options: PassOptions) {
    this.#sequences = rules.flatMap((rule) =>
      rule.state.kind === 'sequence' ? [{ rule, state: rule.state, items: [], bytes: 0, hasChanged: false }] : [],
    );
    this.#options = options;
    this.#matched = matched;
    this.#owners = rules.flatMap((rule) => rule.state.conditions.map(() => rule));
    const sequences = new Map(this.#sequences.map((sequence) => [sequence.rule, sequence]));
    this.#sequenceOf = this.#owners.map((rule) => sequences.get(rule));
    this.#items = rules.flatMap((rule) => rule.state.conditions.map((_, item) => item));
    this.#newest = new NewestTimes(rules, options.fields);
    const conditions = rules.flatMap(({ state }) => state.conditions);
    this.set = new RuleSet(conditions, options.fields.names);
    const look: Look = (event, bytes, settled) => this.#look(event, bytes, settled);
    this.unparsed = options.strict ? undefined : new UnparsedScan(conditions.flat(), options.fields, look, options.parsedFirst);
  }

  /** Different events that have matched so far. */
  get matches(): number {
    return this.#matched.size;
  }

  take(event: SeenEvent): void {
    this.#look(event, undefined, () => undefined);
  }

  takeHits(): readonly [] {
    return [];
  }

  found(condition: number): void {
    this.#found.push(condition);
  }

  failed(condition: number, error: unknown): boolean {
    const rule = this.#owners[condition];
    if (rule === undefined) return false;
    return this.#fail(rule, error);
  }

  newestOf({ timestampField }: ScanningRule): number {
    return this.#newest.of(timestampField);
  }

  /** Nothing is kept of the event before all conditions have been looked at: until then it can turn out that it has to be parsed. */
  #look(event: SeenEvent, bytes: EventBytes | undefined, settled: () => void): void {
    this.#event = event;
    this.#found = [];
    this.set.match(event.view, this, bytes);
    settled();
    this.#newest.observe(event);
    let isMatched = false;
    for (const condition of this.#found) if (this.#takeFound(condition, event)) isMatched = true;
    if (isMatched) this.#matched.addNext({ file: event.file, offset: event.slice.offset });
    if (this.#touched.length > 0) this.#takeItems(event);
    if (++this.#events % lookEvery === 0) this.#makeRoom();
  }

  /** Whether the event is a match for certain. */
  #takeFound(condition: number, event: SeenEvent): boolean {
    const sequence = this.#sequenceOf[condition];
    if (sequence === undefined) {
      const state = this.#owners[condition]?.state;
      return state?.kind === 'events' && state.take(event);
    }
    if (sequence.items.length === 0) this.#touched.push(sequence);
    sequence.items.push(this.#items[condition] ?? 0);
    return false;
  }

  #takeItems(event: SeenEvent): void {
    for (const sequence of this.#touched) {
      const { rule, state, items } = sequence;
      try {
        if (rule.failure === undefined && !rule.postponed) state.take(event, items);
      } catch (error) {
        if (!this.#fail(rule, error)) throw error;
      }
      sequence.items = [];
      sequence.hasChanged = true;
    }
    this.#touched = [];
  }

  /** Only this rule ends: for the others the scan goes on. */
  #fail(rule: ScanningRule, error: unknown): boolean {
    if (error instanceof EvaluationError) {
      const { file = 0, slice } = this.#event ?? {};
      rule.failure = searchFailure(error, this.#options.files[file]?.name ?? '', slice?.line ?? 0);
    } else if (error instanceof RunLimit) rule.failure = error.message;
    else return false;
    this.#end(rule);
    return true;
  }

  #end(rule: ScanningRule): void {
    for (const [condition, owner] of this.#owners.entries()) if (owner === rule) this.set.end(condition);
    if (rule.state.kind !== 'sequence') return;
    rule.state.reset();
    for (const sequence of this.#sequences) if (sequence.rule === rule) sequence.hasChanged = true;
  }

  /** Postpones the sequences with most candidates while all together take too much; one at least goes on. */
  #makeRoom(): void {
    let total = 0;
    for (const sequence of this.#sequences) {
      if (sequence.hasChanged) sequence.bytes = sequence.state.bytes;
      sequence.hasChanged = false;
      total += sequence.bytes;
    }
    if (total <= this.#options.candidateBytes) return;
    const sizes = this.#sequences
      .filter(({ rule }) => rule.failure === undefined && !rule.postponed)
      .map(({ rule, state }) => ({ rule, bytes: state.bytes }))
      .sort((a, b) => b.bytes - a.bytes);
    for (const { rule, bytes } of sizes.slice(0, -1)) {
      if (total <= this.#options.candidateBytes) return;
      if (this.#options.readOnce) rule.failure = tooLarge;
      else rule.postponed = true;
      this.#end(rule);
      total -= bytes;
    }
  }
}

/** The time of the last event of all, for the rules that ask. */
class NewestTimes {
  readonly #times: { readonly name: string; readonly field: number; newest: number }[];

  constructor(rules: readonly ScanningRule[], fields: FieldTable) {
    const names = rules.flatMap(({ state, timestampField }) => (state.kind === 'sequence' && state.needsNewest ? [timestampField] : []));
    this.#times = [...new Set(names)].map((name) => ({ name, field: fields.intern(name), newest: -Infinity }));
  }

  observe({ view }: SeenEvent): void {
    for (const time of this.#times) {
      const at = view.instant?.(time.field) ?? firstInstant(view, time.field);
      if (at !== undefined && at.milliseconds > time.newest) time.newest = at.milliseconds;
    }
  }

  of(name: string): number {
    return this.#times.find((time) => time.name === name)?.newest ?? -Infinity;
  }
}
