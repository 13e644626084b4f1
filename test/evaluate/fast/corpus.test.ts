/** Real rules on recorded events, where the reference data is there: the quick way lets every event through that matches. */
import { expect, test } from 'vitest';
import { compilePredicate, type EventTest } from '../../../server/src/evaluate/compile.js';
import { segmentBytes } from '../../../server/src/evaluate/fast/segment.js';
import { createSkimmer, skimPlan } from '../../../server/src/evaluate/fast/skimmer.js';
import { lowerQuery } from '../../../server/src/evaluate/lowerQuery.js';
import { EvaluationError, type Predicate } from '../../../server/src/evaluate/predicate.js';
import { pickQuery } from '../../../server/src/evaluate/ruleQuery.js';
import { FieldTable } from '../../../server/src/events/event.js';
import { isJsonObject, parseJson, type JsonObject } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { catalogOf } from '../../../server/src/rule/ruleCatalog.js';
import { loadSchemas } from '../../../server/src/schema/load.js';
import { eventFor } from '../../kit/eventFor.js';
import { memoryHost } from '../../kit/memoryHost.js';
import { corpusRules, recordedEvents, reference } from '../../kit/reference.js';

if (reference === undefined) test('rules of the corpus, quickly: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test('every rule of the corpus finds the same events quickly as by parsing', () => everyRule(), 120_000);

const everyNth = 40;
/** Rules beyond these cost time and say little more. */
const everyNthRule = 2;

async function everyRule(): Promise<void> {
  const schemas = await loadSchemas(memoryHost({}));
  const recorded = recordedEvents().filter((_, index) => index % everyNth === 0);
  const lost: string[] = [];
  let [predicates, made, matches, through] = [0, 0, 0, 0];
  for (const { path, text } of corpusRules().filter((_, index) => index % everyNthRule === 0)) {
    const fields = new FieldTable();
    for (const predicate of predicatesOf(text, path, fields, schemas)) {
      predicates++;
      const own = eventFor(predicate, fields, text);
      if (own !== undefined) made++;
      const lines = own === undefined ? recorded : [...recorded, JSON.stringify(own)];
      const found = quickly(predicate, fields, new TextEncoder().encode(`${lines.join('\n')}\n`));
      through += found.size;
      for (const line of matching(predicate, fields, lines)) {
        matches++;
        if (!found.has(line)) lost.push(`${path}: ${lines[line] ?? ''}`);
      }
    }
  }
  console.log(`predicates: ${predicates}; with events made for them: ${made}; matches: ${matches}; let through: ${through}`);
  expect(lost).toEqual([]);
  expect(made).toBeGreaterThan(500);
  expect(matches).toBeGreaterThanOrEqual(made);
  expect(through).toBeLessThan(2 * matches);
}

/** The lines that match when they are parsed. */
function matching(predicate: Predicate, fields: FieldTable, lines: readonly string[]): readonly number[] {
  const [judge, view] = [safely(compilePredicate(predicate)), createView(fields)];
  return lines.flatMap((text, line) => {
    const event = parsed(text);
    view.reset(event);
    return judge(view) ? [line] : [];
  });
}

const parsedLines = new Map<string, JsonObject>();

/** The recorded ones are parsed once for all rules. */
function parsed(text: string): JsonObject {
  const known = parsedLines.get(text);
  if (known !== undefined) return known;
  const event = parseJson(text);
  if (!isJsonObject(event)) throw new Error('a line is no event');
  if (parsedLines.size < 1000) parsedLines.set(text, event);
  return event;
}

function predicatesOf(
  text: string,
  path: string,
  fields: FieldTable,
  schemas: Awaited<ReturnType<typeof loadSchemas>>,
): readonly Predicate[] {
  const rule = openRule(text, { uri: `file:///${path}` });
  const picked = pickQuery(rule, path);
  if (!picked.ok) return [];
  const lowered = lowerQuery(rule, picked, { catalog: catalogOf(rule, schemas), fields, now: { milliseconds: 0, nanoseconds: 0 } });
  if (!lowered.ok) return [];
  return lowered.query.kind === 'events' ? [lowered.query.predicate] : lowered.query.items.map(({ predicate }) => predicate);
}

/** The lines that are let through. */
function quickly(predicate: Predicate, fields: FieldTable, bytes: Uint8Array): ReadonlySet<number> {
  const skimmer = createSkimmer(skimPlan(predicate, fields), segmentBytes);
  if (skimmer === undefined) throw new Error('Node has WebAssembly');
  skimmer.kernel.reserve(bytes.length);
  skimmer.kernel.input.set(bytes);
  const found = new Set<number>();
  skimmer.lines(0, bytes.length, (line) => found.add(line.linesBefore));
  return found;
}

/** A script that fails counts as a match: the run has to see the event. */
function safely(judge: EventTest): EventTest {
  return (view) => {
    try {
      return judge(view);
    } catch (error) {
      if (error instanceof EvaluationError) return true;
      throw error;
    }
  };
}
