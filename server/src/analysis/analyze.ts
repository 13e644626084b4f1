/** All diagnostics of a rule: of the file, of its queries, and of the checks, with their levels decided and suppressed ones left out. */
import { append } from '../base/append.js';
import { LineIndex } from '../base/lines.js';
import type { Diagnostic, Fix, Problem, Severity } from '../base/problem.js';
import { remembered } from '../base/remembered.js';
import { bySpan, type Span } from '../base/span.js';
import type { ParsedQuery, QueryRegion, RuleDocument, Suppression } from '../rule/ruleDocument.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import type { ParsedEql } from '../syntax/eql/parse.js';
import { otherLanguageProblem } from '../syntax/kql/mistakes/foreignSyntax.js';
import type { ParsedKql } from '../syntax/kql/parse.js';
import type { StringMap } from '../toml/stringMap.js';
import { duplicateEqlValues, duplicateKqlValues } from './checks/duplicateValues.js';
import { ecsValuesInEql, ecsValuesInKql } from './checks/ecsValues.js';
import { eventCategory } from './checks/eventCategory.js';
import { hostOsTypeInEql, hostOsTypeInKql } from './checks/hostOsType.js';
import { quotedWildcard } from './checks/quotedWildcard.js';
import { regexPatterns } from './checks/regexPatterns.js';
import { sequenceHabits } from './checks/sequences.js';
import { wildcardInEquality } from './checks/wildcardInEquality.js';
import { codeRow } from './codes.js';
import type { CodeRow } from './codes/row.js';
import { checkConditions } from './conditions/checks.js';
import { eqlConditions } from './conditions/fromEql.js';
import { kqlConditions } from './conditions/fromKql.js';
import type { DocumentContext } from './document/check.js';
import { documentChecks } from './document/checks.js';
import { frameProblems, type FrameProblems } from './document/frame.js';
import { checkEql } from './eql/check.js';
import { lintEql } from './eql/lints.js';
import { checkKql } from './kql/check.js';
import { lintKql } from './kql/lints.js';
import { limited } from './limited.js';
import { checkLucene } from './lucene/check.js';
import { includesProfile, type Profile } from './profile.js';
import { neverMatches } from './prover/neverMatches.js';
import { trustedValues } from './prover/trustedValues.js';

export interface AnalysisSettings {
  /** Codes and the level to show them at; `off` hides one. */
  readonly severity?: Readonly<Record<string, Severity | 'off'>>;
  /** `any` where not given. */
  readonly profile?: Profile;
  /** `YYYY-MM-DD`; without it nothing is said and fixed that needs the date. */
  readonly today?: string;
}

/** What is known about the world of the rule: `catalog` has the fields of its own index patterns, `schemas` those of any other. */
export interface Knowledge {
  readonly catalog: FieldCatalog;
  readonly schemas: Schemas;
  /** What is wrong with the rule beside the others of its repository. */
  readonly beside?: readonly Problem[];
  /** For a file that is being edited: what keeps the problems of its frame. */
  readonly frameProblems?: FrameProblems;
}

/** Sorted by place, not more than anyone would read; spans and fixes are offsets into the file. */
export function analyze(document: RuleDocument, knowledge: Knowledge, settings: AnalysisSettings = {}): readonly Diagnostic[] {
  return [...limited(allDiagnostics(document, knowledge, settings))].sort(byPlace);
}

/** The same without a limit, for what repairs all of them. */
export function allDiagnostics(document: RuleDocument, knowledge: Knowledge, settings: AnalysisSettings): readonly Diagnostic[] {
  const { profile = 'any', today } = settings;
  const { catalog, schemas } = knowledge;
  const context: DocumentContext = { catalog, schemas, profile, today, isShown: isShownUnder(settings) };
  const problems = [...document.problems, ...(knowledge.frameProblems ?? frameProblems)(document, context)];
  for (const check of documentChecks) append(problems, check(document, context));
  for (const region of document.queries) append(problems, regionProblems(region, document, context, settings));
  append(problems, knowledge.beside ?? []);
  return withProblems([], problems, document, settings);
}

/** `diagnostics` of the same document, with what was found out after them in its place. */
export function withProblems(
  diagnostics: readonly Diagnostic[],
  problems: readonly Problem[],
  document: Pick<RuleDocument, 'text' | 'suppressions'>,
  settings: AnalysisSettings,
): readonly Diagnostic[] {
  const further = problems.flatMap((problem) => withSeverity(problem, settings));
  return further.length === 0 ? diagnostics : distinct([...diagnostics, ...unsuppressed(further, document)]).sort(byPlace);
}

function regionProblems(
  region: QueryRegion,
  document: RuleDocument,
  context: DocumentContext,
  settings: AnalysisSettings,
): readonly Problem[] {
  const { catalog } = context;
  const { parsed, map, lucene } = region;
  if (lucene !== undefined) return [...lucene.problems, ...checkLucene(lucene)].map((problem) => toFile(problem, map));
  if (parsed === undefined) return [];
  // The indicator query of a threat_match rule searches other indices, whose fields we do not know.
  const ownFields = region.key === 'query' || !(catalog.complete || catalog.authoritative);
  // What is written in another language has been told so; what the checks make of its words is noise.
  const isForeign = parsed.language === 'kuery' && parsed.problems.length > 0 && otherLanguageProblem(parsed.text) !== undefined;
  if (!ownFields || isForeign) return parsed.problems.map((problem) => toFile(problem, map));
  const findings = parsed.language === 'eql' ? eqlFindings(parsed, document, context) : kqlFindings(parsed, region.key, document, context);
  const clear = clearOf(parsed, findings);
  const believed = clear.filter((problem) => unsuppressed(withSeverity(toFile(problem, map), settings), document).length > 0);
  const proven = [...neverMatches(parsed, believed, catalog), ...(context.isShown('QRY024') ? trustedValues(parsed) : [])];
  return [...parsed.problems, ...clear, ...clearOf(parsed, proven)].map((problem) => toFile(problem, map));
}

function eqlFindings(parsed: ParsedEql, document: RuleDocument, { catalog, isShown }: DocumentContext): readonly Problem[] {
  return [
    ...checkEql(parsed, catalog, document.eventCategoryOverride?.value),
    ...wildcardInEquality(parsed.tree),
    ...duplicateEqlValues(parsed),
    ...ecsValuesInEql(parsed.tree, catalog),
    ...checkConditions(eqlConditions(parsed.tree, parsed.text), catalog, isShown),
    ...lintEql(parsed, document, catalog),
    ...(isShown('QRY013') ? hostOsTypeInEql(parsed.tree, document) : []),
    ...regexPatterns(parsed.tree),
    ...sequenceHabits(parsed.tree),
    ...(document.eventCategoryOverride === undefined ? eventCategory(parsed.tree, catalog) : []),
  ];
}

function kqlFindings(
  parsed: ParsedKql,
  key: QueryRegion['key'],
  document: RuleDocument,
  { catalog, isShown }: DocumentContext,
): readonly Problem[] {
  return [
    ...checkKql(parsed, catalog),
    ...lintKql(parsed, catalog),
    ...quotedWildcard(parsed.tree, catalog),
    ...duplicateKqlValues(parsed),
    ...ecsValuesInKql(parsed.tree, catalog),
    ...checkConditions(kqlConditions(parsed.tree, parsed.text), catalog, isShown),
    ...(key === 'query' && isShown('QRY013') ? hostOsTypeInKql(parsed.tree, document) : []),
  ];
}

/** Where the text is broken, what the checks say about the pieces beside it is noise. */
function clearOf({ problems, text }: ParsedQuery, findings: readonly Problem[]): readonly Problem[] {
  return findings.filter((finding) => !problems.some((problem) => meet(problem.span, finding.span, text)));
}

/** Whether two spans share text, or have nothing but white space between them. */
function meet(a: Span, b: Span, text: string): boolean {
  return text.slice(Math.min(a.end, b.end), Math.max(a.start, b.start)).trim() === '';
}

function toFile(problem: Problem, map: StringMap): Problem {
  const { fixes, related } = problem;
  return {
    ...problem,
    span: map.spanToFile(problem.span),
    ...(fixes === undefined ? {} : { fixes: fixes.flatMap((fix) => fixToFile(fix, map)) }),
    ...(related === undefined ? {} : { related: related.map((place) => ({ ...place, span: map.spanToFile(place.span) })) }),
  };
}

/** Left out where the string that holds the query cannot hold the new text. */
function fixToFile(fix: Fix, map: StringMap): readonly Fix[] {
  const edits = fix.edits.map(({ span, newText }) => ({ span: map.spanToFile(span), newText: map.encode(newText) }));
  const possible = edits.flatMap(({ span, newText }) => (newText === undefined ? [] : [{ span, newText }]));
  return possible.length === edits.length ? [{ ...fix, edits: possible }] : [];
}

function withSeverity(problem: Problem, settings: AnalysisSettings): readonly Diagnostic[] {
  const row = codeRow(problem.code);
  if (!isRowShown(row, settings)) return [];
  const level = settings.severity?.[problem.code] ?? problem.severity ?? row.severity;
  return level === 'off' ? [] : [{ ...problem, severity: level }];
}

/** The same function for equal settings, as nearly all rules have them. */
function isShownUnder({ severity, profile }: AnalysisSettings): DocumentContext['isShown'] {
  return shownUnder(JSON.stringify({ severity, profile }));
}

const shownUnder = remembered((json: string) => {
  const settings = JSON.parse(json) as AnalysisSettings;
  return remembered((code) => isRowShown(codeRow(code), settings));
});

function isRowShown(row: CodeRow, { severity, profile = 'any' }: AnalysisSettings): boolean {
  if (row.profile !== undefined && !includesProfile(profile, row.profile)) return false;
  return (severity?.[row.code] ?? (row.defaultOff === true ? 'off' : row.severity)) !== 'off';
}

function unsuppressed(
  diagnostics: readonly Diagnostic[],
  { text, suppressions }: Pick<RuleDocument, 'text' | 'suppressions'>,
): readonly Diagnostic[] {
  if (suppressions.length === 0) return diagnostics;
  const lines = new LineIndex(text);
  return diagnostics.filter(({ code, span }) => {
    const line = lines.positionAt(span.start).line;
    return !suppressions.some((suppression) => covers(suppression, code, line));
  });
}

function covers(suppression: Suppression, code: string, line: number): boolean {
  return suppression.codes.includes(code) && (suppression.line === undefined || suppression.line === line);
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, span, message }) => {
    const key = `${code} ${span.start} ${span.end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return bySpan(a, b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
