/** Writes what a rule did into the expectations that differ: the fewest edits, with comments and layout kept. */
import type { TextEdit } from '../base/edit.js';
import type { Span } from '../base/span.js';
import { tomlText } from '../rule/tomlText.js';
import type { TomlArray, TomlTable, TomlValue } from '../toml/node.js';
import { readToml } from '../toml/read.js';
import { actualFields, compare, type Difference } from './compare.js';
import { leavesOf } from './readExpectation.js';
import type { CaseOutcome } from './runCase.js';
import type { RanCase } from './runTests.js';
import type { RuleTestCase, RuleTestFile } from './testFile.js';

/** What is written, or why it is not. */
export interface ExpectationChange {
  readonly test: string;
  readonly key: Difference['key'] | undefined;
  readonly before: string;
  readonly after: string;
  /** Why the case stays as it is; undefined where it changes. */
  readonly refused: string | undefined;
}

export interface TestFileUpdate {
  readonly edits: readonly TextEdit[];
  readonly changes: readonly ExpectationChange[];
}

/** Of cases that ran and failed; those that could not be run are refused. */
export function updateExpectations({ text }: Pick<RuleTestFile, 'text'>, ran: readonly RanCase[]): TestFileUpdate {
  const root = ran.some(({ result }) => result.status === 'failed') ? readToml(text).root : undefined;
  const updates = ran.flatMap(({ test, run, result }): readonly TestFileUpdate[] => {
    if (result.status === 'passed') return [];
    if (run.kind === 'error' || root === undefined) return [refuse(test, result.failures[0]?.message ?? 'it could not be run')];
    return compare(test.expect, run).map((difference) => updateOf(test, difference, run, { text, root }));
  });
  return { edits: updates.flatMap(({ edits }) => edits), changes: updates.flatMap(({ changes }) => changes) };
}

function refuse({ name }: RuleTestCase, refused: string, key?: Difference['key']): TestFileUpdate {
  return { edits: [], changes: [{ test: name, key, before: '', after: '', refused }] };
}

interface TomlText {
  readonly text: string;
  readonly root: TomlTable;
}

function updateOf(test: RuleTestCase, { key, span, expected, actual }: Difference, outcome: CaseOutcome, toml: TomlText): TestFileUpdate {
  const changed = (edits: readonly TextEdit[]): TestFileUpdate => ({
    edits,
    changes: [{ test: test.name, key, before: expected, after: actual, refused: undefined }],
  });
  if (key === 'matches' || key === 'alerts') return changed([{ span, newText: actual }]);
  const array = arrayAt(toml.root, span);
  if (array === undefined) return refuse(test, `\`${key}\` cannot be rewritten where it stands`, key);
  if (key === 'fields') return fieldsUpdate(test, array, outcome, toml, changed);
  const wanted = key === 'ids' ? wantedIds(outcome) : wantedPlaces(outcome);
  if (wanted === undefined) return refuse(test, 'a matching event has no id', key);
  const written = array.elements.map((element) => (key === 'ids' ? idKey(element) : placeKey(element, outcome.unit)));
  const kept = written.map((each) => wanted.some((other) => other.key === each));
  const added = wanted.filter((each) => !written.includes(each.key)).map(({ text }) => text);
  return changed(listEdits(toml.text, array, kept, added));
}

/** An element that a list should have: by what it is known, and as it is written. */
interface WantedElement {
  readonly key: string;
  readonly text: string;
}

/** Undefined where an event has no id. */
function wantedIds({ matches, events }: CaseOutcome): readonly WantedElement[] | undefined {
  const ids = [...new Set(matches.flat())].map((place) => events[place - 1]?.id);
  const known = ids.filter((id) => id !== undefined);
  return known.length < ids.length ? undefined : known.map((id) => ({ key: id, text: tomlText(id) ?? '' }));
}

function idKey(element: TomlValue): string | undefined {
  return element.kind === 'string' ? element.value : undefined;
}

function wantedPlaces({ unit, matches }: CaseOutcome): readonly WantedElement[] {
  return matches.map((match) => ({ key: match.join(), text: unit === 'event' ? match.join() : `[${match.join(', ')}]` }));
}

/** Undefined for a number where a match is a list of them. */
function placeKey(element: TomlValue, unit: CaseOutcome['unit']): string | undefined {
  if (element.kind === 'integer') return unit === 'event' ? String(element.value) : undefined;
  if (element.kind !== 'array') return undefined;
  return element.elements.map((place) => (place.kind === 'integer' ? String(place.value) : '')).join();
}

function fieldsUpdate(
  test: RuleTestCase,
  array: TomlArray,
  outcome: CaseOutcome,
  { text }: TomlText,
  changed: (edits: readonly TextEdit[]) => TestFileUpdate,
): TestFileUpdate {
  const tables = array.elements.filter((each) => each.kind === 'table');
  const kept = tables.map((_, index) => index < outcome.matches.length);
  if (!kept.includes(true)) return refuse(test, 'its fields are those of a match that is not there any more', 'fields');
  const isWrittenInline = text[array.span.start] === '[' && text[array.span.start + 1] !== '[';
  if (kept.includes(false) && !isWrittenInline)
    return refuse(test, 'it has tables of fields for more matches than there are; take these out', 'fields');
  const edits = tables.flatMap((table, index) => {
    const expected = test.expect.fields?.value[index] ?? {};
    const [actual] = actualFields(expected, index, outcome);
    if (actual === undefined) return [];
    return leavesOf(table).flatMap(({ name, value }) => {
      const now = actual[name];
      return now === undefined || now === expected[name] ? [] : [{ span: value.span, newText: tomlText(now) ?? '[]' }];
    });
  });
  return changed([...edits, ...listEdits(text, array, kept, [])]);
}

/** Takes elements out of a list and appends others, in the layout that it has. */
function listEdits(text: string, { elements, span }: TomlArray, kept: readonly boolean[], added: readonly string[]): readonly TextEdit[] {
  const last = elements.findLast((_, index) => kept[index] === true);
  if (last === undefined) return [{ span, newText: `[${added.join(', ')}]` }];
  const removed = elements.flatMap((element, index): readonly TextEdit[] => {
    if (kept[index] === true) return [];
    const isAfterKept = kept.slice(0, index).includes(true);
    const start = isAfterKept ? (elements[index - 1]?.span.end ?? element.span.start) : element.span.start;
    const end = isAfterKept ? element.span.end : (elements[index + 1]?.span.start ?? element.span.end);
    return [{ span: { start, end }, newText: '' }];
  });
  if (added.length === 0) return removed;
  const before = /(?:\r?\n)[ \t]*$/.exec(text.slice(span.start, last.span.start))?.[0];
  const gap = before ?? ' ';
  return [...removed, { span: { start: last.span.end, end: last.span.end }, newText: added.map((each) => `,${gap}${each}`).join('') }];
}

/** The list that stands at the span, wherever in the file. */
function arrayAt(value: TomlValue, span: Span): TomlArray | undefined {
  if (value.kind === 'array' && value.span.start === span.start && value.span.end === span.end) return value;
  const inner = value.kind === 'array' ? value.elements : value.kind === 'table' ? value.entries.map((entry) => entry.value) : [];
  for (const each of inner) {
    const found = arrayAt(each, span);
    if (found !== undefined) return found;
  }
  return undefined;
}
