/** A text between `'''` that has `'''` in it: TOML ends it there. */
import type { Problem } from '../base/problem.js';
import { lineStart, scanStrings } from './strings.js';

/** The problem where the parser stopped behind such an end, on the same line; undefined where the cause is another. */
export function earlyEnd(text: string, index: number): Problem | undefined {
  const line = lineStart(text, index);
  const place = scanStrings(text).find(
    ({ style, closed, span }) =>
      style === 'multilineLiteral' && closed && span.end > line && span.end <= index && text.slice(line, span.end).trim() !== '',
  );
  if (place === undefined) return undefined;
  const { start, end } = place.span;
  const rest = /^[^\n]*(?:\n(?![ \t]*(?:[\w.-]+[ \t]*=|\[))[^\n]*)*?'''(?=[ \t\r]*(?:\n|#|$))/.exec(text.slice(end))?.[0];
  if (rest === undefined) return undefined;
  const content = text.slice(start + 3, end + rest.length - 3);
  const newText = `"""${content.replaceAll('\\', '\\\\').replaceAll('"""', '""\\"')}"""`;
  return {
    code: 'TOM009',
    span: { start: end - 3, end },
    message: 'The text ends at these quotes; write a text that has \'\'\' in it between """, with each backslash doubled',
    fixes: [{ title: 'Write the text between """', edits: [{ span: { start, end: end + rest.length }, newText }] }],
  };
}
