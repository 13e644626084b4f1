/** The language service over the shipped field data, and questions to it in the form of a text with a cursor. */
import {
  InsertTextFormat,
  type CompletionItem,
  type CompletionList,
  type Hover,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { applyEdits } from '../../server/src/base/edit.js';
import { noCancel } from '../../server/src/base/cancel.js';
import { LineIndex } from '../../server/src/base/lines.js';
import { readEvents } from '../../server/src/events/read.js';
import { collectSample, type EventSample } from '../../server/src/events/sample.js';
import { createLanguageService, type LanguageService } from '../../server/src/features/languageService.js';
import type { RuleModel } from '../../server/src/features/ruleModel.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { Schemas } from '../../server/src/schema/catalog.js';
import { cursorIn } from './markers.js';
import { memoryHost } from './memoryHost.js';
import { restOfRule, wholeMetadata } from './wholeRule.js';

export const schemas: Schemas = await loadSchemas(memoryHost({}));
export const service: LanguageService = createLanguageService(schemas);

/** How the text stands: in a file of its own, or as the query of a TOML rule. */
export type Form = 'eql' | 'kuery' | 'toml';

/** A rule whose query is the text, in a literal string of several lines. */
export function inToml(query: string, lines = 'type = "eql"\nlanguage = "eql"'): string {
  return `${wholeMetadata}\n\n[rule]\nname = "Test"\n${lines}\nquery = '''\n${query}\n'''\nseverity = "low"\n${restOfRule}`;
}

export function openModel(text: string, form: Form): RuleModel {
  return service.open(text, { uri: `file:///rules/test.${form}`, languageId: form });
}

interface Cursor {
  readonly model: RuleModel;
  readonly text: string;
  readonly position: Position;
}

/** Opens a text with a cursor `<|>`. */
export function openAt(marked: string, form: Form): Cursor {
  const { text, offset } = cursorIn(marked);
  return { model: openModel(text, form), text, position: new LineIndex(text).positionAt(offset) };
}

export interface Completions {
  readonly list: CompletionList;
  /** In the order in which an editor shows them. */
  readonly labels: readonly string[];
  /** The text after the item with this label was accepted, the cursor or the first placeholder as `<|>`. */
  readonly accept: (label: string) => string;
}

export function completeAt(marked: string, form: Form, sample?: EventSample): Completions {
  const { model, text, position } = openAt(marked, form);
  const list = service.complete(model, position, sample);
  const items = [...list.items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  return {
    list,
    labels: items.map(({ label }) => label),
    accept(label) {
      const item = items.find((candidate) => candidate.label === label);
      if (item === undefined)
        throw new Error(
          `${label} is not offered; ${items.length} others are: ${items
            .slice(0, 20)
            .map((other) => other.label)
            .join(', ')}`,
        );
      return accepted(text, item);
    },
  };
}

function accepted(text: string, item: CompletionItem): string {
  const edit = item.textEdit;
  if (edit === undefined || !('range' in edit)) throw new Error(`${item.label} has no text edit`);
  const lines = new LineIndex(text);
  const spanOf = (range: Range) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) });
  const isSnippet = item.insertTextFormat === InsertTextFormat.Snippet;
  const others = (item.additionalTextEdits ?? []).map(({ range, newText }) => ({ span: spanOf(range), newText }));
  return applyEdits(text, [{ span: spanOf(edit.range), newText: isSnippet ? expand(edit.newText) : `${edit.newText}<|>` }, ...others]);
}

/** A snippet as it looks when it was inserted. */
function expand(snippet: string): string {
  let first = true;
  const plain = snippet.replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}|\\(.)/g, (_, placeholder: string | undefined, escaped: string | undefined) => {
    if (placeholder === undefined) return escaped ?? '';
    const mark = first ? '<|>' : '';
    first = false;
    return mark + placeholder.replace(/\\(.)/g, '$1');
  });
  return first ? `${plain}<|>` : plain;
}

/** The markdown of the hover at the cursor. */
export async function hoverText(marked: string, form: Form, sample?: EventSample): Promise<string | undefined> {
  const { model, position } = openAt(marked, form);
  return textOf(await service.hover(model, position, [], sample));
}

function textOf(hover: Hover | undefined): string | undefined {
  if (hover === undefined) return undefined;
  const { contents } = hover;
  if (typeof contents !== 'object' || !('value' in contents)) throw new Error('a hover is markdown');
  return contents.value;
}

/** A sample of these events. */
export async function sampleOf(events: readonly object[]): Promise<EventSample> {
  const bytes = new TextEncoder().encode(events.map((event) => JSON.stringify(event)).join('\n'));
  return collectSample(readEvents(once(bytes), noCancel), { events: 1000, values: 100 });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
