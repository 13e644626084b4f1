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
  return JSON.stringify([type, language, index, others, normalised(query, language)], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

interface Notation {
  /** The pieces of a query: comments, quoted texts, white space, words, and single characters. */
  readonly pieces: RegExp;
  readonly comment: RegExp | undefined;
  /** Characters beside which white space means nothing. */
  readonly loose: RegExp;
}

const eql: Notation = {
  pieces: /"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|\/\/[^\n]*|\/\*[^]*?\*\/|\s+|[\w.]+|[^]/g,
  comment: /^\/[/*]/,
  loose: /^[()[\]{}:=<>!,|]$/,
};
const kuery: Notation = {
  pieces: /"(?:[^"\\]|\\.)*"|\\[^]|\s+|[<>]=|[\w.]+|[^]/g,
  comment: undefined,
  loose: /^(?:[(){}:<>]|[<>]=)$/,
};
const other: Notation = { pieces: /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s+|[\w.]+|[^]/g, comment: undefined, loose: /^(?!)$/ };

/** Laid out in one way. */
function normalised(query: string, language: string): string {
  const { pieces, comment, loose } = language === 'eql' ? eql : language === 'kuery' ? kuery : other;
  const written: string[] = [];
  let isApart = false;
  for (const [piece] of query.matchAll(pieces)) {
    if (piece.trim() === '' || comment?.test(piece) === true) {
      isApart = true;
      continue;
    }
    const last = written.at(-1);
    if (isApart && last !== undefined && !loose.test(last) && !loose.test(piece)) written.push(' ');
    written.push(piece);
    isApart = false;
  }
  return written.join('');
}
