/**
 * What becomes of a value with wildcards on every type but keyword: Kibana sends it as a query string, and Elasticsearch cuts that at
 * white space and takes any of the parts.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query
 */
import type { WildcardPattern } from '../predicate.js';

/** Parts of a query string: words without wildcards that stand side by side are one part. */
export interface QueryStringParts {
  readonly plain: readonly string[];
  readonly patterns: readonly WildcardPattern[];
}

const space = /[ \t\n\r\u3000]+/;

/** The parts, each split at its wildcards. `pieces`: the whole value split at its wildcards. */
export function queryStringWords(pieces: readonly string[]): readonly (readonly string[])[] {
  const words: string[][] = [['']];
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) words.at(-1)?.push('');
    for (const [part, text] of piece.split(space).entries()) {
      if (part > 0) words.push(['']);
      const word = words.at(-1);
      if (word !== undefined) word[word.length - 1] += text;
    }
  }
  const parts: (readonly string[])[] = [];
  let joined: string[] = [];
  for (const word of [...words, undefined]) {
    if (word?.length === 1) {
      if (word[0] !== '') joined.push(word[0] ?? '');
      continue;
    }
    if (joined.length > 0) parts.push([joined.join(' ')]);
    joined = [];
    if (word !== undefined) parts.push(word);
  }
  return parts;
}

/** `pieces` is the value split at its wildcards. */
export function splitQueryString(pieces: readonly string[]): QueryStringParts {
  const parts = queryStringWords(pieces);
  return {
    plain: parts.flatMap((part) => (part.length === 1 ? part : [])),
    patterns: parts.flatMap((part) => (part.length === 1 ? [] : [patternOf(part)])),
  };
}

/** Text split at wildcards as a pattern. */
export function patternOf(pieces: readonly string[]): WildcardPattern {
  return pieces.flatMap((text, index) => [
    ...(index > 0 ? [{ kind: 'run' as const }] : []),
    ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
  ]);
}
