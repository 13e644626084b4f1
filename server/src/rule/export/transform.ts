/**
 * The `[transform]` of a rule: queries and timelines that its note refers to by placeholders such as `$osquery_0`. Kibana has them in
 * the note itself, as `!{osquery{…}}`. https://www.elastic.co/docs/solutions/security/detect-and-alert/write-investigation-guides
 */
import { jsonText } from '../jsonWriter.js';
import { isList, isRecord, sortedKeys, type PlainRecord } from '../plain.js';
import type { Plain } from '../value.js';

const plugins = ['osquery', 'investigate'] as const;
type Plugin = (typeof plugins)[number];

const placeholder = /\$(?:(\$)|(osquery|investigate)_(\d+)\b|\{(osquery|investigate)_(\d+)\})/g;

/** The note with each placeholder replaced; one without an entry stays as it is. */
export function renderNote(note: string, transform: PlainRecord): string {
  return note.replace(placeholder, (written: string, ...groups: unknown[]) => {
    const [dollar, plain, index, braced, bracedIndex] = groups;
    if (dollar !== undefined) return '$';
    const plugin = String(plain ?? braced);
    const entries = transform[plugin] ?? null;
    const entry = isList(entries) ? entries[Number(index ?? bracedIndex)] : undefined;
    return entry === undefined ? written : `!{${plugin}${jsonText(sortedKeys(entry))}}`;
  });
}

export interface ReadNote {
  readonly note: string;
  /** Undefined where the note has no plugin. */
  readonly transform: PlainRecord | undefined;
}

/** The way back: plugins in a note become placeholders and entries. */
export function extractTransform(note: string): ReadNote {
  const entries: Record<Plugin, Plain[]> = { osquery: [], investigate: [] };
  const parts: string[] = [];
  let done = 0;
  for (const { index, 0: opening, 1: name } of note.matchAll(/!\{(osquery|investigate)(?=\{)/g)) {
    const plugin = plugins.find((each) => each === name);
    const json = index < done || plugin === undefined ? undefined : objectAt(note, index + opening.length);
    if (json === undefined || plugin === undefined || note[json.end] !== '}') continue;
    parts.push(escaped(note.slice(done, index), true), `$${plugin}_${entries[plugin].length}`);
    entries[plugin].push(json.value);
    done = json.end + 1;
  }
  if (done === 0) return { note, transform: undefined };
  const used = plugins.filter((plugin) => entries[plugin].length > 0).map((plugin) => [plugin, entries[plugin]] as const);
  return { note: parts.join('') + escaped(note.slice(done), false), transform: Object.fromEntries(used) };
}

/** A dollar sign that would be read as a placeholder, or as an escape, is doubled. */
function escaped(text: string, beforePlaceholder: boolean): string {
  const risky = beforePlaceholder ? /\$(?=\$|\{?(?:osquery|investigate)_\d|$)/g : /\$(?=\$|\{?(?:osquery|investigate)_\d)/g;
  return text.replace(risky, '$$$$');
}

/** The JSON object that begins here, and where it ends; undefined where it does not close or is no JSON. */
function objectAt(text: string, start: number): { readonly value: Plain; readonly end: number } | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth > 0) continue;
    const end = start + index + 1;
    const value = plainJson(text.slice(start, end));
    return isRecord(value) ? { value, end } : undefined;
  }
  return undefined;
}

function plainJson(text: string): Plain {
  try {
    return JSON.parse(text) as Plain;
  } catch {
    // What only looks like a plugin stays as text.
    return null;
  }
}
