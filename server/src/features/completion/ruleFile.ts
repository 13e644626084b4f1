/** Completion in a rule file outside its queries: keys, values and headers, from producers that each know one subject. */
import { InsertTextFormat, MarkupKind, type CompletionItem, type CompletionList } from 'vscode-languageserver-types';
import { ruleContextAt } from '../context/toml.js';
import { toRange } from '../convert.js';
import type { RuleModel } from '../ruleModel.js';
import { attackCandidates } from './attack.js';
import type { Insertion } from './candidate.js';
import { mostItems, type RuleCandidate, type RuleProducer } from './ruleCandidate.js';
import { ruleHeaderCandidates, ruleKeyCandidates } from './ruleKeys.js';
import { ruleValueCandidates } from './ruleValues.js';

const producers: readonly RuleProducer[] = [ruleKeyCandidates, ruleHeaderCandidates, ruleValueCandidates, attackCandidates];

export function ruleCompletions(model: RuleModel, offset: number): CompletionList {
  const cursor = ruleContextAt(model.document, offset);
  if (cursor === undefined || cursor.quotes.length === 3) return { isIncomplete: false, items: [] };
  const range = toRange(model.lines, cursor.replace);
  if (range.start.line !== range.end.line) return { isIncomplete: false, items: [] };
  const candidates = producers.flatMap((produce) => produce(cursor, model));
  return {
    isIncomplete: candidates.length > mostItems,
    items: candidates.slice(0, mostItems).map((candidate) => itemOf(candidate, range, model)),
  };
}

function itemOf(candidate: RuleCandidate, range: ReturnType<typeof toRange>, { lines }: RuleModel): CompletionItem {
  const { label, kind, rank, insertion, detail, documentation, describes, filter, continues, alsoEdits = [] } = candidate;
  const isSnippet = insertion.some((part) => typeof part !== 'string');
  return {
    label,
    kind,
    textEdit: { range, newText: written(insertion, isSnippet) },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    sortText: `${rank.toFixed(3).padStart(8, '0')} ${label}`,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(describes === undefined ? {} : { data: { field: describes } }),
    ...(continues === true ? { command: { title: 'Complete on', command: 'editor.action.triggerSuggest' } } : {}),
    ...(alsoEdits.length === 0
      ? {}
      : { additionalTextEdits: alsoEdits.map(({ span, newText }) => ({ range: toRange(lines, span), newText })) }),
  };
}

function written(insertion: Insertion, isSnippet: boolean): string {
  let stop = 0;
  return insertion
    .map((part) => {
      const text = typeof part === 'string' ? part : part.placeholder;
      const escaped = isSnippet ? text.replace(/[\\$}]/g, '\\$&') : text;
      return typeof part === 'string' ? escaped : `\${${(stop += 1)}:${escaped}}`;
    })
    .join('');
}
