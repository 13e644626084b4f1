/** Kinds of events: those that have the same values in a few fields that hardly vary, such as the category and the operating system. */
import type { EventView, FieldId, Value } from '../events/event.js';
import { fieldFamily } from '../evaluate/lowering.js';
import type { Leaf } from '../evaluate/predicate.js';

export interface Kind<P> {
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
  #root: Node<P> = emptyNode();
  #count = 0;

  constructor(fields: readonly FieldId[]) {
    this.#candidates = fields;
  }

  /** Kinds are told apart anew, by those of the fields that `isTelling` says yes to. */
  choose(isTelling: (field: FieldId) => boolean): void {
    this.#fields = this.#candidates.filter(isTelling).slice(0, mostFields);
    this.#root = emptyNode();
    this.#count = 0;
  }

  /** Whether the truth of the leaf is the same for all events of a kind. */
  decides(leaf: Leaf): boolean {
    if (!('field' in leaf)) return false;
    const { id, type } = leaf.field;
    const family = fieldFamily(type);
    // Whether an object has a value depends on the fields below it.
    return this.#fields.includes(id) && family !== 'object' && family !== 'nested' && family !== 'flattened';
  }

  /** Undefined where events are not told apart. */
  of(view: EventView): Kind<P> | undefined {
    if (this.#fields.length === 0) return undefined;
    let node: Node<P> | undefined = this.#root;
    for (const field of this.#fields) node = this.#next(node, view.values(field));
    return this.#count > mostKinds ? undefined : node;
  }

  #next(node: Node<P>, values: readonly Value[]): Node<P> {
    const key = keyOf(values);
    let next = node.next.get(key);
    if (next === undefined) {
      next = emptyNode();
      // Beyond the bound kinds are not kept.
      if (++this.#count <= mostKinds) node.next.set(key, next);
    }
    return next;
  }
}

function emptyNode<P>(): Node<P> {
  return { events: 0, plan: undefined, next: new Map() };
}

/** Another text for other values. */
function keyOf(values: readonly Value[]): string {
  if (values.length === 0) return '[]';
  const [only] = values;
  if (values.length === 1 && typeof only === 'string' && !only.startsWith('[')) return only;
  return JSON.stringify(values.map((value) => [typeof value, String(value)]));
}
