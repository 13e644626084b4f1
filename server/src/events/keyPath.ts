/** Follows the keys of a JSON value as it is scanned, just far enough to recognise the list of hits of a search response. */

/** The keys on the way to the hits; no others matter. */
const keys = ['hits', 'events', 'sequences', 'response', 'rawResponse', 'responses', 'Records'] as const;
type Key = (typeof keys)[number];
const lengths = keys.map((key) => key.length);
const keysByLength = Array.from({ length: Math.max(...lengths) + 1 }, (_, length) => keys.filter((key) => key.length === length));

/**
 * Where search responses keep their hits: searches, asynchronous searches, Kibana's inspector, multi-searches, and EQL searches.
 * `[]` is an array's element.
 */
const hitLists: readonly (readonly (Key | '[]')[])[] = ['', 'response', 'rawResponse', 'responses []']
  .flatMap((prefix) => ['hits hits', 'hits events', 'hits sequences [] events'].map((path) => `${prefix} ${path}`.trim()))
  .map((path) => path.split(' ') as (Key | '[]')[]);

/** Files of CloudTrail: one object, whose first key has the events. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html */
const recordList = 'Records';

const deepest = Math.max(...hitLists.map((path) => path.length));

/** Depths are relative to the value that is scanned: its own braces are at depth 1. */
export class KeyPath {
  /** The longest key worth keeping, in bytes with its quotes. */
  static readonly longestKey = Math.max(...lengths) + 2;

  /** For each depth, what stands open there: an array, or the key last seen in an object. */
  readonly #steps: (Key | '[]' | undefined)[] = [];
  #lastString: Key | undefined;
  /** Keys at depth 1. */
  #topKeys = 0;

  /** A text ended: `bytes` from the opening quote at `from` to the closing one at `to`. */
  string(bytes: Uint8Array, from: number, to: number): void {
    const candidates = from < 0 ? undefined : keysByLength[to - from - 1];
    this.#lastString = candidates?.find((key) => isText(bytes, from + 1, key));
  }

  /** A colon at `depth`: the text before it is a key. */
  colon(depth: number): void {
    if (depth <= deepest) this.#steps[depth] = this.#lastString;
    if (depth === 1) this.#topKeys++;
  }

  /** An object or array opens at `depth`; true when it is the list of hits. */
  open(depth: number, isArray: boolean): boolean {
    if (depth > deepest + 1) return false;
    this.#steps[depth] = isArray ? '[]' : undefined;
    if (isArray && depth === 2 && this.#topKeys === 1 && this.#steps[1] === recordList) return true;
    return isArray && hitLists.some((path) => path.length === depth - 1 && path.every((step, index) => this.#steps[index + 1] === step));
  }
}

function isText(bytes: Uint8Array, from: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[from + index] !== text.charCodeAt(index)) return false;
  return true;
}
