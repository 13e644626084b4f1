/** Completion in queries, bare or inside a rule, and in the rule around them: what fits at the cursor, from the producers, as edits of the file. */
import { InsertTextFormat, MarkupKind, type CompletionItem, type CompletionList, type Position } from 'vscode-languageserver-types';
import { assertNever } from '../base/invariant.js';
import { touches, type Span } from '../base/span.js';
import type { EventSample } from '../events/sample.js';
import type { ParsedQuery, QueryRegion } from '../rule/ruleDocument.js';
import { isTestFile } from '../rule/testNames.js';
import type { FieldDocs, Schemas } from '../schema/catalog.js';
import type { Candidate, ClusterValues, Insertion, Surroundings } from './completion/candidate.js';
import { categoryCandidates } from './completion/categories.js';
import { sampledIn } from './completion/sampled.js';
import { fieldCandidates } from './completion/fields.js';
import { functionCandidates } from './completion/functions.js';
import { keywordCandidates } from './completion/keywords.js';
import { ruleCompletions } from './completion/ruleFile.js';
import { testFileCompletions } from './completion/ruleTestFile.js';
import { unitCandidates } from './completion/units.js';
import { boundCandidates, valueCandidates } from './completion/values.js';
import type { Place } from './context/cursor.js';
import { queryAt } from './context/toml.js';
import { toOffset, toRange } from './convert.js';
import { languages, type LanguageFeatures } from './language.js';
import type { RuleModel } from './ruleModel.js';

const nothing: CompletionList = { isIncomplete: false, items: [] };

/** `sample`: what the rule's sample events hold, where it has a sample and it was read; `onCluster`: values of the field that is meant. */
export function completionsAt(
  model: RuleModel,
  position: Position,
  sample: EventSample | undefined,
  onCluster?: ClusterValues,
): CompletionList {
  const fileOffset = toOffset(model.lines, position);
  if (isTestFile(model.uri)) return testFileCompletions(model, fileOffset);
  const place = queryAt(model.document, fileOffset);
  if (place === undefined) return ruleCompletions(model, fileOffset);
  const { region, offset } = place;
  if (region.parsed === undefined) return nothing;
  const { candidates, capped } = candidatesAt(region.parsed, offset, model, { sample, onCluster });
  const items = candidates.flatMap(({ candidate, replace }) => itemOf(candidate, replace, region, { model, fileOffset }) ?? []);
  return { isIncomplete: capped || onCluster?.isWhole === false, items: distinct(items) };
}

interface Placed {
  readonly candidate: Candidate;
  readonly replace: Span;
}

function candidatesAt(
  parsed: ParsedQuery,
  offset: number,
  model: RuleModel,
  { sample, onCluster }: Pick<Surroundings, 'sample' | 'onCluster'>,
): { readonly candidates: readonly Placed[]; readonly capped: boolean } {
  return parsed.language === 'eql' ? collect(languages.eql, parsed) : collect(languages.kuery, parsed);

  function collect<Parsed extends ParsedQuery>(language: LanguageFeatures<Parsed>, query: Parsed) {
    const uses = language.uses(query, offset);
    const candidates: Placed[] = [];
    let capped = false;
    for (const place of language.contextAt(query, offset).places) {
      const { replace } = place;
      const surroundings: Surroundings = {
        catalog: model.catalog,
        text: query.text,
        start: replace.start,
        end: replace.end,
        offset,
        sample,
        sampled: sampledIn(sample, uses.category, model),
        onCluster,
      };
      const produced = produce(place, surroundings, language, uses);
      candidates.push(...produced.candidates.map((candidate) => ({ candidate, replace })));
      capped ||= produced.capped;
    }
    return { candidates, capped };
  }
}

function produce<Parsed>(
  { want }: Place,
  surroundings: Surroundings,
  language: LanguageFeatures<Parsed>,
  uses: ReturnType<LanguageFeatures<Parsed>['uses']>,
): { readonly candidates: readonly Candidate[]; readonly capped: boolean } {
  const all = (candidates: readonly Candidate[]) => ({ candidates, capped: false });
  switch (want.kind) {
    case 'category':
      return all(categoryCandidates(surroundings));
    case 'field':
      return fieldCandidates(surroundings, {
        write: language.writeField,
        nestedInBraces: language.nestedInBraces,
        comparesText: language.comparesText,
        below: want.below,
        accepts: want.accepts,
        used: uses.fields,
        category: uses.category,
      });
    case 'function':
      return all(functionCandidates(surroundings, want.accepts));
    case 'unit':
      return all(unitCandidates(surroundings));
    case 'operator':
      return all(language.operators(surroundings, want));
    case 'value':
      return all(
        want.bound === true ? boundCandidates(surroundings, want.field, want.style) : valueCandidates(surroundings, want.field, want.style),
      );
    case 'keyword':
      return all(keywordCandidates(surroundings, want.words, language.keywords));
    default:
      return assertNever(want);
  }
}

interface Cursor {
  readonly model: RuleModel;
  readonly fileOffset: number;
}

/**
 * Undefined where the string that holds the query cannot hold the text, and where editors would refuse the range: over a line break, or
 * away from the cursor (in the white space of a line that a backslash continues).
 */
function itemOf(candidate: Candidate, replace: Span, { map }: QueryRegion, { model, fileOffset }: Cursor): CompletionItem | undefined {
  const span = map.spanToFile(replace);
  const range = toRange(model.lines, span);
  if (!touches(span, fileOffset) || range.start.line !== range.end.line) return undefined;
  const isSnippet = candidate.insertion.some((part) => typeof part !== 'string');
  const newText = write(candidate.insertion, isSnippet, (text) => map.encode(text, replace));
  if (newText === undefined) return undefined;
  const { label, kind, rank, detail, documentation, describes, filter, continues } = candidate;
  return {
    label,
    kind,
    textEdit: { range, newText },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    sortText: `${rank.toFixed(3).padStart(8, '0')} ${label}`,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(filter === undefined ? {} : { filterText: map.encode(filter) ?? filter }),
    ...(describes === undefined ? {} : { data: { field: describes } }),
    ...(continues === true ? { command: { title: 'Complete on', command: 'editor.action.triggerSuggest' } } : {}),
  };
}

function write(insertion: Insertion, isSnippet: boolean, encode: (text: string) => string | undefined): string | undefined {
  let written = '';
  let stop = 0;
  for (const part of insertion) {
    const text = encode(typeof part === 'string' ? part : part.placeholder);
    if (text === undefined) return undefined;
    const escaped = isSnippet ? text.replace(/[\\$}]/g, '\\$&') : text;
    written += typeof part === 'string' ? escaped : `\${${(stop += 1)}:${escaped}}`;
  }
  return written;
}

function distinct(items: readonly CompletionItem[]): CompletionItem[] {
  const seen = new Set<string>();
  return items.filter(({ label, kind }) => {
    const key = `${kind} ${label}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Adds the description of a field. */
export async function resolveCompletion(item: CompletionItem, schemas: Schemas): Promise<CompletionItem> {
  const field = fieldOf(item.data);
  const docs = field === undefined ? undefined : await schemas.docs(field);
  return docs === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: describeField(docs) } };
}

function fieldOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'field' in data && typeof data.field === 'string' ? data.field : undefined;
}

/** Markdown for hover and completion. */
export function describeField({ description, example }: FieldDocs): string {
  return example === undefined ? description : `${description}\n\nExample: \`${example}\``;
}
