/** Identities that follow from a text: the same text has the same one on every machine, and no two texts that people write share one. */

const prime = 0x01000193;

/** FNV-1a with another start for each part, and a last mixing so that short texts spread as well. */
function hash(text: string, start: number): number {
  let value = start;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), prime);
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A UUID of version 8, whose bits are the text's. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
export function uuidOf(text: string): string {
  const hex = [0x811c9dc5, 0x1b873593, 0xcc9e2d51, 0x38495ab5].map((start) => hash(text, start).toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
