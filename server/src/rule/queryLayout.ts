/** The one layout of a query, as the difference between it and how the query is written. */
import type { TextEdit } from '../base/edit.js';
import { invariant } from '../base/invariant.js';
import { span, type Span } from '../base/span.js';
import { parseEql } from '../syntax/eql/parse.js';
import { eqlWords, printEql } from '../syntax/eql/print.js';
import { parseKql } from '../syntax/kql/parse.js';
import { printKql } from '../syntax/kql/print.js';
import type { ParsedQuery, QueryRegion } from './ruleDocument.js';

interface Word {
  readonly span: Span;
  readonly text: string;
}

/** A query's text and its tokens without comments. */
interface Words {
  readonly text: string;
  readonly words: readonly Word[];
}

/**
 * The edits, in offsets of the query, that give it its one layout; none for a query with syntax problems, and none where the string that
 * holds the query cannot hold the result: a string on one line stays on one line.
 */
export function layoutEdits({ parsed, map }: QueryRegion): readonly TextEdit[] {
  if (parsed === undefined) return [];
  const staysOnOneLine = map.style === 'basic' || map.style === 'literal';
  const printed = staysOnOneLine ? print(parsed, Infinity) : print(parsed);
  if (printed === undefined || printed === '') return [];
  const wasOneLine = map.style !== 'bare' && !/[\r\n]/.test(parsed.text);
  const oneLine = printed.replace(/\r?\n$/, '');
  const formatted = wasOneLine && !oneLine.includes('\n') ? oneLine : printed;
  const edits = editsBetween(wordsOf(parsed), reparsed(formatted, parsed));
  return staysOnOneLine && edits.some(({ newText }) => newText.includes('\n')) ? [] : edits;
}

function print(parsed: ParsedQuery, width?: number): string | undefined {
  return parsed.language === 'eql' ? printEql(parsed, width) : printKql(parsed, width);
}

function wordsOf(parsed: ParsedQuery): Words {
  return { text: parsed.text, words: parsed.language === 'eql' ? eqlWords(parsed) : parsed.tokens };
}

function reparsed(text: string, { language }: ParsedQuery): Words {
  return language === 'eql' ? { text, words: eqlWords(parseEql(text)) } : { text, words: parseKql(text).tokens };
}

/** Changes only what differs, so that cursors and marks stay where they are. That the tokens are still the same is checked on the way. */
function editsBetween(before: Words, after: Words): readonly TextEdit[] {
  invariant(before.words.length === after.words.length, 'formatting keeps every token');
  const edits: TextEdit[] = [];
  const replace = (place: Span, newText: string): void => {
    if (before.text.slice(place.start, place.end) !== newText) edits.push({ span: place, newText });
  };
  for (let index = 0; index <= before.words.length; index++) {
    replace(gapBefore(before, index), sliceGap(after, index));
    const word = before.words[index];
    const newText = after.words[index]?.text ?? '';
    invariant(word === undefined || word.text.toLowerCase() === newText.toLowerCase(), 'formatting keeps what every token says');
    if (word !== undefined) replace(word.span, newText);
  }
  return edits;
}

function gapBefore({ text, words }: Words, index: number): Span {
  return span(words[index - 1]?.span.end ?? 0, words[index]?.span.start ?? text.length);
}

function sliceGap(words: Words, index: number): string {
  const { start, end } = gapBefore(words, index);
  return words.text.slice(start, end);
}
