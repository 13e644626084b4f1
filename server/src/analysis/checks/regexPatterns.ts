/**
 * QRY017, EQL111 and RUN001: patterns of `regex`, on a field in Lucene's syntax and on a computed value in Java's: those that the search
 * fails on, those that are valid but surely meant in another dialect, and those that only a cluster evaluates.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax
 */
import { RE2JS } from 're2js';
import type { Fix, Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import { ungrouped, type EqlNode, type StringLiteral } from '../../syntax/eql/ast.js';
import { javaToRe2, re2Failure } from '../../syntax/eql/javaSyntax.js';
import { spanInLiteral } from '../../syntax/eql/literalSpan.js';
import { luceneParts, LuceneSyntaxError, parseLuceneRegex, partOutOfReach, type LuceneRegexNode } from '../../syntax/eql/luceneSyntax.js';
import { eqlNodes } from '../eql/nodes.js';

export function regexPatterns(tree: EqlNode): readonly Problem[] {
  return eqlNodes(tree)('listTest').flatMap((node) => {
    if (node.operator !== 'regex' && node.operator !== 'regex~') return [];
    const check = ungrouped(node.subject).kind === 'field' ? inPattern : inJavaPattern;
    return node.values.map(ungrouped).flatMap((value) => (value.kind === 'string' ? check(value) : []));
  });
}

function inPattern(literal: StringLiteral): readonly Problem[] {
  try {
    const pattern = parseLuceneRegex(literal.value);
    return [...anchor(literal, pattern), ...foreignGroups(literal, pattern), ...notEvaluated(literal, pattern)];
  } catch (error) {
    if (!(error instanceof LuceneSyntaxError)) throw error;
    return [{ code: 'QRY017', span: spanInLiteral(literal, error.offset), message: error.message }];
  }
}

/** A pattern for a computed value. */
function inJavaPattern(literal: StringLiteral): readonly Problem[] {
  const source = javaToRe2(literal.value);
  if (typeof source !== 'string') return [notRun(literal, source)];
  try {
    RE2JS.compile(source);
    return [];
  } catch (error) {
    const { reason, message } = re2Failure(error);
    return [reason === 'invalid' ? { code: 'QRY017', span: literal.span, message } : notRun(literal, { message, offset: 0 })];
  }
}

/** Valid on a cluster, but a local run has to refuse it. */
function notEvaluated(literal: StringLiteral, pattern: LuceneRegexNode): readonly Problem[] {
  const part = partOutOfReach(pattern);
  return part === undefined ? [] : [notRun(literal, part)];
}

function notRun(literal: StringLiteral, { message, offset }: { readonly message: string; readonly offset: number }): Problem {
  return { code: 'RUN001', span: spanInLiteral(literal, offset), message: `Not run locally: ${message}` };
}

/** A `^` before everything else; where more of them stand in the pattern it may be a character of the value. */
function anchor(literal: StringLiteral, pattern: LuceneRegexNode): readonly Problem[] {
  const { value } = literal;
  const first = pattern.kind === 'sequence' ? pattern.operands[0] : undefined;
  if (first?.kind !== 'text' || !value.startsWith('^') || /[^[\\]\^/.test(value)) return [];
  const message =
    '`regex` matches the whole value and takes `^` and `$` literally; leave them out, and write `.*` where the value may go on';
  return [{ code: 'EQL111', span: spanInLiteral(literal, 0), message, fixes: [anchorFix(literal)] }];
}

/** What the anchors of other dialects mean, said in this one. */
function anchorFix({ span: place, raw, value }: StringLiteral): Fix {
  const quotes = raw ? 3 : 1;
  const start = place.start + quotes;
  const end = place.end - quotes;
  const closed = /(?<!\\)(?:\\\\)*\$$/.test(value);
  const open = !closed && !value.endsWith('.*');
  return {
    title: closed ? 'Remove `^` and `$`' : open ? 'Remove `^` and add `.*`' : 'Remove `^`',
    edits: [
      { span: span(start, start + 1), newText: '' },
      ...(closed ? [{ span: span(end - 1, end), newText: '' }] : open ? [{ span: span(end, end), newText: '.*' }] : []),
    ],
  };
}

/** `(?i)`, `(?:…)`, `(?=…)`: after a parenthesis the `?` is a character to match. */
function foreignGroups(literal: StringLiteral, pattern: LuceneRegexNode): readonly Problem[] {
  const marks = luceneParts(pattern).filter(({ kind, offset }) => kind === 'text' && literal.value.startsWith('(?', offset - 1));
  return marks.map(({ offset }) => {
    const ignoresCase = literal.value.startsWith('i)', offset + 1);
    const advice = ignoresCase ? 'use `regex~` to ignore case' : 'a group is `(…)`, and there are no other kinds';
    return { code: 'EQL111', span: spanInLiteral(literal, offset), message: `After \`(\`, \`regex\` takes \`?\` literally; ${advice}` };
  });
}
