/** KQL120: single quotes, which KQL reads as characters of the value. */
import type { Problem } from '../../../base/problem.js';
import type { Literal } from '../../../syntax/kql/ast.js';
import { escapeKql, quoteKql } from '../../../syntax/kql/literals.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { kqlNodes } from '../../kql/nodes.js';

export function quoteMarks({ tree, text }: ParsedKql): readonly Problem[] {
  if (!/['`]/.test(text)) return [];
  return kqlNodes(tree)('literal').flatMap((literal) =>
    literal.quoted ? [] : problemOf(literal, text.slice(literal.span.start, literal.span.end)),
  );
}

function problemOf(literal: Literal, written: string): readonly Problem[] {
  const mark = /^(['`])[^'`]+\1$/.exec(written)?.[1];
  if (mark === undefined) return [];
  const inner = literal.pieces.map((piece, index, all) => piece.slice(index === 0 ? 1 : 0, index === all.length - 1 ? -1 : undefined));
  const newText = inner.length === 1 ? quoteKql(inner[0] ?? '') : escapeKql(inner);
  const name = mark === "'" ? 'Single quotes' : 'Backquotes';
  return [
    {
      code: 'KQL120',
      span: literal.span,
      message: `${name} do not quote in KQL but belong to the text; write double quotes`,
      fixes: newText === undefined ? [] : [{ title: `Write ${newText}`, edits: [{ span: literal.span, newText }] }],
    },
  ];
}
