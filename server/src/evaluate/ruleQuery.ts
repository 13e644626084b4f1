/** Which query of a rule to run, or why none can be run. */
import { LineIndex } from '../base/lines.js';
import { isError, type Problem } from '../base/problem.js';
import type { ParsedQuery, QueryRegion, RuleDocument } from '../rule/ruleDocument.js';
import type { ParsedLucene } from '../syntax/lucene/parse.js';
import type { RunSummary } from './run.js';

export interface Refusal {
  readonly ok: false;
  readonly status: Exclude<RunSummary['status'], 'finished' | 'cancelled'>;
  readonly message: string;
}

export type RunnableQuery = ParsedQuery | ({ readonly language: 'lucene' } & ParsedLucene);

export interface PickedQuery {
  readonly ok: true;
  readonly region: QueryRegion;
  readonly parsed: RunnableQuery;
}

/** `message`: one sentence that says why, and what would be right. */
export function refuse(status: Refusal['status'], message: string): Refusal {
  return { ok: false, status, message };
}

/** `name` is how messages call the file. */
export function pickQuery(rule: RuleDocument, name: string): PickedQuery | Refusal {
  if (rule.format === 'other') {
    return refuse('invalid', `${name} is not a rule: a rule is a TOML file with a [rule] table, or an .eql or .kuery file with a query.`);
  }
  if (rule.format === 'exceptions') return refuse('invalid', `${name} holds exception lists and no rule, so there is no query to run.`);
  const problems = rule.problems.filter(isError);
  const blocking = problems.filter(({ code }) => code !== 'QRY004');
  if (blocking.length > 0) return invalid(blocking, rule.text, (offset) => offset, 'rule');
  const region = rule.queries.find(({ key }) => key === 'query');
  if (region === undefined) return withoutQuery(rule, name, problems[0]);
  const parsed: RunnableQuery | undefined = region.lucene === undefined ? region.parsed : { language: 'lucene', ...region.lucene };
  if (parsed === undefined) return otherLanguage(region);
  const errors = parsed.problems.filter(isError);
  if (errors.length > 0) return invalid(errors, rule.text, (offset) => region.map.toFile(offset), 'query');
  return { ok: true, region, parsed };
}

/** The first problem with its place in the file, and how many there are. */
export function invalid(problems: readonly Problem[], text: string, toFile: (offset: number) => number, what: string): Refusal {
  const [first, ...others] = problems;
  const { line, character } = new LineIndex(text).positionAt(toFile(first?.span.start ?? 0));
  const count = others.length === 0 ? `The ${what} has an error` : `The ${what} has ${others.length + 1} errors; the first is`;
  return refuse('invalid', `${count} at line ${line + 1}, column ${character + 1}: ${first?.message ?? ''}`);
}

function withoutQuery(rule: RuleDocument, name: string, problem: Problem | undefined): Refusal {
  const type = rule.type?.value;
  if (type === 'machine_learning')
    return refuse('notEvaluated', 'A rule of type machine_learning has no query that could be run on events.');
  if (type === 'saved_query')
    return refuse('notEvaluated', 'The query of this rule is saved in Kibana; only queries in the rule itself are run.');
  return refuse('invalid', problem?.message ?? `${name} has no query; add query = '''…''' to its [rule] table.`);
}

const languageNames = { eql: 'EQL', kuery: 'KQL', lucene: 'Lucene', esql: 'ES|QL' } as const;

function otherLanguage({ language }: QueryRegion): Refusal {
  if (language === undefined) return refuse('invalid', 'The language of the query is not known; it is eql, kuery, lucene or esql.');
  return refuse('notEvaluated', `Queries in ${languageNames[language]} are not run locally; those in EQL, KQL and Lucene are.`);
}
