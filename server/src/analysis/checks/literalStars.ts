/** Texts in which a `*` is most likely meant as it stands, so that nothing is said about it. */

/**
 * A `*` alone is a value of its own (all verbs, all resources), Windows calls a share `\\*\name` in its events, and its commands have
 * switches like `/text:*`.
 */
export function isLiteralStar(text: string): boolean {
  return text === '*' || text.startsWith('\\\\*\\') || /^\/\w+:\*$/.test(text);
}
