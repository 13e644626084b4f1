/** The queries in fenced code blocks of a Markdown file, each as a rule that is nothing but its query. */
import { shifted, type Span } from '../base/span.js';
import type { StringMap } from '../toml/stringMap.js';
import { emptyDocument } from './openTree.js';
import { openQuery } from './queryRegion.js';
import type { QueryRegion, RuleDocument } from './ruleDocument.js';
import { suppressionsIn } from './suppressions.js';

/** Blocks of other languages, and those that are no whole query, are left out; a file without any has no rules. */
export function openMarkdown(text: string, uri: string): readonly RuleDocument[] {
  return fencedBlocks(text).flatMap(({ info, content }): readonly RuleDocument[] => {
    const language = languages[info];
    const query = text.slice(content.start, content.end);
    return language === undefined || isPart(query, language) ? [] : [openBlock(text, uri, content, language)];
  });
}

/** By the first word behind the fence. */
const languages: Readonly<Record<string, 'eql' | 'kuery'>> = { eql: 'eql', kql: 'kuery', kuery: 'kuery' };

/** Whether something is left out; or, of what calls itself KQL, whether it is Kusto's, which has pipes. */
function isPart(query: string, language: 'eql' | 'kuery'): boolean {
  const unquoted = query.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  return /\.\.\.|…/.test(unquoted) || (language === 'kuery' && unquoted.includes('|'));
}

function openBlock(text: string, uri: string, content: Span, language: 'eql' | 'kuery'): RuleDocument {
  const map = partMap(text, content);
  const query = openQuery('query', language, map, map.span);
  const comments = query.parsed?.language === 'eql' ? query.parsed.comments : [];
  return {
    ...emptyDocument(text, 'markdown', uri),
    queries: [map.text.trim() === '' ? withoutProblems(query) : query],
    suppressions: suppressionsIn(
      text,
      comments.map((comment) => map.spanToFile(comment)),
    ),
  };
}

/** A block without a text is still to be written. */
function withoutProblems(query: QueryRegion): QueryRegion {
  return { ...query, parsed: query.parsed === undefined ? undefined : { ...query.parsed, problems: [] } };
}

/** A part of a file that stands there as it is. */
function partMap(text: string, span: Span): StringMap {
  return {
    style: 'bare',
    text: text.slice(span.start, span.end),
    span,
    contentSpan: span,
    toFile: (offset) => span.start + offset,
    spanToFile: (part) => shifted(part, span.start),
    toText: (fileOffset) => (fileOffset >= span.start && fileOffset <= span.end ? fileOffset - span.start : undefined),
    encode: (inserted) => inserted,
  };
}

interface FencedBlock {
  /** The first word behind the fence, in lower case. */
  readonly info: string;
  /** Between the lines of the fences. */
  readonly content: Span;
}

interface OpenFence {
  readonly mark: string;
  readonly info: string;
  readonly start: number;
}

/** https://spec.commonmark.org/0.31.2/#fenced-code-blocks, in lists too; a fence that is not closed goes to the end of the file. */
function fencedBlocks(text: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: OpenFence | undefined;
  for (const { 0: line, index } of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    const [, mark = '', rest = ''] = /^[ \t]*(`{3,}|~{3,})(.*?)\r?\n?$/.exec(line) ?? [];
    if (mark === '') continue;
    if (open === undefined) {
      const info = /^\s*([^\s{`]*)/.exec(rest)?.[1]?.toLowerCase() ?? '';
      if (!mark.startsWith('`') || !rest.includes('`')) open = { mark, info, start: index + line.length };
    } else if (mark.startsWith(open.mark) && rest.trim() === '') {
      blocks.push({ info: open.info, content: { start: open.start, end: index } });
      open = undefined;
    }
  }
  return open === undefined ? blocks : [...blocks, { info: open.info, content: { start: open.start, end: text.length } }];
}
