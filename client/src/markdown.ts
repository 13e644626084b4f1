/** Text of rules and events inside Markdown, where nothing of it may count as Markdown. */

/** Inline code that holds any text: the fence is longer than the longest run of backquotes inside. */
export function inlineCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A sentence with values as JSON writes them, which are set as code. */
export function sentence(text: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) => (index % 2 === 1 ? inlineCode(part) : part.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, '\\$&')))
    .join('');
}
