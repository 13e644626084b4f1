/** Real rules, where the reference data is there: each KQL query as EQL and each EQL event query as KQL, both on the same events. */
import { expect, test } from 'vitest';
import { FieldTable } from '../../../server/src/events/event.js';
import { lowerEql } from '../../../server/src/evaluate/eql/lower.js';
import { lowerKql } from '../../../server/src/evaluate/kql/lower.js';
import type { LowerContext } from '../../../server/src/evaluate/lowering.js';
import type { Predicate } from '../../../server/src/evaluate/predicate.js';
import { openRule } from '../../../server/src/rule/openText.js';
import type { ParsedQuery } from '../../../server/src/rule/ruleDocument.js';
import type { FieldCatalog } from '../../../server/src/schema/catalog.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { convertQuery } from '../../../server/src/translate/convert/convertQuery.js';
import { corpusRules, recordedEvents, reference } from '../../kit/reference.js';
import { compareOnEvents } from '../../kit/sameEvents.js';
import { schemas } from '../../kit/services.js';

if (reference === undefined) {
  test('queries of the corpus in the other language: not run: no reference data', () => expect(corpusRules()).toEqual([]));
} else {
  const lines = recordedEvents().filter((_, index) => index % 40 === 0);
  test('at least nine in ten KQL queries become EQL, and match the same events', () => {
    const { converted, refused, differing, unmatched } = convertAll('kuery', 'eql', lines);
    report('KQL to EQL', converted, refused, unmatched);
    expect([differing, unmatched]).toEqual([[], []]);
    expect(converted / (converted + refused.length)).toBeGreaterThan(0.9);
  });
  test('what EQL event queries become in KQL matches the same events', () => {
    const { converted, refused, differing, unmatched } = convertAll('eql', 'kuery', lines);
    report('EQL to KQL', converted, refused, unmatched);
    expect([differing, unmatched]).toEqual([[], []]);
    expect(converted).toBeGreaterThan(0);
  });
}

/** Some of the recorded events: enough to meet every log source, few enough for a test. */
interface Outcome {
  readonly converted: number;
  /** `code path: reason` */
  readonly refused: readonly string[];
  readonly differing: readonly string[];
  /** Converted queries that none of the events matched. */
  readonly unmatched: readonly string[];
}

function convertAll(from: 'eql' | 'kuery', to: 'eql' | 'kuery', lines: readonly string[]): Outcome {
  let converted = 0;
  const refused: string[] = [];
  const differing: string[] = [];
  const unmatched: string[] = [];
  for (const rule of corpusRules()) {
    const document = openRule(rule.text, { uri: rule.path });
    const parsed = document.queries.find(({ key }) => key === 'query')?.parsed;
    if (parsed === undefined || parsed.language !== from || isOfSeveralEvents(parsed)) continue;
    const catalog = schemas.catalogFor(document.index?.value.map(({ value }) => value) ?? []);
    const categoryField = document.eventCategoryOverride?.value;
    const result = convertQuery(parsed, catalog, to, { categoryField });
    if (!result.ok) {
      refused.push(`${result.code} ${rule.path}: ${result.reason}`);
      continue;
    }
    converted++;
    const context = { catalog, fields: new FieldTable(), now: undefined };
    const [before, after] = [lowered(parsed, context, categoryField), lowered(parse(result.query, to), context, categoryField)];
    if (before === undefined || after === undefined) {
      differing.push(`${rule.path}: ${before === undefined ? 'the original' : result.query} does not lower`);
      continue;
    }
    const sides = [
      { predicate: before, text: parsed.text },
      { predicate: after, text: result.query },
    ] as const;
    const { matching, difference } = compareOnEvents(...sides, context.fields, lines);
    if (difference !== undefined) differing.push(`${rule.path}: ${difference}\n${parsed.text}\n${result.query}`);
    else if (matching === 0) unmatched.push(rule.path);
  }
  return { converted, refused, differing, unmatched };
}

function isOfSeveralEvents(parsed: ParsedQuery): boolean {
  return parsed.language === 'eql' && parsed.tree.body.kind !== 'eventQuery';
}

function parse(text: string, language: 'eql' | 'kuery'): ParsedQuery {
  return language === 'eql' ? parseEql(text) : { language, ...parseKql(text) };
}

function lowered(
  parsed: ParsedQuery,
  context: LowerContext & { readonly catalog: FieldCatalog },
  categoryField: string | undefined,
): Predicate | undefined {
  if (parsed.language === 'kuery') return lowerKql(parsed, context).predicate;
  if (parsed.language !== 'eql') return undefined;
  const result = lowerEql(parsed.tree, context, { categoryField });
  return result.kind === 'events' ? result.predicate : undefined;
}

function report(what: string, converted: number, refused: readonly string[], unmatched: readonly string[]): void {
  const codes = new Map<string, number>();
  for (const refusal of refused) codes.set(refusal.split(' ')[0] ?? '', (codes.get(refusal.split(' ')[0] ?? '') ?? 0) + 1);
  const total = converted + refused.length;
  console.log(
    `${what}: ${converted} of ${total} (${((100 * converted) / total).toFixed(1)} %); refused: ` +
      `${[...codes].map(([code, count]) => `${code} ${count}`).join(', ')}; without a matching event: ${unmatched.length}`,
  );
}
