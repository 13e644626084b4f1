import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toKuery } from '../../server/src/syntax/kql/kuery.js';
import { parseKql } from '../../server/src/syntax/kql/parse.js';
import { detectionEngine, kqlToDsl } from '../../server/src/translate/kqlToDsl.js';
import { catalogOf } from '../kit/evaluate.js';
import { reference } from '../kit/reference.js';
import { corpusKqlQueries } from '../syntax/kql/corpusQueries.js';
import { askPeer, isComparable, normalKuery } from '../syntax/kql/peer.js';
import { slippedQuery, validQuery } from './kqlQueries.js';
import { askPeerDsl, normalDsl } from './peerDsl.js';

const dates = ['@timestamp', 'b.c', 'zz.date'];
const dateFields = catalogOf(Object.fromEntries(dates.map((name) => [name, 'date'])), { authoritative: true });

const timeZone = 'Europe/Berlin';

/** What Kibana answers: the tree and the Query DSL, without a data view and with one of dates, or where its caret points. */
type Answer = { readonly tree: unknown; readonly dsl: unknown; readonly dsls: unknown } | { readonly errorOffset: number };

function ours(text: string): Answer {
  const { tree, kibanaError } = parseKql(text);
  if (kibanaError !== undefined) return { errorOffset: kibanaError.offset };
  const dsl = kqlToDsl(tree, undefined);
  const dsls = kqlToDsl(tree, dateFields, { ...detectionEngine, dateFormatTZ: timeZone });
  if (!dsl.ok || !dsls.ok) throw new Error(`${text}: not translated`);
  return { tree: normalKuery(toKuery(tree)), dsl: normalDsl(dsl.dsl), dsls: normalDsl(dsls.dsl) };
}

function theirs(text: string): Answer {
  const answer = askPeer(text);
  if ('errorOffset' in answer) return answer;
  return { ...answer, ...askPeerDsl(text, dates, timeZone) };
}

describe('An old release of Kibana gives the same Query DSL', () => {
  test.each([
    ['queries after the grammar', validQuery, 5000],
    ['queries with a slip', slippedQuery, 2000],
  ])('for generated %s', (_, queries, count) => {
    let compared = 0;
    for (const text of fc.sample(queries, { numRuns: count * 2, seed: 20260302 })) {
      if (!isComparable(text) || compared === count) continue;
      compared++;
      expect({ text, ...ours(text) }).toEqual({ text, ...theirs(text) });
    }
    expect(compared).toBe(count);
  });
});

const realQueries = 'An old release of Kibana gives the same Query DSL for the queries of real rules';
if (reference === undefined) test(`${realQueries}: not run: no reference data`, () => expect(corpusKqlQueries()).toEqual([]));
else
  test(realQueries, () => {
    const comparable = corpusKqlQueries().filter(({ text }) => isComparable(text));
    for (const { name, text } of comparable) expect({ name, ...ours(text) }).toEqual({ name, ...theirs(text) });
    expect(comparable.length).toBeGreaterThan(400);
  });
