/**
 * Clauses of Query DSL, as filters of rules and exceptions are made of, as predicates. What a value finds on a field is the same as in
 * KQL, so it is lowered by the same code. https://www.elastic.co/docs/reference/query-languages/querydsl
 */
import type { Span } from '../../base/span.js';
import { isList, isRecord, type PlainRecord } from '../../rule/plain.js';
import type { Plain } from '../../rule/value.js';
import type { Literal } from '../../syntax/kql/ast.js';
import { parseLucene } from '../../syntax/lucene/parse.js';
import { fieldCalled, type KqlField } from '../kql/fields.js';
import { rangeLeaf, testPredicate, valueTest } from '../kql/leaves.js';
import { report, type KqlScope, type Refusal } from '../kql/scope.js';
import { indexedTerm, textLeaf } from '../kql/textLeaves.js';
import { fieldFamily } from '../lowering.js';
import { lowerLucene } from '../lucene/lower.js';
import type { Predicate, WildcardPattern } from '../predicate.js';

/** What cannot be evaluated here is a problem `RUN001` in the scope, what a cluster would refuse another one. `span`: of the filter. */
export function lowerDsl(clause: Plain, span: Span, scope: KqlScope): Predicate {
  const entries = isRecord(clause) ? Object.entries(clause) : [];
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) {
    return unsupported(entries.length === 0 ? 'a clause without content' : 'an object with several clauses', span, scope);
  }
  const [kind, body] = entry;
  const lower = clauses[kind];
  if (lower === undefined || !isRecord(body)) return unsupported(`\`${kind}\``, span, scope);
  return lower(body, span, scope);
}

type LowerClause = (body: PlainRecord, span: Span, scope: KqlScope) => Predicate;

const clauses: Readonly<Record<string, LowerClause>> = {
  bool: lowerBool,
  exists: ({ field }, span, scope) =>
    typeof field === 'string' ? { kind: 'exists', field: fieldNamed(field, scope).ref, span } : unsupported('`exists` without a field', span, scope),
  match_all: (_, span) => ({ kind: 'fixed', value: true, span }),
  match_none: (_, span) => ({ kind: 'fixed', value: false, span }),
  match: valueClause('match', ['query'], matchOn),
  match_phrase: valueClause('match_phrase', ['query'], phraseOn),
  nested: lowerNested,
  prefix: patternClause('prefix', ['value'], (text) => [{ kind: 'text', text }, { kind: 'run' }]),
  query_string: lowerQueryString,
  range: lowerRange,
  term: valueClause('term', ['value'], termOn),
  terms: lowerTerms,
  wildcard: patternClause('wildcard', ['value', 'wildcard'], wildcardPattern),
}; // prettier-ignore

function unsupported(what: string, span: Span, scope: KqlScope): Predicate {
  scope.problems.push({ code: 'RUN001', severity: 'error', span, message: `${what} of a filter is not evaluated here` });
  return { kind: 'fixed', value: false, span };
}

function fieldNamed(name: string, scope: KqlScope): KqlField {
  const field = fieldCalled(name, scope);
  if (field.info === undefined && !scope.context.catalog.isObject(name)) scope.unknownFields.add(name);
  return field;
}

const boolKeys: ReadonlySet<string> = new Set([
  'must', 'filter', 'should', 'must_not', 'minimum_should_match', 'adjust_pure_negative', 'boost', '_name',
]); // prettier-ignore

function lowerBool(body: PlainRecord, span: Span, scope: KqlScope): Predicate {
  const other = Object.keys(body).find((key) => !boolKeys.has(key));
  if (other !== undefined) return unsupported(`\`${other}\` in \`bool\``, span, scope);
  const of = (key: string): readonly Predicate[] => {
    const value = body[key] ?? [];
    return (isList(value) ? value : [value]).map((clause) => lowerDsl(clause, span, scope));
  };
  const required = [...of('must'), ...of('filter')];
  const optional = of('should');
  const unwanted = of('must_not').map((operand): Predicate => ({ kind: 'not', operand, span }));
  if (required.length + optional.length + unwanted.length === 0) return { kind: 'fixed', value: true, span };
  const least = leastOptional(body['minimum_should_match'], required.length > 0, optional.length);
  if (least === undefined) return unsupported('`minimum_should_match` of that form', span, scope);
  return { kind: 'and', operands: [...required, ...atLeast(least, optional, span), ...unwanted], span };
}

/** How many of the optional clauses must hold; undefined for percentages and the like. */
function leastOptional(given: Plain | undefined, hasRequired: boolean, count: number): number | undefined {
  if (given === undefined || given === null) return hasRequired || count === 0 ? 0 : 1;
  const number = Number(given);
  if (!Number.isInteger(number) || isRecord(given) || isList(given)) return undefined;
  return number < 0 ? Math.max(0, count + number) : number;
}

function atLeast(least: number, operands: readonly Predicate[], span: Span): readonly Predicate[] {
  if (least === 0) return [];
  if (least === 1 || least > operands.length) return [{ kind: 'or', operands: least > operands.length ? [] : operands, span }];
  return [{ kind: 'or', operands: choices(operands, least).map((chosen) => ({ kind: 'and', operands: chosen, span })), span }];
}

function choices<T>(items: readonly T[], count: number): readonly (readonly T[])[] {
  if (count === 0) return [[]];
  return items.flatMap((item, index) => choices(items.slice(index + 1), count - 1).map((rest) => [item, ...rest]));
}

interface FieldClause {
  readonly field: KqlField;
  /** Scalar. */
  readonly value: string;
  readonly parameters: PlainRecord;
}

/** `{field: value}` or `{field: {query: value, …}}`; undefined for any other form. `keys`: under which the value may stand. */
function fieldClause(body: PlainRecord, keys: readonly string[], scope: KqlScope): FieldClause | undefined {
  const [entry, ...others] = Object.entries(body).filter(([key]) => key !== 'boost' && key !== '_name');
  if (entry === undefined || others.length > 0) return undefined;
  const parameters = isRecord(entry[1]) ? entry[1] : {};
  const value = isRecord(entry[1]) ? parameters[keys.find((key) => key in parameters) ?? ''] : entry[1];
  const text = scalarText(value);
  return text === undefined ? undefined : { field: ignoringCase(fieldNamed(entry[0], scope), parameters), value: text, parameters };
}

/** Undefined for lists, objects and null. */
function scalarText(value: Plain | undefined): string | undefined {
  if (value === undefined || value === null || isList(value) || isRecord(value)) return undefined;
  return String(value);
}

function ignoringCase(field: KqlField, parameters: PlainRecord): KqlField {
  return parameters['case_insensitive'] === true ? { ...field, lowercased: true } : field;
}

function literal(text: string, quoted: boolean, span: Span): Literal {
  return { kind: 'literal', pieces: [text], quoted, span };
}

/** `quoted`: the words of analysed text stand together; elsewhere it makes no difference. */
function valueOn(field: KqlField, value: string, quoted: boolean, span: Span, scope: KqlScope): Predicate {
  // Without quotes only analysed text takes a value otherwise: any of its words.
  const isPhrase = quoted || fieldFamily(field.ref.type) !== 'text';
  const test = valueTest(field, literal(value, isPhrase, span), scope);
  return test.kind === 'refused' ? report(test, span, scope) : testPredicate(test, field, span);
}

/** What finds the value of a clause; undefined where its parameters ask for something else. */
type ValueOn = (clause: FieldClause, span: Span, scope: KqlScope) => Predicate | undefined;

/** Parameters that change nothing about what is found. */
const idleParameters: ReadonlySet<string> = new Set([
  'query', 'value', 'wildcard', 'boost', '_name', 'rewrite', 'lenient', 'auto_generate_synonyms_phrase_query', 'fuzzy_transpositions',
]); // prettier-ignore

function hasOther(parameters: PlainRecord, ...known: readonly string[]): boolean {
  return Object.keys(parameters).some((key) => !idleParameters.has(key) && !known.includes(key));
}

function matchOn({ field, value, parameters }: FieldClause, span: Span, scope: KqlScope): Predicate | undefined {
  const isText = fieldFamily(field.ref.type) === 'text';
  // Kibana makes a phrase of the old form of one.
  const isPhrase = parameters['type'] === 'phrase';
  const isEveryWord = scalarText(parameters['operator'])?.toLowerCase() === 'and' && isText && !isPhrase;
  if (isEveryWord || hasOther(parameters, 'operator', ...(isPhrase ? ['type'] : []))) return undefined;
  return valueOn(field, value, isPhrase, span, scope);
}

function phraseOn({ field, value, parameters }: FieldClause, span: Span, scope: KqlScope): Predicate | undefined {
  const isExact = Number(parameters['slop'] ?? 0) === 0 || fieldFamily(field.ref.type) !== 'text';
  return isExact && !hasOther(parameters, 'slop') ? valueOn(field, value, true, span, scope) : undefined;
}

/** Analyses nothing: text has no word in capitals, and none of several words. */
function termOn({ field, value, parameters }: FieldClause, span: Span, scope: KqlScope): Predicate | undefined {
  if (hasOther(parameters, 'case_insensitive')) return undefined;
  if (fieldFamily(field.ref.type) !== 'text') return valueOn(field, value, true, span, scope);
  return textLeaf(field.ref, [indexedTerm([{ kind: 'text', text: value }], field.lowercased)], span);
}

function valueClause(kind: string, keys: readonly string[], on: ValueOn): LowerClause {
  return (body, span, scope) => {
    const clause = fieldClause(body, keys, scope);
    return (clause && on(clause, span, scope)) ?? unsupported(`\`${kind}\` of that form`, span, scope);
  };
}

function lowerTerms(body: PlainRecord, span: Span, scope: KqlScope): Predicate {
  const [entry, ...others] = Object.entries(body).filter(([key]) => key !== 'boost' && key !== '_name');
  if (entry === undefined || others.length > 0 || !isList(entry[1])) return unsupported('`terms` of that form', span, scope);
  const field = fieldNamed(entry[0], scope);
  const values = entry[1].map(scalarText);
  const operands = values.flatMap((value) => (value === undefined ? [] : (termOn({ field, value, parameters: {} }, span, scope) ?? [])));
  return operands.length < values.length ? unsupported('`terms` of that form', span, scope) : { kind: 'or', operands, span };
}

function patternClause(kind: string, keys: readonly string[], patternFor: (text: string) => WildcardPattern): LowerClause {
  return (body, span, scope) => {
    const clause = fieldClause(body, keys, scope);
    if (clause === undefined) return unsupported(`\`${kind}\` of that form`, span, scope);
    const { field, value, parameters } = clause;
    if (hasOther(parameters, 'case_insensitive')) return unsupported(`\`${kind}\` of that form`, span, scope);
    const pattern = patternFor(value);
    const family = fieldFamily(field.ref.type);
    if (family === 'text') return textLeaf(field.ref, [indexedTerm(pattern, field.lowercased)], span);
    const isText = family === undefined || family === 'keyword' || family === 'flattened' || family === 'version';
    if (isText) return { kind: 'wildcard', field: field.ref, patterns: [pattern], caseInsensitive: field.lowercased, span };
    const message = `\`${field.ref.name}\` takes no patterns, for its values are no text`;
    return report({ kind: 'refused', code: 'QRY003', message }, span, scope);
  };
}

/** `*` is any run of characters, `?` any one, a backslash takes the next as it is. */
function wildcardPattern(text: string): WildcardPattern {
  const pieces: { kind: 'text' | 'run' | 'one'; text: string }[] = [];
  for (const [whole, escaped] of text.matchAll(/\\([^])|[^]/gu)) {
    const last = pieces.at(-1);
    if (escaped === undefined && whole === '*') pieces.push({ kind: 'run', text: '' });
    else if (escaped === undefined && whole === '?') pieces.push({ kind: 'one', text: '' });
    else if (last?.kind === 'text') last.text += escaped ?? whole;
    else pieces.push({ kind: 'text', text: escaped ?? whole });
  }
  return pieces.map((piece) => (piece.kind === 'text' ? { kind: 'text', text: piece.text } : { kind: piece.kind }));
}

const bounds = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** Formats in which dates stand for what they stand for without one, and the zones that they are in then. */
const usualFormat = /^(?:strict_)?date_optional_time(?:_nanos)?(?:\|\|epoch_millis)?$|^epoch_millis$/;
const usualZone = /^(?:UTC|GMT|Z|Zulu|[+-]00:?00)$/;

function isIdleInRange(key: string, value: Plain): boolean {
  if (key === 'boost' || key === '_name' || value === null) return true;
  if (typeof value !== 'string') return false;
  return (key === 'format' && usualFormat.test(value)) || (key === 'time_zone' && usualZone.test(value));
}

function lowerRange(body: PlainRecord, span: Span, scope: KqlScope): Predicate {
  const [entry, ...others] = Object.entries(body);
  if (entry === undefined || others.length > 0 || !isRecord(entry[1])) return unsupported('`range` of that form', span, scope);
  const field = fieldNamed(entry[0], scope);
  const operands: Predicate[] = [];
  for (const [key, value] of Object.entries(entry[1])) {
    if (isIdleInRange(key, value)) continue;
    if (key !== 'gt' && key !== 'gte' && key !== 'lt' && key !== 'lte') return unsupported(`\`${key}\` in \`range\``, span, scope);
    const text = scalarText(value);
    if (text === undefined) return unsupported('`range` of that form', span, scope);
    const leaf: Predicate | Refusal = rangeLeaf(field, bounds[key], literal(text, true, span), span, scope);
    operands.push(leaf.kind === 'refused' ? report(leaf, span, scope) : leaf);
  }
  if (operands.length === 0) return { kind: 'exists', field: field.ref, span };
  const [low, high] = operands;
  // One value has to lie within both.
  if (low?.kind === 'range' && high?.kind === 'range') return { ...low, lower: low.lower ?? high.lower, upper: high.upper ?? low.upper };
  return { kind: 'and', operands, span };
}

function lowerNested({ path, query }: PlainRecord, span: Span, scope: KqlScope): Predicate {
  if (typeof path !== 'string' || query === undefined) return unsupported('`nested` of that form', span, scope);
  return { kind: 'nested', path: fieldCalled(path, scope).ref, operand: lowerDsl(query, span, scope), span };
}

function lowerQueryString(body: PlainRecord, span: Span, scope: KqlScope): Predicate {
  const { query } = body;
  const other = Object.keys(body).find((key) => key !== 'query' && key !== 'analyze_wildcard' && key !== 'boost' && key !== 'time_zone');
  if (typeof query !== 'string' || other !== undefined) return unsupported(`\`query_string\` with \`${other ?? 'query'}\``, span, scope);
  const { predicate, problems, fidelity } = lowerLucene(parseLucene(query), scope.context);
  for (const problem of problems) scope.problems.push({ ...problem, span });
  for (const note of fidelity) scope.notes.add(note);
  return predicate === undefined ? { kind: 'fixed', value: false, span } : { kind: 'and', operands: [predicate], span };
}
