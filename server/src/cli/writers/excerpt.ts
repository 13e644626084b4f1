/** A diagnostic as a compiler prints it: where, how bad, which code, what; the source line, a row of carets, the help. */
import type { LineIndex } from '../../base/lines.js';
import type { Diagnostic, Severity } from '../../base/problem.js';
import { printable, widthOf } from '../printable.js';
import type { Colours } from './colours.js';

/** Longest part of a source line that is shown. */
const excerptWidth = 120;

/** `pathOf`: a related file as the user would write it. */
export function formatDiagnostic(
  path: string,
  lines: LineIndex,
  diagnostic: Diagnostic,
  colours: Colours,
  pathOf: (uri: string) => string = (uri) => uri,
): string {
  const { line, character } = lines.positionAt(diagnostic.span.start);
  const severity = severityColour(diagnostic.severity, colours)(diagnostic.severity);
  const head = `${colours.bold(`${printable(path)}:${line + 1}:${character + 1}`)} ${severity} ${diagnostic.code} ${printable(diagnostic.message)}`;
  const gutter = ' '.repeat(String(line + 1).length);
  const rows = excerpt(lines, diagnostic, (text) => severityColour(diagnostic.severity, colours)(text)).map(
    (row, index) => `  ${index === 0 ? line + 1 : gutter} | ${row}`,
  );
  const help = (diagnostic.fixes ?? []).map((fix) => `  ${gutter} = help: ${printable(fix.title)}`);
  const related = (diagnostic.related ?? []).map((other) => {
    const place = other.file?.range.start ?? lines.positionAt(other.span.start);
    const file = other.file === undefined ? path : pathOf(other.file.uri);
    return `  ${gutter} = see ${printable(file)}:${place.line + 1}:${place.character + 1}: ${printable(other.message)}`;
  });
  return [head, ...rows, ...help, ...related].map((row) => `${row}\n`).join('');
}

/** The source line and the carets below it; a long line is cut to the part around the carets. */
function excerpt(lines: LineIndex, { span }: Diagnostic, paint: (text: string) => string): readonly [string, string] {
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  const text = lines.lineText(start.line);
  const until = end.line === start.line ? Math.max(end.character, start.character) : text.length;
  const from = text.length <= excerptWidth ? 0 : Math.max(0, Math.min(start.character - 40, text.length - excerptWidth));
  const before = (from > 0 ? '…' : '') + visible(text.slice(from, start.character));
  const marked = visible(text.slice(start.character, Math.min(until, from + excerptWidth)));
  const after =
    visible(text.slice(Math.min(until, from + excerptWidth), from + excerptWidth)) + (from + excerptWidth < text.length ? '…' : '');
  const carets = '^'.repeat(Math.max(1, widthOf(marked)));
  return [before + marked + after, ' '.repeat(widthOf(before)) + paint(carets)];
}

/** Tabs as spaces, since a row of carets cannot follow them. */
function visible(text: string): string {
  return printable(text.replaceAll('\t', '  '));
}

function severityColour(severity: Severity, colours: Colours): (text: string) => string {
  switch (severity) {
    case 'error':
      return colours.red;
    case 'warning':
      return colours.yellow;
    case 'information':
      return colours.blue;
    case 'hint':
      return colours.dim;
  }
}
