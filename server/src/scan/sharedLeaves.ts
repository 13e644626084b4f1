/** Conditions of many rules as closures that share their leaves: what several of them ask of an event is answered once for each event. */
import type { EventView } from '../events/event.js';
import { compilePredicate, hasScript, scriptsLast, type EventTest } from '../evaluate/compile.js';
import { fieldFamily } from '../evaluate/lowering.js';
import type { Exists, Leaf, Predicate } from '../evaluate/predicate.js';
import { isPlainText } from '../evaluate/wildcard.js';
import { literalsOfLeaf } from './access.js';
import type { EventBytes } from './eventBytes.js';
import { isKindField } from './kinds.js';
import { isLeaf, leafKey } from './leafKey.js';
import type { LiteralScanner } from './literals.js';

interface SharedLeaf {
  readonly leaf: Leaf;
  uses: number;
  /** It is the same for all events of a kind. */
  isDecided: boolean;
  test: EventTest | undefined;
}

/** The event that is looked at. */
interface Clock {
  /** Its number. */
  event: number;
  /** The number of its kind, where it has one. */
  kind: number | undefined;
  /** Its bytes, where they tell of it. */
  bytes: EventBytes | undefined;
}

export class SharedLeaves {
  readonly #byKey = new Map<string, SharedLeaf>();
  readonly #byLeaf = new Map<Leaf, SharedLeaf>();
  readonly #clock: Clock = { event: 0, kind: undefined, bytes: undefined };
  readonly #literals: LiteralScanner;

  readonly #names: readonly string[];

  /** `names`: of the fields, by number. */
  constructor(literals: LiteralScanner, names: readonly string[]) {
    this.#literals = literals;
    this.#names = names;
  }

  /** Answers are about another event from now on. */
  nextEvent(bytes: EventBytes | undefined): void {
    this.#clock.event++;
    this.#clock.kind = undefined;
    this.#clock.bytes = bytes;
    this.#literals.nextEvent(bytes);
  }

  /** The event is one of a kind. Leaves that kinds decide are then looked at once for each kind. */
  ofKind(kind: number): void {
    this.#clock.kind = kind;
  }

  /** From now on kinds decide other leaves. */
  decide(isDecided: (leaf: Leaf) => boolean): void {
    for (const shared of this.#byLeaf.values()) shared.isDecided = isDecided(shared.leaf);
  }

  /** To be called with all conditions before one is compiled, so that it is known which leaves are shared. */
  add(predicate: Predicate): void {
    if (isLeaf(predicate)) this.#addLeaf(predicate);
    else if (predicate.kind === 'not') this.add(predicate.operand);
    else if (predicate.kind !== 'fixed') for (const operand of predicate.operands) this.add(operand);
  }

  #addLeaf(leaf: Leaf): void {
    this.#shared(leaf).uses++;
    const { field = -1, literals = [] } = literalsOfLeaf(leaf) ?? {};
    for (const literal of literals) this.#literals.add(field, literal);
  }

  /** Evaluates as `compilePredicate` does: in the same order, with the same errors. */
  compile(predicate: Predicate): EventTest {
    switch (predicate.kind) {
      case 'and':
        return this.#compileAll(predicate.operands, all);
      case 'or':
        return this.#compileAll(predicate.operands, any);
      case 'not': {
        const test = this.compile(predicate.operand);
        return (view) => !test(view);
      }
      case 'fixed':
        return () => predicate.value;
      default:
        return this.leaf(predicate);
    }
  }

  #compileAll(operands: readonly Predicate[], combine: (tests: EventTest[], free: number) => EventTest): EventTest {
    const free = operands.filter((operand) => !hasScript(operand)).length;
    const tests = scriptsLast(operands).map((operand) => this.compile(operand));
    return combine(tests, free);
  }

  leaf(leaf: Leaf): EventTest {
    const shared = this.#shared(leaf);
    if (shared.test === undefined) {
      const test = this.#shortened(shared.leaf, this.#filtered(shared.leaf));
      shared.test = 'field' in leaf && isKindField(leaf.field.name) ? this.#keptByKind(shared, test) : test;
      if (shared.uses > 1) shared.test = this.#memoised(shared.test);
    }
    return shared.test;
  }

  #shared(leaf: Leaf): SharedLeaf {
    const known = this.#byLeaf.get(leaf);
    if (known !== undefined) return known;
    const key = leafKey(leaf);
    const same = key === undefined ? undefined : this.#byKey.get(key);
    const shared = same ?? { leaf, uses: 0, isDecided: false, test: undefined };
    if (key !== undefined) this.#byKey.set(key, shared);
    this.#byLeaf.set(leaf, shared);
    return shared;
  }

  /** Leaves with literals are looked at only where these occur; patterns that are plain text are looked up anyway. */
  #filtered(leaf: Leaf): EventTest {
    const { field = -1, literals = [] } = literalsOfLeaf(leaf) ?? {};
    if (literals.length === 0) return leaf.kind === 'exists' ? this.#compileExists(leaf) : compilePredicate(leaf);
    const hasLiteral = this.#literals.anyOf(field, literals);
    const filtered = (test: EventTest): EventTest => {
      return (view) => hasLiteral(view) && test(view);
    };
    const plain = leaf.kind === 'wildcard' ? leaf.patterns.filter(isPlainText) : [];
    if (leaf.kind !== 'wildcard' || plain.length === 0) return filtered(compilePredicate(leaf));
    const open = { ...leaf, patterns: leaf.patterns.filter((pattern) => !isPlainText(pattern)) };
    return combined([compilePredicate({ ...leaf, patterns: plain }), filtered(compilePredicate(open))], 2, true);
  }

  /** Texts are not decoded to tell that they are there. */
  #compileExists(leaf: Exists): EventTest {
    const { id, type, ignoreAbove = Infinity } = leaf.field;
    const test = compilePredicate(leaf);
    const family = fieldFamily(type);
    if (family !== undefined && family !== 'keyword' && family !== 'text') return test;
    const clock = this.#clock;
    return (view) => clock.bytes?.hasText(id, ignoreAbove) ?? test(view);
  }

  /** Fields that some rule names are looked at before all fields whose names match a pattern. */
  #shortened(leaf: Leaf, test: EventTest): EventTest {
    if (leaf.kind !== 'anyField' || leaf.below === undefined) return test;
    const clock = this.#clock;
    const named = this.#names.flatMap((name, field) => {
      const predicate = name.startsWith(`${leaf.below ?? ''}.`) && leaf.accepts(name) ? leaf.leaf(name) : undefined;
      if (predicate === undefined) return [];
      if (predicate.kind === 'exists') return [this.#compileExists(predicate)];
      const ofField = compilePredicate(predicate);
      return [(view: EventView) => clock.bytes?.hasText(field, Infinity) !== false && view.values(field).length > 0 && ofField(view)];
    });
    if (named.length === 0) return test;
    const isNamed = combined(named, named.length, true);
    return (view) => isNamed(view) || test(view);
  }

  #keptByKind(shared: SharedLeaf, test: EventTest): EventTest {
    const clock = this.#clock;
    const answers: (boolean | undefined)[] = [];
    return (view) => {
      if (clock.kind === undefined || !shared.isDecided) return test(view);
      return (answers[clock.kind] ??= test(view));
    };
  }

  #memoised(test: EventTest): EventTest {
    const clock = this.#clock;
    let event = -1;
    let answer = false;
    return (view: EventView) => {
      if (event === clock.event) return answer;
      answer = test(view);
      event = clock.event;
      return answer;
    };
  }
}

/**
 * True where all are. The first `free` of them may be looked at in any order: what is false comes one place further to the front, so that
 * in time what is false most often is looked at first.
 */
function all(tests: EventTest[], free: number): EventTest {
  return combined(tests, free, false);
}

/** True where one is; as `all`, with what is true most often in front. */
function any(tests: EventTest[], free: number): EventTest {
  return combined(tests, free, true);
}

/** `decisive`: the answer of one that is the answer of all. */
function combined(tests: EventTest[], free: number, decisive: boolean): EventTest {
  const [only] = tests;
  if (only === undefined) return () => !decisive;
  if (tests.length === 1) return only;
  return (view) => {
    for (let at = 0; at < tests.length; at++) {
      const test = tests[at] as EventTest;
      if (test(view) !== decisive) continue;
      if (at > 0 && at < free) {
        tests[at] = tests[at - 1] as EventTest;
        tests[at - 1] = test;
      }
      return decisive;
    }
    return !decisive;
  };
}

/** True where all are, looked at in order. */
export function inOrder(tests: readonly EventTest[]): EventTest {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (view) => tests.every((test) => test(view));
}
