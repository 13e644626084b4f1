/** A pattern for the decimal numbers of an interval such as `<1-31>`, which regular expressions cannot count. */

/**
 * Matches the numbers from `min` to `max` (not negative). With `digits` they are written with exactly that many digits, else with any
 * number of leading zeros.
 */
export function intervalPattern(min: number, max: number, digits: number): string {
  const longest = String(max).length;
  const width = Math.max(digits, longest);
  const body = fixedWidth(String(min).padStart(width, '0'), String(max).padStart(width, '0'));
  return digits > 0 ? body : `(?:0*${withoutPadding(min, max)})`;
}

/** One alternative for each number of digits, so that shorter numbers need no zeros. */
function withoutPadding(min: number, max: number): string {
  const alternatives: string[] = [];
  for (let width = String(min).length; width <= String(max).length; width++) {
    const low = Math.max(min, width === 1 ? 0 : 10 ** (width - 1));
    const high = Math.min(max, 10 ** width - 1);
    alternatives.push(fixedWidth(String(low), String(high)));
  }
  return `(?:${alternatives.join('|')})`;
}

/** All numbers between two of the same width: below the low one's first digit, above the high one's, and everything in between. */
function fixedWidth(low: string, high: string): string {
  if (low === '') return '';
  if (low === high) return low;
  const [first, last] = [low.charAt(0), high.charAt(0)];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (first === last) return first + fixedWidth(lowRest, highRest);
  const width = lowRest.length;
  const alternatives = [first + fixedWidth(lowRest, '9'.repeat(width)), last + fixedWidth('0'.repeat(width), highRest)];
  const between = [Number(first) + 1, Number(last) - 1] as const;
  if (between[0] <= between[1]) alternatives.push(`[${between[0]}-${between[1]}]${width === 0 ? '' : `[0-9]{${width}}`}`);
  return `(?:${alternatives.join('|')})`;
}
