/** The escapes of strings that are a backslash and one character. https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-syntax-strings */

/** What the escape with this character stands for. */
export const simpleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** A text that has no other escapes, with those resolved. */
export function unescapeSimple(content: string): string {
  let at = content.indexOf('\\');
  if (at < 0) return content;
  let value = '';
  let done = 0;
  while (at >= 0) {
    value += content.slice(done, at) + (simpleEscapes[content[at + 1] ?? ''] ?? '');
    done = at + 2;
    at = content.indexOf('\\', done);
  }
  return value + content.slice(done);
}
