/** What is added to a sample when events are pasted, and what the user is told of it. */
import { count, number } from './words.js';

interface AddedText {
  readonly text: string;
  /** Line breaks before the first event. */
  readonly linesBefore: number;
}

/** What to write at the end of a sample so that these lines follow; undefined where its text is one JSON value and not lines of events. */
export function appendedTo(sample: string, lines: readonly string[]): AddedText | undefined {
  if (isOneValue(sample)) return undefined;
  const hasBreak = sample === '' || sample.endsWith('\n');
  const lineBreak = sample.includes('\r\n') ? '\r\n' : '\n';
  return { text: (hasBreak ? '' : lineBreak) + lines.map((line) => `${line}${lineBreak}`).join(''), linesBefore: hasBreak ? 0 : 1 };
}

/** A JSON array, or an object over several lines such as a search response. */
function isOneValue(sample: string): boolean {
  const start = sample.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('[')) return true;
  const [first = ''] = start.split('\n', 1);
  return start.startsWith('{') && !isJson(first);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export interface PastedEvents {
  readonly events: number;
  readonly sample: string;
  /** Zero-based, of the first one. */
  readonly line: number;
  readonly isNew: boolean;
  /** Parts of the clipboard that are no events. */
  readonly bad: number;
}

/** `2 events are added to a.events.ndjson, from line 121.` */
export function pastedEvents({ events, sample, line, isNew, bad }: PastedEvents): string {
  const is = `${count(events, 'event')} ${events === 1 ? 'is' : 'are'}`;
  const place = isNew
    ? `written to ${sample}, the rule's sample now`
    : `added to ${sample}, ${events === 1 ? 'on' : 'from'} line ${number(line + 1)}`;
  const left = bad === 0 ? '' : ` ${count(bad, 'part')} of the clipboard ${bad === 1 ? 'is' : 'are'} no event; the log says why.`;
  return `${is} ${place}.${left}`;
}
