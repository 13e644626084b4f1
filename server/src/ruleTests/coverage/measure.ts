/** Runs the events of test cases through a rule and tells which of its clauses they exercise. */
import { throwIfCancelled } from '../../base/cancel.js';
import { RunLimit } from '../../evaluate/eventPass.js';
import type { Prepared } from '../../evaluate/runRule.js';
import { safely } from '../../evaluate/variants/safely.js';
import type { OpenedTests, TestSurroundings } from '../openTests.js';
import type { RuleTestCase } from '../testFile.js';
import { CaseEventReader, type KeptEvent } from './caseEvents.js';
import { blockingLeaves, supportingLeaves } from './exercised.js';
import { partsOf, type QueryPart, type Unit } from './parts.js';
import type { ClauseCoverage, CoverageReport } from './report.js';
import { stageEvents, type StageEvents } from './stageEvents.js';
import { clauseText, wantedFor } from './wanted.js';

/** `names`: of the cases that count; all where undefined. Never throws for what the user did: `fault` says it. Throws `Cancelled`. */
export async function measureCoverage(
  opened: OpenedTests,
  surroundings: TestSurroundings,
  names?: ReadonlySet<string>,
): Promise<CoverageReport> {
  const tests = opened.file.cases.filter(({ name }) => names?.has(name) !== false);
  const measuring = new Measuring(opened, surroundings);
  try {
    for (const test of tests) {
      throwIfCancelled(surroundings.token);
      await measuring.add(test);
    }
  } catch (error) {
    if (error instanceof RunLimit) return { rule: opened.uri, fault: error.message, clauses: [], covered: 0 };
    throw error;
  }
  return measuring.report();
}

interface ReadyQuery {
  readonly query: Prepared['query'];
  readonly parts: readonly QueryPart[];
  readonly reader: CaseEventReader;
}

class Measuring {
  readonly #opened: OpenedTests;
  readonly #surroundings: TestSurroundings;
  /** Names of the cases that exercise a unit, by its key. */
  readonly #cases = new Map<string, Set<string>>();
  #ready: ReadyQuery | undefined;
  #refusal: string | undefined;

  constructor(opened: OpenedTests, surroundings: TestSurroundings) {
    this.#opened = opened;
    this.#surroundings = surroundings;
  }

  async add(test: RuleTestCase): Promise<void> {
    const prepared = await this.#opened.prepare(test);
    if (!prepared.ok) {
      this.#refusal ??= prepared.message;
      return;
    }
    const ready = this.#readyFor(prepared);
    const events = await ready.reader.read(this.#opened.requestOf(test).events);
    const stages = await stageEvents(prepared, prepared.files, this.#surroundings);
    for (const unit of exercisedBy(ready, events, stages)) {
      const key = keyOf(unit);
      this.#cases.set(key, (this.#cases.get(key) ?? new Set()).add(test.name));
    }
  }

  report(): CoverageReport {
    const { uri, map } = this.#opened;
    if (this.#ready === undefined) return { rule: uri, fault: this.#refusal ?? 'There are no cases to run.', clauses: [], covered: 0 };
    const clauses = this.#ready.parts.flatMap((part) =>
      part.units.map((unit): ClauseCoverage => {
        const text = clauseText(map.text.slice(unit.span.start, unit.span.end));
        const cases = [...(this.#cases.get(keyOf(unit)) ?? [])];
        const covered = cases.length > 0;
        const wanted = covered ? undefined : wantedFor(part, unit, text);
        return { kind: unit.kind, span: map.spanToFile(unit.span), text, excludes: unit.excludes, covered, cases, wanted };
      }),
    );
    return { rule: uri, fault: undefined, clauses, covered: clauses.filter(({ covered }) => covered).length };
  }

  /** A query that says `now` is another one for each case; every other is looked into once. */
  #readyFor(prepared: Prepared): ReadyQuery {
    if (this.#ready?.query === prepared.query) return this.#ready;
    const reader = new CaseEventReader(prepared.fields, this.#surroundings);
    this.#ready = { query: prepared.query, parts: partsOf(prepared), reader };
    return this.#ready;
  }
}

/** The same for a unit in each form of the query. */
function keyOf({ kind, span }: Unit): string {
  return `${kind} ${span.start} ${span.end}`;
}

/** The units that the events of a case exercise; each may come several times. */
function exercisedBy({ query, parts }: ReadyQuery, events: readonly KeptEvent[], stages: StageEvents | undefined): readonly Unit[] {
  const passes = query.filter.predicate === undefined ? () => true : safely(query.filter.predicate);
  const found: Unit[] = [];
  for (const event of events) {
    if (!passes(event.view)) continue;
    for (const part of parts) {
      if (!part.inherited(event.view)) continue;
      const outcomes = part.outcomes(event.view);
      const counts = stages === undefined || stages.has(part, event);
      const leaves = new Set([...(counts ? supportingLeaves(part.tree, outcomes) : []), ...blockingLeaves(part.tree, outcomes)]);
      found.push(...part.units.filter((unit) => leaves.has(unit.leaf) && unit.satisfies(event.view)));
    }
  }
  return found;
}
