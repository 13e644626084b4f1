/**
 * What Elasticsearch's standard analyser makes of text: words in lower case, by the word boundaries of Unicode.
 * https://www.elastic.co/docs/reference/text-analysis/analysis-standard-analyzer
 */
import { once } from '../base/once.js';

/** Longer words are cut into pieces of this length, in UTF-16 units. */
const longestToken = 255;

// Loads the boundaries of words, which takes longer than many a query does without them.
const segmenter = once(() => new Intl.Segmenter('en', { granularity: 'word' }));

// Each ideograph is a word of its own, where the segmenter knows words of several.
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}]/u;
const ideographParts = /[\p{Script=Han}\p{Script=Hiragana}]|[^\p{Script=Han}\p{Script=Hiragana}]+/gu;
// A run of these is one word, which the segmenter cuts by its dictionary.
const runs = /^[\p{Script=Katakana}\u30fc]+$|^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u;
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;

// The same boundaries where all is ASCII, in lower case: looking them up takes several hundred times as long.
const asciiWords = /(?!_(?!\w))\w+(?:(?:(?<=[a-z])[:.'](?=[a-z])|(?<=\d)[,;.'](?=\d))\w+)*/g;

/** The words of the text, in order; their positions are their indices. */
export function analyseText(text: string): readonly string[] {
  const folded = foldText(text);
  return (ascii.test(folded) ? (folded.match(asciiWords) ?? []) : segmentedWords(folded)).flatMap(cut);
}

function segmentedWords(text: string): readonly string[] {
  const words: string[] = [];
  let run = '';
  for (const { segment, isWordLike } of segmenter().segment(text)) {
    const joins = runs.test(segment);
    if (run !== '' && !(joins && katakana.test(run) === katakana.test(segment))) {
      words.push(run);
      run = '';
    }
    if (joins) run += segment;
    else if (ideographs.test(segment)) words.push(...(segment.match(ideographParts) ?? []));
    else if (isWordLike === true || emoji.test(segment)) words.push(segment);
  }
  return run === '' ? words : [...words, run];
}

function cut(word: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < word.length; at += longestToken) pieces.push(word.slice(at, at + longestToken));
  return pieces;
}

const katakana = /\p{Script=Katakana}/u;
const ascii = /^[\x00-\x7f]*$/;

/** Lower case character by character, as the analyser does it: without the special cases of whole words. */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? 0);
  return folded;
}
