/** Tests of rules in a few lines: a rule's text, and cases of events. */
import { noCancel } from '../../server/src/base/cancel.js';
import { isFault, openTests, type OpenedTests, type TestSurroundings } from '../../server/src/ruleTests/openTests.js';
import type { Expectation, RuleTestCase } from '../../server/src/ruleTests/testFile.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { memoryHost } from './memoryHost.js';

const host = memoryHost({});
export const surroundings: TestSurroundings = { host, schemas: await loadSchemas(host), token: noCancel };

const nowhere = { start: 0, end: 0 };
const asksNothing: Expectation = {
  span: nowhere,
  matches: undefined,
  events: undefined,
  ids: undefined,
  fields: undefined,
  alerts: undefined,
};

export interface ShortCase {
  readonly events: readonly object[];
  readonly history?: readonly object[];
  readonly now?: string;
  readonly matches?: number;
  /** Places of the matching events. */
  readonly matching?: readonly number[];
  readonly alerts?: number;
}

/** The rule is a bare query, its language told by `where`, or a whole rule in TOML. */
export async function opened(rule: string, cases: Readonly<Record<string, ShortCase>>): Promise<OpenedTests> {
  const name = /^\[rule\]/m.test(rule) ? 'r.toml' : /\bwhere\b/.test(rule) ? 'r.eql' : 'r.kuery';
  const named = Object.entries(cases).map(([title, each]): RuleTestCase => caseOf(title, each));
  const file = { uri: 'file:///r.test.toml', text: '', rule: `file:///${name}`, ruleName: undefined, mapping: undefined, cases: named };
  const tests = await openTests(file, surroundings, rule);
  if (isFault(tests)) throw new Error(tests.message);
  return tests;
}

function caseOf(name: string, { events, history = [], now, matches, matching, alerts }: ShortCase): RuleTestCase {
  const inline = (all: readonly object[]): RuleTestCase['events'] =>
    all.length === 0 ? [] : [{ kind: 'inline', text: JSON.stringify(all), defaults: undefined, span: nowhere, toFile: (offset) => offset }];
  const at = <T>(value: T | undefined) => (value === undefined ? undefined : { value, span: nowhere });
  const expect = { ...asksNothing, matches: at(matches), events: at(matching), alerts: at(alerts) };
  return { name, span: nowhere, nameSpan: nowhere, events: inline(events), history: inline(history), indicators: [], now, expect };
}
