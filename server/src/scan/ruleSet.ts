/**
 * Many conditions evaluated on each event at once. Most of them are never looked at: what an event has leads to the few that could be
 * true. Events of one kind (process starts on Windows, say) share a plan from which all that their kind rules out is left out.
 */
import type { EventView, FieldId } from '../events/event.js';
import type { EventTest } from '../evaluate/compile.js';
import { nothingKnown, type Known } from '../evaluate/judge.js';
import type { Leaf, Predicate } from '../evaluate/predicate.js';
import { accessOfAll, eachAtom, Prices, truthOf } from './access.js';
import { AccessIndex } from './accessIndex.js';
import type { EventBytes } from './eventBytes.js';
import { Frequencies } from './frequencies.js';
import { Kinds, kindFields } from './kinds.js';
import { isLeaf } from './leafKey.js';
import { LiteralScanner } from './literals.js';
import { inOrder, SharedLeaves } from './sharedLeaves.js';

/** Predicates that must all be true of an event, in the order in which a run looks at them. */
export type Condition = readonly Predicate[];

/** What is done with what is found. */
export interface ConditionSink {
  /** The condition, by its number, is true for the event. */
  found(condition: number): void;
  /** Looking at the condition ended with an error. Returns whether the scan goes on without it. */
  failed(condition: number, error: unknown): boolean;
}

/** After so many events the rules are sorted anew by what the events had, and events are told apart by kind. Multiples of `sampling`. */
const learnt = { first: 200, again: 4000 };
/** One in so many events is looked at to learn from. */
const sampling = { first: 4, again: 32 };
/** A kind gets a plan of its own when so many of its events have come. */
const worthAPlan = 100;
/** Plans take memory. */
const mostPlans = 256;

export class RuleSet {
  readonly #conditions: readonly Condition[];
  /** Made when they are first needed: most conditions never are. */
  readonly #tests: (EventTest | undefined)[] = [];
  readonly #literals = new LiteralScanner();
  readonly #leaves: SharedLeaves;
  readonly #frequencies = new Frequencies(this.#literals);
  readonly #kinds: Kinds<Plan>;
  readonly #lookedAt: Uint32Array;
  readonly #ended: Uint8Array;
  #prices: Prices;
  #general: Plan;
  #plans = 0;
  #events = 0;
  /** How many times a condition was evaluated, for judging how well the plans do. */
  evaluations = 0;

  /** `names`: of the fields, by number. */
  constructor(conditions: readonly Condition[], names: readonly string[]) {
    this.#conditions = conditions;
    this.#leaves = new SharedLeaves(this.#literals, names);
    for (const condition of conditions) for (const part of condition) this.#learnAbout(part);
    this.#lookedAt = new Uint32Array(conditions.length);
    this.#ended = new Uint8Array(conditions.length);
    this.#kinds = new Kinds(kindFields(names, this.#fieldsOfLeaves()));
    this.#prices = new Prices(this.#frequencies.cost);
    this.#general = this.#planFor(nothingKnown);
  }

  /** `bytes`: of the event, where they tell of it. */
  match(view: EventView, sink: ConditionSink, bytes: EventBytes | undefined): void {
    this.#events++;
    this.#leaves.nextEvent(bytes);
    if (this.#events <= learnt.again) this.#learn(view);
    const { always, index } = this.#planOf(view, bytes);
    for (const condition of always) if (this.#ended[condition] === 0) sink.found(condition);
    index.find(view, bytes, (conditions) => this.#look(conditions, view, sink));
  }

  #look(conditions: readonly number[], view: EventView, sink: ConditionSink): void {
    for (let at = 0; at < conditions.length; at++) {
      const condition = conditions[at] as number;
      if (this.#lookedAt[condition] === this.#events || this.#ended[condition] === 1) continue;
      this.#lookedAt[condition] = this.#events;
      this.evaluations++;
      try {
        if (this.#testOf(condition)(view)) sink.found(condition);
      } catch (error) {
        if (!sink.failed(condition, error)) throw error;
        this.#ended[condition] = 1;
      }
    }
  }

  #testOf(condition: number): EventTest {
    return (this.#tests[condition] ??= inOrder((this.#conditions[condition] ?? []).map((part) => this.#leaves.compile(part))));
  }

  /** Nothing more is asked about the condition. */
  end(condition: number): void {
    this.#ended[condition] = 1;
  }

  #learn(view: EventView): void {
    if (this.#events % (this.#events <= learnt.first ? sampling.first : sampling.again) !== 0) return;
    this.#frequencies.observe(view);
    if (this.#events !== learnt.first && this.#events !== learnt.again) return;
    this.#prices = new Prices(this.#frequencies.cost);
    this.#general = this.#planFor(nothingKnown);
    this.#plans = 0;
    this.#kinds.choose((field) => this.#frequencies.isTelling(field));
    this.#leaves.decide((leaf) => this.#kinds.decides(leaf));
  }

  #planOf(view: EventView, bytes: EventBytes | undefined): Plan {
    if (this.#events < learnt.first) return this.#general;
    const kind = this.#kinds.of(view, bytes);
    if (kind === undefined) return this.#general;
    this.#leaves.ofKind(kind.number);
    if (kind.plan === undefined && ++kind.events >= worthAPlan && this.#plans < mostPlans) {
      kind.plan = this.#planFor(this.#knownOf(view));
      this.#plans++;
    }
    return kind.plan ?? this.#general;
  }

  /** Leaves on the fields that make the kind: all events of the kind have the same values there. */
  #knownOf(view: EventView): Known {
    return (leaf) => (this.#kinds.decides(leaf) ? this.#leaves.leaf(leaf)(view) : undefined);
  }

  #planFor(known: Known): Plan {
    const plan: Plan = { always: [], index: new AccessIndex(this.#literals) };
    for (const [number, parts] of this.#conditions.entries()) {
      if (this.#ended[number] === 1) continue;
      const access = accessOfAll(parts, known, this.#prices);
      if (access === undefined && parts.every((part) => truthOf(part, known) === true)) plan.always.push(number);
      else plan.index.add(number, access);
    }
    return plan;
  }

  #learnAbout(part: Predicate): void {
    this.#leaves.add(part);
    eachAtom(part, (atom) => this.#frequencies.watch(atom));
  }

  #fieldsOfLeaves(): ReadonlySet<FieldId> {
    const fields = new Set<FieldId>();
    for (const condition of this.#conditions) {
      for (const part of condition) eachLeaf(part, (leaf) => 'field' in leaf && fields.add(leaf.field.id));
    }
    return fields;
  }
}

interface Plan {
  /** True for every event of the kind. */
  readonly always: number[];
  readonly index: AccessIndex;
}

function eachLeaf(predicate: Predicate, found: (leaf: Leaf) => void): void {
  if (isLeaf(predicate)) found(predicate);
  else if (predicate.kind === 'not') eachLeaf(predicate.operand, found);
  else if (predicate.kind !== 'fixed') for (const operand of predicate.operands) eachLeaf(operand, found);
}
