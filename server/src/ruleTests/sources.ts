/**
 * The events of a case as files that a run reads. Events of the test file itself are laid out so that each stands on its own line and
 * column of that file: what a run says of them then names the place where they are written.
 */
import { LineIndex } from '../base/lines.js';
import type { Span } from '../base/span.js';
import type { EventMapper } from '../events/mapper.js';
import { contentKey, isJsonObject, parseJson, type Json, type JsonObject } from '../events/json.js';
import type { Source } from '../evaluate/runRule.js';
import { jsonText } from '../rule/jsonWriter.js';
import { splitInline } from './inlineEvents.js';
import type { CaseEvents, RuleTestFile } from './testFile.js';

export interface CaseSources {
  /** One for each of `CaseEvents`, in order. */
  of(events: readonly CaseEvents[]): readonly Source[];
}

/** Of a test file; keep it for all its cases. `mapper`: what events of another shape go through. */
export function createSources({ uri, text }: Pick<RuleTestFile, 'uri' | 'text'>, mapper?: EventMapper): CaseSources {
  const lines = new LineIndex(text);
  const mapped = mapper === undefined ? {} : { mapper };
  return {
    of: (events) =>
      events.map((each) => (each.kind === 'file' ? { uri: each.uri, ...mapped } : { uri, text: laidOut(each, lines), ...mapped })),
  };
}

type InlineEvents = Extract<CaseEvents, { readonly kind: 'inline' }>;

/** A JSON array, with white space before each event that puts it at its place. */
function laidOut({ text, toFile, defaults }: InlineEvents, lines: LineIndex): string {
  const leaves = defaults === undefined ? [] : leavesOf(defaults);
  let out = '[';
  let [line, column] = [0, 1];
  for (const [index, span] of splitInline(text).events.entries()) {
    const place = lines.positionAt(toFile(span.start));
    if (index > 0) out += ',';
    if (line < place.line) {
      out += '\n'.repeat(place.line - line);
      [line, column] = [place.line, 0];
    }
    out += ' '.repeat(Math.max(0, place.character - column));
    const event = withDefaults(text, span, leaves);
    out += event;
    const breaks = event.split('\n');
    line += breaks.length - 1;
    column = (breaks.length === 1 ? Math.max(column, place.character) : 0) + (breaks.at(-1) ?? '').length + 1;
  }
  return `${out}]`;
}

/** A field that is no object, with its full name. */
interface Leaf {
  readonly name: string;
  readonly value: Json;
}

/** Null, lists and empty objects are leaves too: an event says by them that a field is not there. */
function leavesOf(object: JsonObject, prefix = ''): readonly Leaf[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    return isJsonObject(value) && Object.keys(value).length > 0 ? leavesOf(value, `${name}.`) : [{ name, value }];
  });
}

/** The event's own text, with the defaults for fields that it says nothing about before it. */
function withDefaults(text: string, { start, end }: Span, defaults: readonly Leaf[]): string {
  const own = text.slice(start, end);
  const parsed = defaults.length === 0 ? undefined : parseJson(own);
  if (!isJsonObject(parsed)) return own;
  const key = contentKey(parsed);
  const content = key === undefined ? parsed : parsed[key];
  if (!isJsonObject(content)) return own;
  const names = leavesOf(content).map(({ name }) => name);
  const added = defaults.filter(({ name }) => !names.some((other) => meet(name, other)));
  if (key !== undefined) {
    const fields = Object.fromEntries(added.map(({ name, value }) => [name, value]));
    return jsonText({ ...parsed, [key]: { ...fields, ...content } });
  }
  const written = added.map(({ name, value }) => `${JSON.stringify(name)}: ${jsonText(value)}`);
  const rest = own.slice(1);
  return `{${[...written, ...(names.length === 0 ? [] : [''])].join(', ')}${rest}`;
}

/** The same field, or one that holds the other. */
function meet(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}
