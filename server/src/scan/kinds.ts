/** Kinds of events: those that have the same values in a few fields that hardly vary, such as the category and the operating system. */
import type { EventView, FieldId, Value } from '../events/event.js';
import { hasFieldsBelow } from '../evaluate/lowering.js';
import type { KindTable } from '../events/kernels/lookups.js';
import type { Leaf } from '../evaluate/predicate.js';
import type { EventBytes } from './eventBytes.js';

export interface Kind<P> {
  /** Another one for each kind that there ever was. */
  readonly number: number;
  /** Events that have come. */
  events: number;
  /** What is done with events of the kind, once it is worth to have made that out. */
  plan: P | undefined;
}

/** Fields of which the values tell events apart, the most telling first. Where events do not have them, or too many values, they are not used. */
const candidates = [
  'event.category',
  'host.os.type',
  'event.type',
  'event.dataset',
  'data_stream.dataset',
  'event.action',
  'event.module',
  'event.provider',
  'event.code',
  'event.kind',
  'event.outcome',
];

const mostFields = 6;
/** More different kinds than this are not told apart. */
const mostKinds = 2000;

/** Whether kinds may differ in the field of this name. */
export function isKindField(name: string): boolean {
  return candidates.includes(name);
}

/** The candidates that rules ask about. */
export function kindFields(names: readonly string[], asked: ReadonlySet<FieldId>): readonly FieldId[] {
  return candidates.map((name) => names.indexOf(name)).filter((field) => asked.has(field));
}

interface Node<P> extends Kind<P> {
  readonly next: Map<string, Node<P>>;
}

export class Kinds<P> {
  readonly #candidates: readonly FieldId[];
  #fields: readonly FieldId[] = [];
  #root: Node<P> = emptyNode(0);
  #count = 0;
  /** Where kinds are known by the bytes of their events, and what they are by the numbers that are given there. */
  #inBytes: KindTable | undefined;
  #isWritten = false;
  #numbered: Kind<P>[] = [];
  #made = 0;

  constructor(fields: readonly FieldId[]) {
    this.#candidates = fields;
  }

  /** Kinds are told apart anew, by those of the fields that `isTelling` says yes to. */
  choose(isTelling: (field: FieldId) => boolean): void {
    this.#fields = this.#candidates.filter(isTelling).slice(0, mostFields);
    this.#root = emptyNode(0);
    this.#count = 0;
    this.#isWritten = false;
    this.#numbered = [];
  }

  /** Whether the truth of the leaf is the same for all events of a kind. */
  decides(leaf: Leaf): boolean {
    if (!('field' in leaf)) return false;
    // Whether an object has a value depends on the fields below it.
    return this.#fields.includes(leaf.field.id) && !hasFieldsBelow(leaf.field);
  }

  /** Undefined where events are not told apart. `bytes`: of the event, where they tell of it. */
  of(view: EventView, bytes: EventBytes | undefined): Kind<P> | undefined {
    if (this.#fields.length === 0) return undefined;
    const table = bytes && this.#tableIn(bytes);
    const known = table && this.#numbered[bytes.kindOf(table) - 1];
    if (known !== undefined) return known;
    const kind = this.#byValues(view);
    if (kind !== undefined && table !== undefined && this.#numbered.length < mostKinds) {
      bytes?.addKind(table, this.#numbered.push(kind));
    }
    return kind;
  }

  #tableIn(bytes: EventBytes): KindTable | undefined {
    if (!this.#isWritten) this.#inBytes = bytes.kindTable(this.#fields, mostKinds);
    this.#isWritten = true;
    return this.#inBytes;
  }

  #byValues(view: EventView): Kind<P> | undefined {
    let node: Node<P> | undefined = this.#root;
    for (const field of this.#fields) node = this.#next(node, view.values(field));
    return this.#count > mostKinds ? undefined : node;
  }

  #next(node: Node<P>, values: readonly Value[]): Node<P> {
    const key = keyOf(values);
    let next = node.next.get(key);
    if (next === undefined) {
      next = emptyNode(++this.#made);
      // Beyond the bound kinds are not kept.
      if (++this.#count <= mostKinds) node.next.set(key, next);
    }
    return next;
  }
}

function emptyNode<P>(number: number): Node<P> {
  return { number, events: 0, plan: undefined, next: new Map() };
}

/** Another text for other values. */
function keyOf(values: readonly Value[]): string {
  if (values.length === 0) return '[]';
  const [only] = values;
  if (values.length === 1 && typeof only === 'string' && !only.startsWith('[')) return only;
  return JSON.stringify(values.map((value) => [typeof value, String(value)]));
}
