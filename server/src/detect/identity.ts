/** Ids that are the same whenever the same is alerted on: a UUID made from texts. */

/** Two runs of a 64-bit hash with different seeds, as two 32-bit halves each. */
function hashed(text: string, seed: number): readonly [number, number] {
  let [a, b] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}

/** The parts are told apart: `['a', 'b']` and `['ab', '']` have different ids. */
export function idOf(parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  const digits = [...hashed(text, 0), ...hashed(text, 0x9e3779b9)].map((part) => part.toString(16).padStart(8, '0')).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}
