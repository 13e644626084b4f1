/** The order and the case folding of text in an Elasticsearch index, which differ from those of JavaScript strings. */

export type TextTest = (text: string) => boolean;

const ascii = /^[\x00-\x7f]*$/;
const upperCase = /[A-Z]+/g;

/**
 * Lower case for ASCII letters, every other character unchanged: what `case_insensitive` queries fold.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-term-query
 */
export function foldAscii(text: string): string {
  return ascii.test(text) ? text.toLowerCase() : text.replace(upperCase, (letters) => letters.toLowerCase());
}

/** Order of code points, which is the order of UTF-8 bytes and so of terms in an index. Negative, zero or positive. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs stand for code points above all single units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
