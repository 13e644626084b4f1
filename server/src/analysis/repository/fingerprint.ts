/** Whether two rules are the same but for their words: a text that is equal for rules that find the same events in the same way. */
import { plainOf, stringAt, stringsAt, type Plain, type RuleTable } from '../../rule/value.js';

/** Beside the query, what decides which events are found and which alerts they become. */
const deciding: ReadonlySet<string> = new Set([
  'data_view_id', 'filters', 'threshold', 'new_terms_fields', 'new_terms', 'history_window_start', 'threat_query', 'threat_language',
  'threat_index', 'threat_filters', 'threat_mapping', 'event_category_override', 'timestamp_field', 'tiebreaker_field', 'saved_id',
  'exceptions_list', 'alert_suppression', 'building_block_type',
]); // prettier-ignore

/** Undefined for a rule without a query. */
export function fingerprintOf(rule: RuleTable): string | undefined {
  const query = stringAt(rule, 'query')?.value;
  if (query === undefined || query.trim() === '') return undefined;
  const language = stringAt(rule, 'language')?.value ?? 'kuery';
  const index = [...new Set(stringsAt(rule, 'index').map(({ value }) => value))].sort();
  const others = rule.entries.flatMap(({ key, value }) =>
    deciding.has(key) && value.kind !== 'null' ? [[key, plainOf(value)] as const] : [],
  );
  others.sort(([a], [b]) => (a < b ? -1 : 1));
  const type = stringAt(rule, 'type')?.value ?? '';
  return JSON.stringify([type, language, index]) + (others.length === 0 ? '' : jsonOf(others)) + normalised(query, language);
}

function jsonOf(plain: Plain): string {
  return JSON.stringify(plain, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

interface Notation {
  /** What stands together without white space, quoted texts with theirs; comments by themselves, one without an end up to that of the text. */
  readonly runs: RegExp;
  readonly comment: RegExp | undefined;
  /** Whether white space means nothing behind this run, and before it. */
  readonly isLooseEnd: (run: string) => boolean;
  readonly isLooseStart: (run: string) => boolean;
}

const eqlSigns = '()[]{}:=<>!,|';
const eql: Notation = {
  runs: /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|(?:"""[^]*?"""|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`]*`|\/(?![/*])|[^\s/"'`]+|["'`])+/g,
  comment: /^\/(?:\/|\*[^]*\*\/$)/,
  isLooseEnd: (run) => eqlSigns.includes(run.charAt(run.length - 1)),
  isLooseStart: (run) => eqlSigns.includes(run.charAt(0)),
};
const unescapedSign = /(?<!\\)(?:\\\\)*(?:[(){}:<>]|[<>]=)$/;
const kuery: Notation = {
  runs: /(?:"[^"\\]*(?:\\.[^"\\]*)*"|\\[^]|[^\s\\"]+|["\\])+/g,
  comment: undefined,
  isLooseEnd: (run) => unescapedSign.test(run),
  isLooseStart: (run) => '(){}:<>'.includes(run.charAt(0)),
};
const other: Notation = {
  runs: /(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[^\s"']+|["'])+/g,
  comment: undefined,
  isLooseEnd: () => false,
  isLooseStart: () => false,
};

/** Laid out in one way. */
function normalised(query: string, language: string): string {
  const { runs, comment, isLooseEnd, isLooseStart } = language === 'eql' ? eql : language === 'kuery' ? kuery : other;
  // Joined at the end: a text that is added to keeps all of its pieces.
  const written: string[] = [];
  let isLoose = true;
  for (const run of query.match(runs) ?? []) {
    if (comment?.test(run) === true) continue;
    if (!isLoose && !isLooseStart(run)) written.push(' ');
    written.push(run);
    isLoose = isLooseEnd(run);
  }
  return written.join('');
}
