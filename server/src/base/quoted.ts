/** Values of the user's in messages. */

const longest = 60;

/** In back quotes, on one line and not too long; of an empty one, which nobody would see there, that it is empty. For the beginning of a message. */
export function quoted(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim();
  if (line === '') return 'An empty text';
  return line.length <= longest ? `\`${line}\`` : `\`${line.slice(0, longest - 1)}…\``;
}
