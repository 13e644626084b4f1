/** Clauses that are never or always true by themselves, or beside the clauses around them, as the checks of clauses found. */
import { containsSpan, type Span } from '../../base/span.js';
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { flattened, type Condition, type ConditionRoot, type Logic, type Test, type TestValue } from '../conditions/condition.js';
import type { Judgement, KnownTruth } from './truth.js';

type Language = ConditionRoot['language'];

/** No event has the value that the problem stands on. */
const deadValueCodes = ['EQL101', 'EQL102', 'EQL110', 'KQL101', 'KQL117', 'QRY011', 'QRY015'];
/** No event has the field that the problem stands on. */
const deadFieldCodes: Readonly<Record<Language, readonly string[]>> = { eql: ['EQL104'], kuery: ['QRY002', 'QRY003'] };
/** The clause cannot be true together with those around it. */
const contradictionCodes = ['QRY007', 'QRY019'];
/** Of two alternatives one is always true. */
const tautologyCodes = ['QRY008', 'QRY009', 'KQL113'];

/** `problems` are those of the query; below the level of a warning they are no proof. */
export function knownTruth({ language }: ConditionRoot, problems: readonly Problem[], catalog: FieldCatalog): KnownTruth {
  // An unknown name is no proof without a mapping: a pipeline may add the field, however near its name is to a known one.
  const knowsAll = catalog.authoritative;
  const proofs = problems.filter(
    ({ code, severity }) => severity !== 'information' && severity !== 'hint' && (knowsAll || code !== 'QRY002'),
  );
  const withCode = (codes: readonly string[]): readonly Problem[] => proofs.filter(({ code }) => codes.includes(code));
  const contradictions = bySpan(withCode(contradictionCodes));
  const tautologies = bySpan(withCode(tautologyCodes));
  const fields = bySpan(withCode(deadFieldCodes[language]));
  const values = bySpan(withCode(deadValueCodes));
  return (clause) => {
    const contradiction = contradictions.get(keyOf(clause.span));
    if (contradiction !== undefined) return { truth: 'never', causes: [{ clause, problems: [contradiction] }] };
    if (clause.kind === 'any') return alwaysTrue(clause, tautologies);
    return clause.kind === 'test' ? neverTrue(clause, { fields, values, catalog }) : undefined;
  };
}

type BySpan = ReadonlyMap<string, Problem>;

function bySpan(problems: readonly Problem[]): BySpan {
  return new Map(problems.map((problem) => [keyOf(problem.span), problem]));
}

function keyOf({ start, end }: Span): string {
  return `${start} ${end}`;
}

function alwaysTrue(clause: Logic, tautologies: BySpan): Judgement | undefined {
  if (tautologies.size === 0) return undefined;
  const found = flattened(clause, 'any').map(({ span }) => tautologies.get(keyOf(span)));
  // Without a second place it is about a constant, which speaks for itself.
  const problem = found.find((each) => each?.related?.some(({ span }) => containsSpan(clause.span, span)) === true);
  return problem === undefined ? undefined : { truth: 'always', causes: [{ clause, problems: [problem] }] };
}

interface DeadParts {
  readonly fields: BySpan;
  readonly values: BySpan;
  readonly catalog: FieldCatalog;
}

function neverTrue(test: Test, { fields, values, catalog }: DeadParts): Judgement | undefined {
  const field = fields.get(keyOf(test.fieldSpan));
  if (field !== undefined) return { truth: 'never', causes: [{ clause: test, problems: [field] }] };
  if (test.relation !== 'matches' || test.values.length === 0) return undefined;
  const found = test.values.map((value) => values.get(keyOf(value.span)));
  const isDead = test.values.every((value, at) => found[at] !== undefined || isTooLong(value, test, catalog));
  if (!isDead) return undefined;
  return { truth: 'never', causes: [{ clause: test, problems: found.filter((problem) => problem !== undefined) }] };
}

/** Whether the index of the field keeps no value of this length. A wildcard may stand for nothing. */
export function isTooLong({ pattern }: TestValue, { field }: Test, catalog: FieldCatalog): boolean {
  const info = catalog.field(field);
  if (info?.ignoreAbove === undefined || info.typeUncertain === true || pattern.length <= info.ignoreAbove) return false;
  return [...pattern.replace(/\uE000/g, '')].length > info.ignoreAbove;
}

/** Whether a check has said of this clause alone, or of these two, what the prover would say of it. */
export function isSaid(condition: Condition, { causes }: Judgement): boolean {
  if (condition.kind === 'test' || condition.kind === 'constant') return causes.some(({ problems }) => problems.length > 0);
  if (condition.kind === 'not') return isSaid(condition.operand, { truth: 'never', causes });
  const places = flattened(condition, condition.kind === 'any' ? 'any' : 'all').map(({ span }) => span);
  return causes.some(({ problems }) => problems.some((problem) => coversAll(problem, places)));
}

function coversAll({ span, related = [] }: Problem, places: readonly Span[]): boolean {
  const told = [span, ...related.map((other) => other.span)];
  return places.every((place) => told.some((each) => containsSpan(each, place)));
}
