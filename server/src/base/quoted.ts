/** Values of the user's in messages. */

const longest = 60;

/** In back quotes, on one line and not too long; of an empty one, which nobody would see there, that it is empty. For the beginning of a message. */
export function quoted(value: string): string {
  const line = onOneLine(value, longest);
  return line === '' ? 'An empty text' : `\`${line}\``;
}

/** On one line, cut where it is longer than so many characters. */
export function onOneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
