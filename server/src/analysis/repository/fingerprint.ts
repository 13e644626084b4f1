/** Whether two rules are the same but for their words: a text that is equal for rules that find the same events in the same way. */
import { entryOf, plainOf, stringAt, stringsAt, type RuleTable } from '../../rule/value.js';

/** Beside the query, what decides which events are found and which alerts they become. */
const deciding = [
  'data_view_id', 'filters', 'threshold', 'new_terms_fields', 'new_terms', 'history_window_start', 'threat_query', 'threat_language',
  'threat_index', 'threat_filters', 'threat_mapping', 'event_category_override', 'timestamp_field', 'tiebreaker_field', 'saved_id',
  'exceptions_list', 'alert_suppression', 'building_block_type',
]; // prettier-ignore

/** Undefined for a rule without a query. */
export function fingerprintOf(rule: RuleTable): string | undefined {
  const query = stringAt(rule, 'query')?.value;
  if (query === undefined || query.trim() === '') return undefined;
  const language = stringAt(rule, 'language')?.value ?? 'kuery';
  const index = [...new Set(stringsAt(rule, 'index').map(({ value }) => value))].sort();
  const others = deciding.map((key) => {
    const value = entryOf(rule, key)?.value;
    return value === undefined ? null : plainOf(value);
  });
  const type = stringAt(rule, 'type')?.value ?? '';
  const decisive = JSON.stringify([type, language, index, others], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return decisive + normalised(query, language);
}

interface Notation {
  /** What stands together without white space, quoted texts with theirs; comments by themselves, one without an end up to that of the text. */
  readonly runs: RegExp;
  readonly comment: RegExp | undefined;
  /** Signs beside which white space means nothing: at the end of a run, and at its start. */
  readonly looseEnd: RegExp;
  readonly looseStart: RegExp;
}

const eql: Notation = {
  runs: /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|(?:"""[^]*?"""|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`]*`|\/(?![/*])|[^\s/"'`]+|["'`])+/g,
  comment: /^\/(?:\/|\*[^]*\*\/$)/,
  looseEnd: /[()[\]{}:=<>!,|]$/,
  looseStart: /^[()[\]{}:=<>!,|]/,
};
const kuery: Notation = {
  runs: /(?:"[^"\\]*(?:\\.[^"\\]*)*"|\\[^]|[^\s\\"]+|["\\])+/g,
  comment: undefined,
  looseEnd: /(?<!\\)(?:\\\\)*(?:[(){}:<>]|[<>]=)$/,
  looseStart: /^[(){}:<>]/,
};
const other: Notation = {
  runs: /(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[^\s"']+|["'])+/g,
  comment: undefined,
  looseEnd: /(?!)/,
  looseStart: /(?!)/,
};

/** Laid out in one way. */
function normalised(query: string, language: string): string {
  const { runs, comment, looseEnd, looseStart } = language === 'eql' ? eql : language === 'kuery' ? kuery : other;
  let written = '';
  let isLoose = true;
  for (const run of query.match(runs) ?? []) {
    if (comment?.test(run) === true) continue;
    written += isLoose || looseStart.test(run) ? run : ` ${run}`;
    isLoose = looseEnd.test(run);
  }
  return written;
}
