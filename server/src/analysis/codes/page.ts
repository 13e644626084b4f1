/** What is told of a code on a page of its own: what it is about, with examples of what is wrong and what is right. */
import type { Example, CodeRow } from './row.js';

const languageNames = { eql: 'EQL', kuery: 'KQL', toml: 'TOML' } as const;

/** The page as Markdown. */
export function diagnosticPage(row: CodeRow): string {
  const { code, title, about, examples = [] } = row;
  return [`# ${code}: ${title}`, `Level: ${levelWords(row).join(', ')}.`, about, ...examples.map(exampleText)].join('\n\n');
}

/**
 * The level of a code, for which repositories it is, and whether it is repaired without asking.
 * @public docs/diagnostics.md is written with it.
 */
export function levelWords({ severity, profile, defaultOff, repaired }: CodeRow): readonly string[] {
  return [
    severity,
    ...(profile === undefined ? [] : [`profile ${profile}`]),
    ...(defaultOff === true ? ['off by default'] : []),
    ...(repaired === true ? ['repaired'] : []),
  ];
}

function exampleText({ language, wrong, right, beside }: Example): string {
  const fence = (text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
  const name = languageNames[language];
  const other = beside === undefined ? '' : `${name}, another rule of the repository:\n\n${fence(beside)}\n\n`;
  return `${other}${name}, wrong:\n\n${fence(wrong)}\n\n${name}, right:\n\n${fence(right)}`;
}
