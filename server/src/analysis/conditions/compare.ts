/** Tests of the same field against one another: whether one implies the other, or both can be true of one value. */
import type { FieldCatalog, FieldInfo } from '../../schema/catalog.js';
import { certainFamily } from '../types.js';
import type { Test, TestValue } from './condition.js';
import { meetsPattern } from './pattern.js';
import { coversOf, hasPatterns, patternsOf, valueTexts } from './valueTexts.js';

/** Of more conditions than this that stand together, only the first are compared with one another: no one writes them by hand. */
export const mostCompared = 300;

/** Whether the tests, all on one field, compare whole values as they are written, so that their texts can be compared here. */
export function compareWholeValues(catalog: FieldCatalog, ...tests: readonly Test[]): boolean {
  return tests.every((test) => comparesWholeValues(test, catalog));
}

function comparesWholeValues(test: Test, catalog: FieldCatalog): boolean {
  const info = catalog.field(test.field);
  const family = certainFamily(info);
  if (family === 'integer') return !hasPatterns(test) && !valueTexts(test).some(isOddlySpelt);
  if (family === 'boolean') return !hasPatterns(test);
  if (family !== 'keyword' || info?.lowercased === true) return false;
  return info?.type === 'keyword' || !test.values.some(isCutAtSpaces);
}

const usualInteger = /^(?:0|-?[1-9]\d*)$/;

/** `05` and `5.0`, which are the same number as `5`. */
function isOddlySpelt(text: string): boolean {
  return !usualInteger.test(text) && text.trim() !== '' && !Number.isNaN(Number(text));
}

/** In KQL, where only a keyword field takes a pattern with spaces as a whole. https://www.elastic.co/docs/reference/query-languages/kql */
function isCutAtSpaces(value: TestValue): boolean {
  return value.cutAtSpaces === true;
}

/** Whether `outer` is true of every event of which `inner` is, whatever number of values the field has. */
export function impliesTest(inner: Test, outer: Test): boolean {
  if (inner.field !== outer.field) return false;
  if (outer.relation === 'exists') return true;
  if (inner.relation !== 'matches' || outer.relation !== 'matches') return false;
  const fold = outer.ignoresCase;
  if (inner.ignoresCase && !fold && valueTexts(inner).some((text) => /[a-z]/i.test(text))) return false;
  const covers = coversOf(patternsOf(outer, fold));
  return patternsOf(inner, fold).every((value) => covers.some((isCovered) => isCovered(value)));
}

/** Whether no single value can pass both. */
export function areDisjoint(a: Test, b: Test): boolean {
  if (a.relation === 'exists' || b.relation === 'exists') return false;
  if (a.relation !== 'matches' || b.relation !== 'matches') return areDisjointRanges(a, b);
  const fold = a.ignoresCase || b.ignoresCase;
  const others = patternsOf(b, fold);
  return !patternsOf(a, fold).some((one) => others.some((two) => meetsPattern(one, two)));
}

interface Interval {
  readonly low: number;
  readonly high: number;
  /** Whether the ends belong to it. */
  readonly closed: boolean;
}

function areDisjointRanges(a: Test, b: Test): boolean {
  const ranges = intervalsOf(a);
  const others = intervalsOf(b);
  return ranges.length > 0 && others.length > 0 && ranges.every((one) => others.every((two) => areApart(one, two)));
}

/** Empty where a value is no number. */
function intervalsOf({ relation, values }: Test): readonly Interval[] {
  const numbers = values.map(({ text }) => (text.trim() === '' ? NaN : Number(text)));
  if (numbers.some(Number.isNaN)) return [];
  const closed = relation !== '<' && relation !== '>';
  return numbers.map((number) => ({
    low: relation.startsWith('<') ? -Infinity : number,
    high: relation.startsWith('>') ? Infinity : number,
    closed,
  }));
}

function areApart(a: Interval, b: Interval): boolean {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low > high || (low === high && !(a.closed && b.closed));
}

/** Fields that hold one value wherever ECS is followed; `event.action` has several where an agent joins events. */
const singleObjects = /^(?:process|file|dll|registry|host\.os|user|source|destination|network)\./;
const singleEventFields = ['event.code', 'event.dataset', 'event.kind', 'event.module', 'event.outcome', 'event.provider'];

/** Whether each event has one value at most in the field. */
export function isSingleValued(name: string, catalog: FieldCatalog): boolean {
  const info: FieldInfo | undefined = catalog.field(name);
  if (info === undefined || info.array || !info.source.startsWith('ECS ')) return false;
  return singleObjects.test(name) || singleEventFields.includes(name);
}
