/** Folding: items, groups, lists and calls over several lines, comments; in TOML also what TOML itself can fold. */
import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { LineIndex } from '../base/lines.js';
import type { Span } from '../base/span.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import type { ParsedEql } from '../syntax/eql/parse.js';
import type { ParsedKql } from '../syntax/kql/parse.js';
import type { TomlTable, TomlValue } from '../toml/node.js';
import { readToml } from '../toml/read.js';
import type { RuleModel } from './ruleModel.js';

/** A place that folds, in file offsets. */
interface Fold {
  readonly span: Span;
  readonly kind?: FoldingRangeKind;
  /** Its last line is folded too, whatever it begins with. */
  readonly whole?: true;
}

/** Undefined for a file that is no rule: editors then fold by indentation. */
export function foldingRanges({ document, lines }: RuleModel): FoldingRange[] | undefined {
  // JSON is folded by the editor itself; its strings stand on one line.
  if (document.format !== 'toml' && document.format !== 'eql' && document.format !== 'kuery') return undefined;
  const folds = [...(document.format === 'toml' ? tomlFolds(document.text) : []), ...document.queries.flatMap(queryFolds)];
  const ranges = new Map<string, FoldingRange>();
  for (const fold of folds) {
    const range = rangeOf(fold, lines);
    if (range !== undefined) ranges.set(`${range.startLine} ${range.endLine}`, range);
  }
  for (const range of regionRanges(document.text)) ranges.set(`${range.startLine} ${range.endLine}`, range);
  return [...ranges.values()].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

/** From `// #region` to `// #endregion`, in TOML `# region` as well. Editors look for these marks only where no one else folds. */
function regionRanges(text: string): readonly FoldingRange[] {
  const open: number[] = [];
  const ranges: FoldingRange[] = [];
  for (const [line, content] of text.split('\n').entries()) {
    const mark = /^\s*(?:\/\/\s*#|#\s*#?)(end)?region\b/.exec(content);
    if (mark === null) continue;
    const startLine = mark[1] === undefined ? undefined : open.pop();
    if (mark[1] === undefined) open.push(line);
    else if (startLine !== undefined) ranges.push({ startLine, endLine: line, kind: FoldingRangeKind.Region });
  }
  return ranges;
}

/** A closing bracket or quote at the start of its line stays visible. */
function rangeOf({ span, kind, whole }: Fold, lines: LineIndex): FoldingRange | undefined {
  const startLine = lines.positionAt(span.start).line;
  const last = lines.positionAt(span.end);
  const closesAlone = kind === undefined && whole !== true && /^\s*(?:[)\]}]|'''|""")/.test(lines.lineText(last.line));
  const endLine = closesAlone ? last.line - 1 : last.line;
  return endLine > startLine ? { startLine, endLine, ...(kind === undefined ? {} : { kind }) } : undefined;
}

function queryFolds({ parsed, map }: QueryRegion): readonly Fold[] {
  if (parsed === undefined) return [];
  const brackets = bracketSpans(parsed).map((span) => ({ span }));
  const comments = parsed.language === 'eql' ? commentSpans(parsed).map((span) => ({ span, kind: FoldingRangeKind.Comment })) : [];
  return [...brackets, ...comments].map((fold) => ({ ...fold, span: map.spanToFile(fold.span) }));
}

const closing: Readonly<Record<string, string>> = {
  LeftParen: 'RightParen',
  LeftBracket: 'RightBracket',
  MissingOpen: 'RightBracket',
  LParen: 'RParen',
  LBrace: 'RBrace',
};
const closings: ReadonlySet<string> = new Set(Object.values(closing));

/** From each opening bracket to its own; of brackets that do not pair, those that still do are found. */
function bracketSpans({ tokens }: ParsedEql | ParsedKql): readonly Span[] {
  const open: { readonly closes: string; readonly start: number }[] = [];
  const spans: Span[] = [];
  for (const { type, span } of tokens) {
    const closes = closing[type];
    if (closes !== undefined) open.push({ closes, start: span.start });
    if (!closings.has(type)) continue;
    const at = open.findLastIndex((bracket) => bracket.closes === type);
    const start = open[at]?.start;
    if (start === undefined) continue;
    open.length = at;
    spans.push({ start, end: span.end });
  }
  return spans;
}

/** Comments over several lines, and line comments that follow each other with nothing between them. */
function commentSpans({ comments, text }: ParsedEql): readonly Span[] {
  const spans: Span[] = [];
  for (const comment of comments) {
    const before = spans[spans.length - 1];
    const isLine = text.startsWith('//', comment.start);
    const follows = before !== undefined && text.startsWith('//', before.start) && isAlone(text, comment.start);
    if (isLine && follows && text.slice(before.end, comment.start).trim() === '') spans[spans.length - 1] = { ...before, end: comment.end };
    else spans.push(comment);
  }
  return spans;
}

function isAlone(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

/** Tables from their header to their last value, and strings, lists and inline tables over several lines. */
function tomlFolds(text: string): readonly Fold[] {
  return tableFolds(readToml(text).root, text);
}

function tableFolds({ entries }: TomlTable, text: string): readonly Fold[] {
  return entries.flatMap(({ span, value }) => {
    const tables = headerTables(value, text);
    if (tables.length > 0) return tables.flatMap((table) => [withHeader(table, text), ...tableFolds(table, text)]);
    const isImplied = value.kind === 'table' && !isWritten(value, text);
    return isImplied ? tableFolds(value, text) : [{ span: { start: span.start, end: value.span.end } }];
  });
}

/** The tables of `[name]` and `[[name]]`. */
function headerTables(value: TomlValue, text: string): readonly TomlTable[] {
  const tables = value.kind === 'array' ? value.elements : [value];
  return tables.filter((table): table is TomlTable => table.kind === 'table' && text[table.span.start] === '[');
}

/** An inline table, unlike those that headers and dotted keys imply. */
function isWritten({ span }: TomlTable, text: string): boolean {
  return text[span.start] === '{';
}

function withHeader(table: TomlTable, text: string): Fold {
  const ends = table.entries.filter(({ value }) => headerTables(value, text).length === 0).map(({ value }) => value.span.end);
  return { span: { start: table.span.start, end: Math.max(table.span.end, ...ends) }, whole: true };
}
