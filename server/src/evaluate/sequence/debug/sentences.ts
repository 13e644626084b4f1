/** The causes of partial sequences in words, the same in the terminal and in the editor. */
import { grouped } from '../../../base/grouped.js';
import { assertNever } from '../../../base/invariant.js';
import { formatSpan } from '../../../syntax/eql/literals.js';
import type { Cause, Endings, EventRef, Gain, ItemReport, KeyDifference, KeyValue, PartialSequence } from './report.js';

/** How an event is called: `line 9`. */
export type PlaceOf = (event: EventRef) => string;

/** `stage 2 line 9 comes 12.5 s after maxspan=10s ends; would match with maxspan=23s` */
export function sentenceOf({ cause, also, waitsFor, events }: PartialSequence, placeOf: PlaceOf): string {
  const words = { placeOf, waitsFor: stage(waitsFor ?? 0), reached: stage(events.at(-1)?.item ?? 0) };
  const sentence = causeSentence(cause, words);
  return also === undefined ? sentence : `${sentence}; besides, ${causeSentence(also, words)}`;
}

interface Words {
  readonly placeOf: PlaceOf;
  /** `stage 2` */
  readonly waitsFor: string;
  readonly reached: string;
}

function causeSentence(cause: Cause, words: Words): string {
  const { placeOf, waitsFor, reached } = words;
  switch (cause.kind) {
    case 'keyMismatch':
      return `${waitsFor} ${placeOf(cause.event)} ${differences(cause.differences, reached)}${gained(cause, 'with the same key')}`;
    case 'maxspan':
      return `${waitsFor} ${placeOf(cause.event)} comes ${durationText(cause.exceededBy)} after maxspan=${formatSpan(cause.maxspan)} ends${cause.gain === 'nothing' ? '' : `; would ${verb(cause)} with maxspan=${cause.neededText}`}`;
    case 'until':
      return `until ${placeOf(cause.until)}${further(cause.others)} ${cause.others === 0 ? 'ends' : 'end'} it before ${waitsFor} ${placeOf(cause.event)}${gained(cause, without(cause.others))}`;
    case 'missingEventPresent':
      return `${placeOf(cause.event)}${further(cause.others)} ${cause.others === 0 ? 'is' : 'are'} there, which ${stage(cause.item)} wants missing${gained(cause, without(cause.others))}`;
    case 'order':
      return orderSentence(cause, words);
    case 'replaced':
      return `${placeOf(cause.event)} takes the place of ${reached}${cause.gain === 'match' ? ', without which it would match' : ''}; of the later one: ${causeSentence(cause.then, words)}`;
    case 'runs':
      return `only ${cause.had} of the ${cause.wanted} events that ${waitsFor} needs`;
    case 'noCandidate':
      return cause.candidates === 0
        ? `no event satisfies ${waitsFor}`
        : `no event left for ${waitsFor} with this key and in time, of ${grouped(cause.candidates)} that satisfy it`;
    case 'unmet':
      return unmetSentence(cause, words);
    case 'sameEvents':
      return 'every stage is satisfied, but there are too few different events';
    default:
      return assertNever(cause);
  }
}

/** `; with the same key it would match` */
function gained(cause: Gained, repaired: string): string {
  return cause.gain === 'nothing' ? '' : `; ${repaired} it would ${verb(cause)}`;
}

interface Gained {
  readonly gain: Gain;
}

function verb({ gain }: Gained): string {
  return gain === 'match' ? 'match' : 'go on';
}

function without(others: number): string {
  return others === 0 ? 'without it' : 'without them';
}

function further(others: number): string {
  return others === 0 ? '' : ` and ${grouped(others)} more`;
}

function orderSentence(cause: Extract<Cause, { kind: 'order' }>, { placeOf, waitsFor, reached }: Words): string {
  const event = `${waitsFor} ${placeOf(cause.event)}`;
  if (cause.tie)
    return `${event} has the same time as ${reached} and stands before it in the files; a tiebreaker_field could order them${gained(cause, 'the other way round')}`;
  const before = cause.before === 0 ? 'directly' : durationText(cause.before);
  return `${event} comes ${before} before ${reached}, not after it${gained(cause, 'in order')}`;
}

function unmetSentence({ items, nearest }: Extract<Cause, { kind: 'unmet' }>, { placeOf }: Words): string {
  const unmet = `no event with this key satisfies ${items.map(stage).join(', ')}`;
  return nearest === undefined ? unmet : `${unmet}; nearest: ${placeOf(nearest.event)} ${differences(nearest.differences, undefined)}`;
}

/** `has user.name "bob", not "alice"` */
function differences(all: readonly KeyDifference[], reached: string | undefined): string {
  return all.map((difference) => differenceText(difference, reached)).join(' and ');
}

function differenceText({ fields: [own, other], partial, event }: KeyDifference, reached: string | undefined): string {
  const field = other ?? own ?? 'the key';
  if (partial === undefined) return `has ${field} ${valueText(event)}, but ${reached ?? 'the key'} has no ${own ?? field}`;
  const as = own === undefined || own === field ? '' : ` as ${own}`;
  if (event === undefined)
    return `has no ${field}${reached === undefined ? '' : `, but ${reached} has ${own ?? field} ${valueText(partial)}`}`;
  return `has ${field} ${valueText(event)}, not ${valueText(partial)}${as}`;
}

/** `host.id "a1", user.name "root"`; the names are those of the item. */
export function keyText(values: readonly (KeyValue | undefined)[], item: Pick<ItemReport, 'keys'> | undefined): string {
  return values
    .map((value, key) => {
      const name = item?.keys[key] ?? 'key';
      return value === undefined ? `no ${name}` : `${name} ${valueText(value)}`;
    })
    .join(', ');
}

/** As it would be written: strings in quotes. */
function valueText(value: KeyValue | undefined): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** `2`, `until` */
export function itemName({ until }: Pick<ItemReport, 'until'>, item: number): string {
  return until ? 'until' : String(item + 1);
}

const endingTexts: readonly (readonly [keyof Endings, string])[] = [
  ['maxspan', 'too long'],
  ['until', 'ended by until'],
  ['missingEventPresent', 'with an event that must be missing'],
  ['waiting', 'without a next event'],
  ['replaced', 'replaced by a later one'],
];

/** `2 too long, 1 without a next event` */
export function endingsText(endings: Endings): string {
  return endingTexts
    .filter(([ending]) => endings[ending] > 0)
    .map(([ending, text]) => `${grouped(endings[ending])} ${text}`)
    .join(', ');
}

function stage(item: number): string {
  return `stage ${item + 1}`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `350 ms`, `12.5 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`: the two largest units. */
function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (milliseconds < minute) return `${milliseconds / 1000} s`;
  const [large, small] =
    milliseconds < hour ? ([['min', minute], ['s', 1000]] as const) : milliseconds < day ? ([['h', hour], ['min', minute]] as const) : ([['d', day], ['h', hour]] as const); // prettier-ignore
  const rest = Math.floor((milliseconds % large[1]) / small[1]);
  return `${Math.floor(milliseconds / large[1])} ${large[0]}${rest === 0 ? '' : ` ${rest} ${small[0]}`}`;
}
