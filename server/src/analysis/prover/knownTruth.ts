/** Clauses that are never or always true by themselves, or beside the clauses around them, as the checks of clauses found. */
import { containsSpan, type Span } from '../../base/span.js';
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import {
  conditionNodes,
  flattened,
  type Condition,
  type ConditionRoot,
  type Logic,
  type Test,
  type TestValue,
} from '../conditions/condition.js';
import { lengthsOf } from '../conditions/valueTexts.js';
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

/** Whether a problem of the query may decide what is true: below the level of a warning it does not. */
export function isProof({ code, severity }: Problem, catalog: FieldCatalog): boolean {
  // An unknown name is no proof without a mapping: a pipeline may add the field, however near its name is to a known one.
  return severity !== 'information' && severity !== 'hint' && (catalog.authoritative || code !== 'QRY002');
}

/** Whether a part of the condition decides its truth without a problem that was found: a constant, a value that no event can have. */
export function hasOwnProof(root: ConditionRoot, catalog: FieldCatalog): boolean {
  const nodes = conditionNodes(root);
  if (nodes('constant').length > 0) return true;
  return nodes('test').some((test) => {
    const most = longestKept(test, catalog);
    return mayBeLonger(test, most) && test.values.some((value) => isLonger(value, most));
  });
}

/** `proofs` are among the problems of the query. */
export function knownTruth({ language }: ConditionRoot, proofs: readonly Problem[], catalog: FieldCatalog): KnownTruth {
  const withCode = (codes: readonly string[]): readonly Problem[] => proofs.filter(({ code }) => codes.includes(code));
  const contradictions = bySpan(withCode(contradictionCodes));
  const tautologies = bySpan(withCode(tautologyCodes));
  const fields = bySpan(withCode(deadFieldCodes[language]));
  const values = bySpan(withCode(deadValueCodes));
  return (clause) => {
    const contradiction = contradictions.size === 0 ? undefined : contradictions.get(keyOf(clause.span));
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
  const field = fields.size === 0 ? undefined : fields.get(keyOf(test.fieldSpan));
  if (field !== undefined) return { truth: 'never', causes: [{ clause: test, problems: [field] }] };
  if (test.relation !== 'matches' || test.values.length === 0) return undefined;
  const most = longestKept(test, catalog);
  if (values.size === 0 && !mayBeLonger(test, most)) return undefined;
  const found: Problem[] = [];
  for (const value of test.values) {
    const problem = values.size === 0 ? undefined : values.get(keyOf(value.span));
    if (problem !== undefined) found.push(problem);
    else if (!isLonger(value, most)) return undefined;
  }
  return { truth: 'never', causes: [{ clause: test, problems: found }] };
}

/** The characters of the longest value that the index of the field keeps; Infinity where that is not known. */
export function longestKept({ field }: Test, catalog: FieldCatalog): number {
  const info = catalog.field(field);
  return info?.ignoreAbove === undefined || info.typeUncertain === true ? Infinity : info.ignoreAbove;
}

/** Whether any value of the test can be longer: those of a long list are not looked at each time. */
export function mayBeLonger(test: Test, most: number): boolean {
  return most < Infinity && (test.list === undefined || lengthsOf(test)[1] > most);
}

/** A wildcard may stand for nothing. */
export function isLonger({ pattern }: TestValue, most: number): boolean {
  return pattern.length > most && [...pattern.replace(/\uE000/g, '')].length > most;
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
