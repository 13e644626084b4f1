/** Runs the cases of a rule on changed forms of it, to find the changes that no case notices. */
import { throwIfCancelled } from '../../base/cancel.js';
import { RunLimit } from '../../evaluate/eventPass.js';
import { nameOf } from '../../base/fileName.js';
import { prepare, eventFile, type Prepared } from '../../evaluate/runRule.js';
import { compare } from '../compare.js';
import { CaseEventReader, type KeptEvent } from '../coverage/caseEvents.js';
import type { OpenedTests, TestSurroundings } from '../openTests.js';
import { runCase, type CaseOutcome } from '../runCase.js';
import type { RanCase } from '../runTests.js';
import type { RuleTestCase } from '../testFile.js';
import { mutantsOf, type Mutant } from './mutants.js';
import type { MutantResult, MutationReport } from './report.js';
import { compileSignature, failing, satisfied, structureOf, type Signature } from './signature.js';
import { wantedFor } from './words.js';

/** `ran`: the cases as they went on the rule itself. Never throws for what the user did: `fault` says it. Throws `Cancelled`. */
export async function measureMutation(
  opened: OpenedTests,
  ran: readonly RanCase[],
  surroundings: TestSurroundings,
): Promise<MutationReport> {
  const unused = ran.filter(({ result }) => result.status !== 'passed').map(({ result }) => result.name);
  const failed = (fault: string): MutationReport => ({ rule: opened.uri, fault, mutants: [], survived: 0, equivalent: 0, unused });
  const [first] = ran;
  if (first === undefined) return failed('There are no cases to run.');
  if (opened.rule.queries.some(({ key, parsed }) => key === 'query' && parsed === undefined)) {
    return failed(
      `Only rules in EQL and KQL are changed to see whether tests notice; the query of ${nameOf(opened.uri)} is in another language.`,
    );
  }
  const prepared = await opened.prepare(first.test);
  if (!prepared.ok) return failed(prepared.message);
  try {
    const cases = await baselines(opened, prepared, ran, surroundings);
    if (cases.length === 0) return failed('No case passes, so none could notice a change.');
    const { mutants, equivalent } = mutantsOf(prepared);
    const results: MutantResult[] = [];
    for (const mutant of mutants) {
      throwIfCancelled(surroundings.token);
      results.push(resultOf(mutant, await noticing(mutant, cases, opened, surroundings)));
    }
    const survived = results.filter(({ noticedBy }) => noticedBy === undefined).length;
    return { rule: opened.uri, fault: undefined, mutants: results, survived, equivalent, unused };
  } catch (error) {
    if (error instanceof RunLimit) return failed(error.message);
    throw error;
  }
}

function resultOf({ mutation, span, text, becomes, from }: Mutant, noticedBy: string | undefined): MutantResult {
  const wanted = noticedBy === undefined ? wantedFor(mutation, text) : undefined;
  return { kind: mutation.kind, span, text, becomes, from, noticedBy, wanted };
}

/** A case that passes, with what the rule does in it. */
interface Baseline {
  readonly test: RuleTestCase;
  readonly run: CaseOutcome;
  /** Undefined where the query is another one for each case. */
  readonly kept: KeptCase | undefined;
}

interface KeptCase {
  /** Those in which matches are looked for, and with the history where alerts are. */
  readonly events: readonly KeptEvent[];
  readonly all: readonly KeptEvent[];
  readonly signature: string;
  readonly structure: string;
}

async function baselines(
  opened: OpenedTests,
  prepared: Prepared,
  ran: readonly RanCase[],
  surroundings: TestSurroundings,
): Promise<readonly Baseline[]> {
  const reader = new CaseEventReader(prepared.fields, surroundings);
  const signature = compileSignature(prepared.query);
  const structure = structureOf(prepared.query);
  const cases: Baseline[] = [];
  for (const { test, run, result } of ran) {
    if (run.kind === 'error' || result.status !== 'passed') continue;
    const events = prepared.usesNow ? [] : await reader.read(opened.requestOf(test).events);
    const history = prepared.usesNow || test.expect.alerts === undefined ? [] : await reader.read(opened.sourcesOf(test.history));
    const all = [...events, ...history];
    cases.push({ test, run, kept: prepared.usesNow ? undefined : { events, all, signature: signature(all), structure } });
  }
  return cases;
}

/** The name of the first case whose result changes. */
async function noticing(
  mutant: Mutant,
  cases: readonly Baseline[],
  opened: OpenedTests,
  surroundings: TestSurroundings,
): Promise<string | undefined> {
  const changed = withMutant(opened, mutant, surroundings);
  const signature = mutant.query === undefined ? undefined : compileSignature(mutant.query);
  for (const each of cases) if (await notices(each, mutant, signature, changed, surroundings)) return each.test.name;
  return undefined;
}

async function notices(
  { test, run, kept }: Baseline,
  { query }: Mutant,
  signature: Signature | undefined,
  changed: OpenedTests,
  surroundings: TestSurroundings,
): Promise<boolean> {
  if (query === undefined || signature === undefined) {
    // The settings of a rule decide on nothing but its alerts.
    return test.expect.alerts !== undefined && (await differs(test, changed, surroundings));
  }
  if (kept !== undefined) {
    const isSame = signature(kept.all) === kept.signature && structureOf(query) === kept.structure;
    if (isSame) return false;
    if (query.query.kind === 'events' && query.query.pipes.length === 0) {
      const outcomes = signature(kept.events);
      if (outcomes.includes(failing)) return true;
      const matches = [...outcomes].flatMap((outcome, index) => (outcome === satisfied ? [[index + 1]] : []));
      if (compare(test.expect, { ...run, matches }).length > 0) return true;
      if (test.expect.alerts === undefined) return false;
    }
  }
  return differs(test, changed, surroundings);
}

async function differs(test: RuleTestCase, changed: OpenedTests, surroundings: TestSurroundings): Promise<boolean> {
  const run = await runCase(changed, test, surroundings);
  return run.kind === 'error' || compare(test.expect, run).length > 0;
}

/** The tests with the mutant as their rule. Its query is made ready for each case that is really run, which are few. */
function withMutant(opened: OpenedTests, { rule }: Mutant, { host, schemas, token }: TestSurroundings): OpenedTests {
  const requestOf: OpenedTests['requestOf'] = (test) => ({ ...opened.requestOf(test), rule: { uri: opened.uri, opened: rule } });
  return {
    ...opened,
    rule,
    requestOf,
    async prepare(test) {
      const request = requestOf(test);
      const files = request.events.map((source) => eventFile(source, host));
      const prepared = await prepare(request, host, schemas, files, token);
      return prepared.ok ? { ...prepared, files } : prepared;
    },
  };
}
