/** Several words in one sentence. */

/** `a, b and c` */
export function allOf(words: readonly string[]): string {
  return joined(words, 'and');
}

/** `a, b or c` */
export function anyOf(words: readonly string[]): string {
  return joined(words, 'or');
}

function joined(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}
