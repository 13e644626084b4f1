/** The rule under the cursor in the other query language: its query, its language and its type, in one step. */
import { CodeActionKind, type CodeAction, type Range } from 'vscode-languageserver-types';
import type { TextEdit } from '../../base/edit.js';
import type { QueryRegion, RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, type RuleTable } from '../../rule/value.js';
import { convertQuery } from '../../translate/convert/convertQuery.js';
import { queryAt } from '../context/toml.js';
import { toRange, toSpan } from '../convert.js';
import type { RuleModel } from '../ruleModel.js';

/** Keys that only EQL rules have. */
const eqlKeys = ['event_category_override', 'timestamp_field', 'tiebreaker_field'];

/**
 * Only for rules that are nothing but their query, of type `query` or `eql`. `explain`: a conversion that is not possible is there too,
 * disabled, with the reason.
 */
export function conversionsAt({ document, catalog, lines, uri }: RuleModel, range: Range, explain: boolean): readonly CodeAction[] {
  const region = queryAt(document, toSpan(lines, range).start)?.region;
  const to = region?.key === 'query' ? targetOf(document, region) : undefined;
  const { tree } = document;
  const parsed = region?.parsed;
  if (region === undefined || to === undefined || tree?.rule === undefined || parsed === undefined) return [];
  const isOneLine = staysOnOneLine(region);
  const options = { categoryField: document.eventCategoryOverride?.value, ...(isOneLine ? { width: Infinity } : {}) };
  const result = convertQuery(parsed, catalog, to, options);
  const name = to === 'eql' ? 'EQL' : 'KQL';
  const action = { title: `Convert to ${name}`, kind: CodeActionKind.RefactorRewrite };
  if (!result.ok) return explain ? [{ ...action, disabled: { reason: `Not possible in ${name}: ${result.reason}` } }] : [];
  const query = isOneLine ? result.query.replace(/\s*\n\s*/g, ' ') : withEnds(parsed.text, result.query);
  const edits = editsOf(tree, tree.rule, query, to);
  if (edits === undefined) return [];
  const losesComments = parsed.language === 'eql' && parsed.comments.length > 0;
  const changes = { [uri]: edits.map(({ span, newText }) => ({ range: toRange(lines, span), newText })) };
  return [{ ...action, title: losesComments ? `${action.title} (without its comments)` : action.title, edit: { changes } }];
}

function targetOf({ type }: RuleDocument, { language }: QueryRegion): 'eql' | 'kuery' | undefined {
  if (type?.value === 'query' && language === 'kuery') return 'eql';
  return type?.value === 'eql' && language === 'eql' ? 'kuery' : undefined;
}

function staysOnOneLine({ map }: QueryRegion): boolean {
  return map.style === 'basic' || map.style === 'literal' || (map.style === 'json' && !map.text.includes('\n'));
}

/** The line breaks around the query stay. */
function withEnds(before: string, query: string): string {
  const lead = /^\s*/.exec(before)?.[0] ?? '';
  const trail = /\s*$/.exec(before)?.[0] ?? '';
  return lead + query + trail;
}

/** Undefined where the file's notation cannot hold one of the changes. */
function editsOf({ writer }: RuleTree, rule: RuleTable, query: string, to: 'eql' | 'kuery'): readonly TextEdit[] | undefined {
  const values: readonly (readonly [key: string, value: string])[] = [
    ['query', query],
    ['type', to === 'eql' ? 'eql' : 'query'],
    ['language', to],
  ];
  const groups = values.map(([key, value]) => {
    const entry = entryOf(rule, key);
    return entry === undefined ? writer.insertEntries(rule, [[key, value]]) : writer.replaceValue(entry.value, value);
  });
  const surplus = (to === 'kuery' ? eqlKeys : []).map((key) => entryOf(rule, key)).filter((entry) => entry !== undefined);
  groups.push(...surplus.map((entry) => writer.removeEntry(rule, entry)));
  return groups.every((group) => group.length > 0) ? groups.flat() : undefined;
}
