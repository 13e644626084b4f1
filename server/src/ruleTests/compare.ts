/** What a case expects against what the rule did: each difference in a sentence, with the events that it is about. */
import type { Span } from '../base/span.js';
import { allOf } from '../base/wordList.js';
import type { Value } from '../events/event.js';
import type { CaseOutcome } from './runCase.js';
import type { Expectation, FieldsOfMatch } from './testFile.js';

export interface Difference {
  readonly key: 'matches' | 'events' | 'ids' | 'fields' | 'alerts';
  readonly message: string;
  /** Of what was expected, in the test file. */
  readonly span: Span;
  readonly expected: string;
  readonly actual: string;
  /** Places of events that did not do what was expected. */
  readonly events: readonly number[];
  /** They do not match and none of them was named, so those that come nearest are told of. */
  readonly isNearest: boolean;
  /** Something that was expected is not there. */
  readonly isMissing: boolean;
}

/** None where the case passes. */
export function compare(expect: Expectation, outcome: CaseOutcome): readonly Difference[] {
  const named = [...compareEvents(expect, outcome), ...compareIds(expect, outcome)];
  // Where events are named, these are explained; not once more because of the number.
  const counted = [...compareMatches(expect, outcome), ...compareAlerts(expect, outcome)].map((each) =>
    named.length === 0 ? each : { ...each, events: [] },
  );
  const found = [...counted, ...named, ...compareFields(expect, outcome)];
  return keys.flatMap((key) => found.filter((difference) => difference.key === key));
}

const keys = ['matches', 'events', 'ids', 'fields', 'alerts'] as const;

function compareMatches({ matches: expected }: Expectation, outcome: CaseOutcome): readonly Difference[] {
  const actual = outcome.matches.length;
  if (expected === undefined || expected.value === actual) return [];
  const message = `expected ${countText(expected.value, 'match', 'matches')}, got ${actual === 0 ? 'none' : actual}`;
  return [countDifference('matches', expected.value < actual, { message, expected, actual }, outcome)];
}

function compareAlerts({ alerts: expected }: Expectation, outcome: CaseOutcome): readonly Difference[] {
  const { alerts, matches } = outcome;
  if (expected === undefined || alerts === undefined || expected.value === alerts.count) return [];
  const { count: actual, untimed } = alerts;
  const timeless = untimed === 0 ? '' : `, ${untimed} of them without a time, and so in no window of the rule: add \`@timestamp\``;
  const matching = `the query has ${countText(matches.length, 'match', 'matches')}${timeless}`;
  const message = `expected ${countText(expected.value, 'alert')}, got ${actual === 0 ? 'none' : actual}; ${matching}`;
  return [countDifference('alerts', expected.value < actual, { message, expected, actual }, outcome)];
}

interface Counted {
  readonly message: string;
  readonly expected: { readonly value: number; readonly span: Span };
  readonly actual: number;
}

/** Where there is too much, what matches is to blame, else what does not. */
function countDifference(
  key: 'matches' | 'alerts',
  isTooMuch: boolean,
  { message, expected, actual }: Counted,
  { matches, events }: CaseOutcome,
): Difference {
  const matching = new Set(matches.flat());
  const places = events.map((_, index) => index + 1).filter((place) => matching.has(place) === isTooMuch);
  return {
    key,
    message,
    span: expected.span,
    expected: String(expected.value),
    actual: String(actual),
    events: places,
    isNearest: !isTooMuch,
    isMissing: !isTooMuch,
  };
}

/** `no match`, `1 match`, `2 matches` */
function countText(count: number, one: string, several = `${one}s`): string {
  return count === 0 ? `no ${one}` : `${count} ${count === 1 ? one : several}`;
}

function compareEvents({ events: expected }: Expectation, outcome: CaseOutcome): readonly Difference[] {
  if (expected === undefined) return [];
  const { unit, matches, events } = outcome;
  const wanted = listsOf(expected.value, unit);
  const missing = without(wanted, matches);
  const surplus = without(matches, wanted);
  if (missing.length === 0 && surplus.length === 0) return [];
  const absent = missing.flat().filter((place) => place > events.length);
  const sentences = [
    ...(absent.length === 0 ? [] : [`there is no event ${joined(absent)}: the test has ${countText(events.length, 'event')}`]),
    ...told(
      missing.filter((match) => !match.some((place) => absent.includes(place))),
      unit,
      ['was expected to match and does not', 'were expected to match and do not'],
    ),
    ...told(surplus, unit, ['matches and was not expected to', 'match and were not expected to']),
  ];
  const toText = (list: readonly (readonly number[])[]): string =>
    `[${list.map((match) => (unit === 'event' ? match.join(', ') : `[${match.join(', ')}]`)).join(', ')}]`;
  return [
    {
      key: 'events',
      message: sentences.join('; '),
      span: expected.span,
      expected: toText(wanted),
      actual: toText(matches),
      events: unique([...missing, ...surplus].flat()).filter((place) => place <= events.length),
      isNearest: false,
      isMissing: missing.length > 0,
    },
  ];
}

/** One list for each match, however it was written. */
function listsOf(expected: readonly number[] | readonly (readonly number[])[], unit: CaseOutcome['unit']): readonly (readonly number[])[] {
  const plain = expected.filter((each) => typeof each === 'number');
  const lists = expected.filter((each) => typeof each !== 'number');
  if (unit === 'event') return [...plain, ...lists.flat()].map((place) => [place]);
  return plain.length === 0 ? lists : [plain, ...lists];
}

/** Those of `one` that `other` does not have, each as often as it has it less. */
function without(one: readonly (readonly number[])[], other: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const left = other.map((match) => match.join());
  return one.filter((match) => {
    const at = left.indexOf(match.join());
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function told(
  matches: readonly (readonly number[])[],
  unit: CaseOutcome['unit'],
  [one, several]: readonly [one: string, several: string],
): readonly string[] {
  if (matches.length === 0) return [];
  const names = unit === 'event' ? matches.map(([place]) => String(place)) : matches.map((match) => `[${match.join(', ')}]`);
  return [`${unit}${names.length === 1 ? '' : 's'} ${joined(names)} ${names.length === 1 ? one : several}`];
}

function compareIds({ ids: expected }: Expectation, { matches, events }: CaseOutcome): readonly Difference[] {
  if (expected === undefined) return [];
  const matching = matches.flat();
  const actual = matching.map((place) => events[place - 1]?.id ?? `event ${place}`);
  const missing = unique(expected.value).filter((id) => !actual.includes(id));
  const surplus = unique(matching).filter((place) => !expected.value.includes(events[place - 1]?.id ?? ''));
  if (missing.length === 0 && surplus.length === 0) return [];
  const known = missing.filter((id) => events.some((event) => event.id === id));
  const unknown = missing.filter((id) => !known.includes(id));
  const quoted = (ids: readonly string[]): string => joined(ids.map((id) => `"${id}"`));
  const sentences = [
    ...(unknown.length === 0 ? [] : [`no event has the id ${quoted(unknown)}`]),
    ...(known.length === 0
      ? []
      : [`${quoted(known)} ${known.length === 1 ? 'was expected to match and does not' : 'were expected to match and do not'}`]),
    ...surplus.slice(0, 1).map(() => {
      const names = surplus
        .map((place) => events[place - 1]?.id)
        .map((id, at) => (id === undefined ? `event ${surplus[at] ?? 0}, which has no id,` : `"${id}"`));
      return `${joined(names)} ${names.length === 1 ? 'matches and was not expected to' : 'match and were not expected to'}`;
    }),
  ];
  return [
    {
      key: 'ids',
      message: sentences.join('; '),
      span: expected.span,
      expected: JSON.stringify(expected.value),
      actual: JSON.stringify(actual),
      events: unique([...known.map((id) => events.findIndex((event) => event.id === id) + 1), ...surplus]),
      isNearest: false,
      isMissing: known.length > 0,
    },
  ];
}

function compareFields({ fields: expected }: Expectation, outcome: CaseOutcome): readonly Difference[] {
  if (expected === undefined) return [];
  const wrong = expected.value.flatMap((table, index) => wrongFields(table, index, outcome));
  if (wrong.length === 0) return [];
  const shown = (list: readonly FieldsOfMatch[]): string => list.map((table) => JSON.stringify(table)).join('\n');
  return [
    {
      key: 'fields',
      message: wrong.map(({ message }) => message).join('; '),
      span: expected.span,
      expected: shown(expected.value),
      actual: shown(expected.value.flatMap((table, index) => actualFields(table, index, outcome))),
      events: unique(wrong.flatMap(({ events }) => events)),
      isNearest: false,
      isMissing: false,
    },
  ];
}

interface WrongField {
  readonly message: string;
  readonly events: readonly number[];
}

function wrongFields(table: FieldsOfMatch, index: number, outcome: CaseOutcome): readonly WrongField[] {
  const match = outcome.matches[index];
  if (match === undefined) {
    const there = countText(outcome.matches.length, 'match', 'matches');
    return [
      {
        message: `fields of match ${index + 1} are expected, and there ${outcome.matches.length === 1 ? 'is' : 'are'} ${there}`,
        events: [],
      },
    ];
  }
  return Object.entries(table).flatMap(([field, wanted]) => {
    const values = valuesOf(field, match, outcome);
    if (hasValues(values, wanted)) return [];
    const is = values.length === 0 ? `has no ${field}` : `has ${field} ${valueText(values)}`;
    const right = Array.isArray(wanted) && wanted.length === 0 ? 'no value' : valueText(Array.isArray(wanted) ? wanted : [wanted]);
    return [{ message: `match ${index + 1} ${is}, expected ${right}`, events: match }];
  });
}

/** The table with what the match has in its fields; undefined where there is no such match. */
export function actualFields(table: FieldsOfMatch, index: number, outcome: CaseOutcome): readonly FieldsOfMatch[] {
  const match = outcome.matches[index];
  if (match === undefined) return [];
  const entries = Object.entries(table).map(([field, wanted]) => {
    const values = valuesOf(field, match, outcome);
    return [field, hasValues(values, wanted) ? wanted : plainValues(values)] as const;
  });
  return [Object.fromEntries(entries)];
}

function plainValues(values: readonly Value[]): FieldsOfMatch[string] {
  const plain = values.map((value) => (typeof value === 'bigint' ? value.toString() : value));
  const [first] = plain;
  return plain.length === 1 && first !== undefined ? first : plain;
}

/** Of all events of the match, each value once. */
function valuesOf(field: string, match: readonly number[], { events }: CaseOutcome): readonly Value[] {
  return unique(match.flatMap((place) => events[place - 1]?.values.get(field) ?? []));
}

/** A field has a value if it is one of its values, a list if each is; an empty list is no value at all. Numbers are compared as they are written. */
function hasValues(values: readonly Value[], wanted: FieldsOfMatch[string]): boolean {
  const texts = new Set(values.map(String));
  if (typeof wanted !== 'object') return texts.has(String(wanted));
  return wanted.length === 0 ? texts.size === 0 : wanted.every((each) => texts.has(String(each)));
}

function valueText(values: readonly Value[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)));
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

/** Names told in a sentence. */
const mostNamed = 10;

/** `1, 2 and 3`; of many the first ones, and how many more there are. */
function joined(all: readonly (string | number)[]): string {
  const parts = all.length <= mostNamed + 1 ? all : [...all.slice(0, mostNamed), `${all.length - mostNamed} more`];
  return allOf(parts.map(String));
}
