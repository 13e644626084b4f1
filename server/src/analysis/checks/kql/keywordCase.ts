/** KQL104: `AND`, `OR` and `NOT` in capitals. */
import type { Problem } from '../../../base/problem.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';

const keywords: ReadonlySet<string> = new Set(['And', 'Or', 'Not']);

export function keywordCase({ tokens }: ParsedKql): readonly Problem[] {
  return tokens.flatMap(({ type, span, text }) => {
    if (!keywords.has(type)) return [];
    const lower = text.trim().toLowerCase();
    if (text.trim() === lower) return [];
    return [
      {
        code: 'KQL104',
        span,
        message: `KQL's keywords are usually written in lower case; write \`${lower}\``,
        fixes: [{ title: `Write \`${lower}\``, edits: [{ span, newText: lower }], preferred: true, safe: true }],
      },
    ];
  });
}
