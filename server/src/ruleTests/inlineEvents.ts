/** Events that stand in a test file itself: where each begins and ends in the text, and what is no event among them. */
import type { Span } from '../base/span.js';
import { explainObject } from '../events/explain.js';
import { isJsonObject, parseJson, type JsonObject } from '../events/json.js';

export interface InlineEvents {
  /** Of each event in the text. */
  readonly events: readonly Span[];
  /** What stands in the text beside them. */
  readonly mistakes: readonly InlineMistake[];
}

/** `span` is in the text. */
export interface InlineMistake {
  readonly span: Span;
  readonly message: string;
}

/** Whether the text is events, rather than the name of a file that has some. */
export function isInline(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/** The events of a text that `isInline`: objects one after the other, or one array of them. Does not look into the objects. */
export function splitInline(text: string): InlineEvents {
  const start = skipSpace(text, 0);
  return text[start] === '[' ? splitArray(text, start + 1) : splitObjects(text, start);
}

/** As `splitInline`, with what is wrong in the objects among the mistakes. */
export function checkInline(text: string): InlineEvents {
  const { events, mistakes } = splitInline(text);
  return { events, mistakes: [...events.flatMap((span) => mistakesIn(text, span)), ...mistakes] };
}

function splitObjects(text: string, from: number): InlineEvents {
  const events: Span[] = [];
  for (let at = from; at < text.length; at = skipSpace(text, at)) {
    if (text[at] !== '{') return { events, mistakes: [stray(text, at, objectExpected(text, at))] };
    const end = endOfObject(text, at);
    events.push({ start: at, end });
    at = end;
  }
  return { events, mistakes: [] };
}

function splitArray(text: string, from: number): InlineEvents {
  const events: Span[] = [];
  let at = skipSpace(text, from);
  while (text[at] !== ']') {
    if (at >= text.length) return { events, mistakes: [stray(text, at - 1, 'The list of events is not closed: it ends with `]`')] };
    if (text[at] !== '{') return { events, mistakes: [stray(text, at, objectExpected(text, at))] };
    const end = endOfObject(text, at);
    events.push({ start: at, end });
    at = skipSpace(text, end);
    if (text[at] !== ',') continue;
    const comma = at;
    at = skipSpace(text, at + 1);
    if (text[at] === ']') return { events, mistakes: [stray(text, comma, 'JSON has no comma after the last value of a list')] };
  }
  const after = skipSpace(text, at + 1);
  return { events, mistakes: after < text.length ? [stray(text, after, 'Nothing follows the closing `]` of the list of events')] : [] };
}

function objectExpected(text: string, at: number): string {
  if (text[at] === ',') return 'Events without brackets around them stand one after the other, without a comma between';
  if (/^(?:#|\/\/)/.test(text.slice(at))) return 'JSON has no comments; write them outside of the text, after #';
  return 'An event is a JSON object, `{ … }`';
}

/** What stands at the place, to the end of its line. */
function stray(text: string, at: number, message: string): InlineMistake {
  const rest = /^[^\r\n]*/.exec(text.slice(at))?.[0].trimEnd() ?? '';
  return { span: { start: Math.max(0, at), end: at + Math.max(1, text[at] === ',' ? 1 : rest.length) }, message };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/^\s$/.test(text[at] ?? '')) at++;
  return at;
}

/** Just after the brace that closes the one at `start`; the end of the text where none does. A JSON text has no line break in it. */
function endOfObject(text: string, start: number): number {
  const token = /"(?:[^"\\\r\n]|\\.)*"?|[{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '{') depth++;
    else if (found[0] === '}' && --depth === 0) return token.lastIndex;
  }
  return text.trimEnd().length;
}

/** Levels of objects in each other before an event is refused, as in event files. */
const deepest = 1000;

/** Whether an object has too many levels to be looked into. */
export function isTooDeep(object: string): boolean {
  if (object.length < 2 * deepest) return false;
  let depth = 0;
  for (const [token] of object.matchAll(/"(?:[^"\\\r\n]|\\.)*"?|[{}]/g)) {
    if (token === '{' && ++depth > deepest) return true;
    if (token === '}') depth--;
  }
  return false;
}

function mistakesIn(text: string, span: Span): readonly InlineMistake[] {
  const written = text.slice(span.start, span.end);
  if (isTooDeep(written)) return [{ span, message: `The event has more than ${deepest} levels of objects in each other` }];
  const parsed = parseJson(written);
  if (parsed === undefined) return [notJson(written, span)];
  if (!isJsonObject(parsed) || !isWrapped(parsed)) return [];
  return [{ span, message: 'A search response goes in a file of its own; here stand the events themselves' }];
}

function notJson(written: string, { start, end }: Span): InlineMistake {
  const { message, offset } = explainObject(written);
  const at = offset === undefined ? undefined : start + offset;
  return { span: at === undefined ? { start, end } : { start: at, end: at + 1 }, message: message.replace(/\.$/, '') };
}

/** https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search */
function isWrapped({ hits }: JsonObject): boolean {
  return isJsonObject(hits) && Array.isArray(hits['hits']);
}
