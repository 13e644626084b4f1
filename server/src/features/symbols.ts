/** The outline: the rule, its queries, and of sequences and samples the items, named by what they look for and what joins them. */
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import { sliceSpan, type Span } from '../base/span.js';
import type { QueryLanguage, QueryRegion } from '../rule/ruleDocument.js';
import type { By, Category, EqlQuery, EventQuery, Missing, Sample, Sequence, Join, SequenceItem } from '../syntax/eql/ast.js';
import type { ParsedEql } from '../syntax/eql/parse.js';
import { toRange } from './convert.js';
import type { Outline } from './outline.js';
import { ruleOutlines } from './symbols/rule.js';
import type { RuleModel } from './ruleModel.js';

/** Empty for a file that is no rule. */
export function documentSymbols({ document, lines }: RuleModel): DocumentSymbol[] {
  const queries = document.queries.flatMap((region) => queryOutline(region) ?? []);
  const hasRule = document.tree !== undefined;
  const whole = (document.format === 'json' ? document.tree?.root.span : undefined) ?? { start: 0, end: document.text.length };
  const nameSpan = document.name?.span ?? document.queries[0]?.span ?? { start: whole.start, end: whole.start };
  const name = shown(document.name?.value ?? '', 'Rule');
  const parts = hasRule ? [...queries, ...ruleOutlines(document)].sort((a, b) => a.span.start - b.span.start) : [];
  const rule: Outline = { name, kind: SymbolKind.Object, span: whole, nameSpan, children: parts };
  return (hasRule ? [rule] : queries).map(write);

  function write({ span, nameSpan: selection, children, ...rest }: Outline): DocumentSymbol {
    const range = toRange(lines, span);
    return {
      ...rest,
      range,
      selectionRange: toRange(lines, selection),
      ...(children.length === 0 ? {} : { children: children.map(write) }),
    };
  }
}

/** Editors refuse a symbol without a name. */
function shown(name: string, instead: string): string {
  return name.trim() === '' ? instead : name;
}

const languageNames: Readonly<Record<QueryLanguage, string>> = { eql: 'EQL', kuery: 'KQL', lucene: 'Lucene', esql: 'ES|QL' };

/** Undefined for a query without any text. */
function queryOutline(region: QueryRegion): Outline | undefined {
  const { parsed, map, key, language } = region;
  if (map.text.trim() === '') return undefined;
  const outline = parsed?.language === 'eql' ? eqlOutline(parsed, region) : undefined;
  if (outline !== undefined) return outline;
  const name = `${language === undefined ? '' : `${languageNames[language]} `}${key === 'query' ? 'query' : 'indicator query'}`;
  return { name, kind: SymbolKind.Event, span: region.span, nameSpan: region.span, children: [] };
}

function eqlOutline({ tree, text }: ParsedEql, { map, span }: QueryRegion): Outline | undefined {
  const { body } = tree;
  if (body.kind === 'missing') return undefined;
  const detail = pipesOf(tree, text);
  const base = { span, kind: SymbolKind.Event, children: [], ...(detail === '' ? {} : { detail }) };
  if (body.kind === 'eventQuery') return { ...base, name: categoryName(body), nameSpan: map.spanToFile(body.category.span) };
  const until = body.kind === 'sample' || body.until === undefined ? [] : [body.until];
  const items = [
    ...body.items.map((item, i) => itemOutline(item, `item ${i + 1}`, text)),
    ...until.map((item) => untilOutline(item, text)),
  ];
  return {
    ...base,
    name: withKeys(body.kind, body.by, text),
    kind: SymbolKind.Array,
    ...detailOf(body, detail),
    nameSpan: map.spanToFile({ start: body.span.start, end: body.span.start + body.kind.length }),
    children: items.map((item) => ({ ...item, span: map.spanToFile(item.span), nameSpan: map.spanToFile(item.nameSpan) })),
  };
}

/** `maxspan=1m | head 5` */
function detailOf(body: Sequence | Sample | Join, pipes: string): { readonly detail?: string } {
  const maxspan =
    body.kind === 'sequence' && body.maxspan?.milliseconds !== undefined ? `maxspan=${timeOf(body.maxspan.milliseconds)}` : '';
  const detail = [maxspan, pipes].filter((part) => part !== '').join(' ');
  return detail === '' ? {} : { detail };
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

function timeOf(milliseconds: number): string {
  const unit = units.find(([, size]) => milliseconds % size === 0);
  return unit === undefined ? `${milliseconds}ms` : `${milliseconds / unit[1]}${unit[0]}`;
}

function pipesOf({ pipes }: EqlQuery, text: string): string {
  return pipes.map(({ name, args }) => ['|', name, ...args.map(({ span }) => sliceSpan(text, span))].join(' ')).join(' ');
}

function categoryName({ category }: EventQuery): string {
  return category.kind === 'category' ? shown(category.name, 'query') : 'query';
}

/** `process by process.pid`, `!file` */
function itemOutline({ query, missingEvent, by, runs, span }: SequenceItem, place: string, text: string): Outline {
  const name = withKeys(`${missingEvent ? '!' : ''}${query.kind === 'missing' ? 'item' : categoryName(query)}`, by, text);
  const detail = runs?.count === undefined ? place : `${place}, runs=${runs.count}`;
  return { name, detail, kind: SymbolKind.Event, span, nameSpan: namePlace(query), children: [] };
}

function untilOutline(item: SequenceItem, text: string): Outline {
  const { name, ...rest } = itemOutline(item, 'ends the sequence', text);
  return { name: `until ${name}`, ...rest };
}

function namePlace(query: EventQuery | Missing): Span {
  const named: EventQuery | Missing | Category = query.kind === 'missing' ? query : query.category;
  return named.span;
}

function withKeys(name: string, by: By | undefined, text: string): string {
  const keys = (by?.keys ?? []).map(({ span }) => sliceSpan(text, span)).filter((key) => key !== '');
  return keys.length === 0 ? name : `${name} by ${keys.join(', ')}`;
}
