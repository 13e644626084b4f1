/** Colours for requests in the form of the console of Kibana's Dev Tools, for which VS Code has no language. */

export const consoleTokenTypes = ['comment', 'keyword', 'string', 'property', 'number'] as const;

export interface ConsoleToken {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: (typeof consoleTokenTypes)[number];
}

const comment = /#.*/y;
const request = /(?:GET|POST|PUT|DELETE)(?= )/y;
const path = /\/\S*/y;
const property = /"(?:\\.|[^"\\])*"(?=\s*:)/y;
const text = /"(?:\\.|[^"\\])*"/y;
const constant = /-?\d[\d.eE+-]*|true|false|null/y;
const atLineStart = [[comment, 'comment'], [request, 'keyword']] as const; // prettier-ignore
const anywhere = [[path, 'string'], [property, 'property'], [text, 'string'], [constant, 'number']] as const; // prettier-ignore

/** The coloured parts of the text, in order; none goes over a line's end. Text between three quotes is one string for each line. */
export function consoleTokens(lines: readonly string[]): readonly ConsoleToken[] {
  const tokens: ConsoleToken[] = [];
  let quoted = false;
  for (const [number, line] of lines.entries()) {
    const closes = quoted && line.startsWith('"""');
    if (quoted && !closes) {
      if (line !== '') tokens.push({ line: number, character: 0, length: line.length, type: 'string' });
      continue;
    }
    tokens.push(...lineTokens(line, number));
    if (closes || line.endsWith('"""')) quoted = !quoted;
  }
  return tokens;
}

function lineTokens(line: string, number: number): readonly ConsoleToken[] {
  const tokens: ConsoleToken[] = [];
  let at = 0;
  while (at < line.length) {
    const [length, type] = tokenAt(line, at);
    if (type !== undefined) tokens.push({ line: number, character: at, length, type });
    at += length;
  }
  return tokens;
}

function tokenAt(line: string, at: number): readonly [length: number, type: ConsoleToken['type'] | undefined] {
  if (line.startsWith('"""', at)) return [3, 'string'];
  for (const [pattern, type] of at === 0 ? [...atLineStart, ...anywhere] : anywhere) {
    pattern.lastIndex = at;
    const found = pattern.exec(line)?.[0];
    if (found !== undefined) return [found.length, type];
  }
  return [1, undefined];
}
