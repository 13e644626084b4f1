/** The prose of a page as Markdown: the page has lost its headings, lists and quotes. */

/** The sections that every guide has, and their level. */
const sections: readonly (readonly [name: RegExp, level: string])[] = [
  [/^(?:Triage and analysis|Setup)$/, '##'],
  [/^(?:Investigating .*|Possible investigation steps|False positive analysis|Response and remediation|Related rules)$/, '###'],
];

/** Longer lines are sentences. */
const longestHeading = 60;

export function proseAsMarkdown(lines: readonly string[]): string {
  const written = lines.flatMap((line, index) => {
    // A quotation that the page has lost.
    if (/^\[TBC: \w+\]$/.test(line.trim())) return [];
    const item = /^\s*•\s+(.*)$/.exec(line)?.[1];
    if (item !== undefined) return [`- ${item}`];
    const level = headingLevel(line, lines[index - 1], lines[index + 1]);
    return [level === undefined ? line : `${level} ${line}`];
  });
  const text = written
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return text === '' ? '' : `${text}\n`;
}

/** A short line without a full stop between empty lines is a heading too. */
function headingLevel(line: string, before: string | undefined, after: string | undefined): string | undefined {
  const known = sections.find(([name]) => name.test(line));
  if (known !== undefined) return known[1];
  const alone = (before ?? '') === '' && (after ?? '') === '';
  return alone && line.length <= longestHeading && /^[A-Z].*[^.:,;!?]$/.test(line) ? '###' : undefined;
}
