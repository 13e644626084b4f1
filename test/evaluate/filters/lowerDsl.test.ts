import { describe, expect, test } from 'vitest';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { lowerDsl } from '../../../server/src/evaluate/filters/lowerDsl.js';
import { createScope } from '../../../server/src/evaluate/kql/scope.js';
import { parseInstant } from '../../../server/src/events/time.js';
import type { JsonObject } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import type { Plain } from '../../../server/src/rule/value.js';
import { catalogOf, contextOf } from '../../kit/evaluate.js';

const catalog = catalogOf({ name: 'keyword', message: 'match_only_text', pid: 'long', at: 'date' }, { authoritative: true });

/** Which of the events pass, by index; the messages of the problems where that cannot be said. */
function passing(clause: Plain, events: readonly JsonObject[]): readonly (number | string)[] {
  const context = contextOf(catalog, parseInstant('2026-02-10T12:00:00Z'));
  const scope = createScope(context);
  const predicate = lowerDsl(clause, { start: 0, end: 1 }, scope);
  if (scope.problems.length > 0) return scope.problems.map(({ message }) => message);
  const isTrue = compilePredicate(predicate);
  const view = createView(context.fields);
  return events.flatMap((event, index) => {
    view.reset(event);
    return isTrue(view) ? [index] : [];
  });
}

const messages = ['The Disk is full', 'disk', 'full disk'].map((message) => ({ message }));

describe('Clauses on analysed text', () => {
  test.each<readonly [Plain, readonly number[]]>([
    [{ match: { message: 'Disk FULL' } }, [0, 1, 2]],
    [{ match: { message: { query: 'full disk', type: 'phrase' } } }, [2]],
    [{ match_phrase: { message: 'IS full' } }, [0]],
    [{ match_phrase: { message: { query: 'is full', slop: 0 } } }, [0]],
    [{ term: { message: 'disk' } }, [0, 1, 2]],
    [{ term: { message: { value: 'Disk' } } }, []],
    [{ term: { message: { value: 'Disk', case_insensitive: true } } }, [0, 1, 2]],
    [{ term: { message: 'full disk' } }, []],
    [{ terms: { message: ['full', 'IS'] } }, [0, 2]],
    [{ prefix: { message: 'ful' } }, [0, 2]],
    [{ prefix: { message: 'Ful' } }, []],
    [{ wildcard: { message: { value: 'F?ll', case_insensitive: true } } }, [0, 2]],
    [{ wildcard: { message: { value: 'F?ll' } } }, []],
  ])('%j', (clause, expected) => {
    expect(passing(clause, messages)).toEqual(expected);
  });
});

const processes: readonly JsonObject[] = [{ name: 'a', pid: 5, at: '2026-02-09' }, { name: 'A', pid: 7, at: '2026-02-10' }, {}];

describe('Other clauses', () => {
  test.each<readonly [Plain, readonly number[]]>([
    [{ bool: {} }, [0, 1, 2]],
    [{ bool: { should: [], minimum_should_match: 1 } }, [0, 1, 2]],
    [{ bool: { must_not: { exists: { field: 'name' } } } }, [2]],
    [{ bool: { should: [{ term: { name: 'a' } }], filter: [{ exists: { field: 'pid' } }] } }, [0, 1]],
    [{ term: { name: { value: 'a', case_insensitive: true } } }, [0, 1]],
    [{ range: { at: { gte: '2026-02-10', format: 'strict_date_optional_time', time_zone: 'UTC' } } }, [1]],
    [{ range: { pid: { gt: 5, lte: 7, boost: 1 } } }, [1]],
  ])('%j', (clause, expected) => {
    expect(passing(clause, processes)).toEqual(expected);
  });
});

describe('What would find something else is not passed over', () => {
  test.each<readonly [Plain, string]>([
    [{ match: { message: { query: 'disk', fuzziness: 'AUTO' } } }, '`match` of that form'],
    [{ match: { message: { query: 'disk full', operator: 'AND' } } }, '`match` of that form'],
    [{ match_phrase: { message: { query: 'disk full', slop: 2 } } }, '`match_phrase` of that form'],
    [{ bool: { shuold: [] } }, '`shuold` in `bool`'],
    [{ range: { at: { gte: '2026', format: 'yyyy' } } }, '`format` in `range`'],
    [{ range: { at: { gte: '2026-02-10', time_zone: '+02:00' } } }, '`time_zone` in `range`'],
    [{ regexp: { name: 'a.*' } }, '`regexp`'],
    [{ script: { script: 'true' } }, '`script`'],
  ])('%j', (clause, what) => {
    expect(passing(clause, [])).toEqual([`${what} of a filter is not evaluated here`]);
  });
});
