/** Sequences, samples and joins: their parts, in whatever order they come, put in their places. */
import type { CstNode, IToken } from 'chevrotain';
import { span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { By, Expr, Maxspan, Runs, SequenceItem } from './ast.js';
import type { Build } from './build.js';
import { buildListParts } from './buildList.js';
import { buildMaxspan, buildRuns, readOption } from './buildOptions.js';
import { inOrder, isToken, nodeOf, nodesOf, tokenOf } from './cst.js';
import { groupOf, quotedText } from './groups.js';
import { coverTokens } from './literals.js';
import { fix, missingNode } from './report.js';
import * as t from './tokens.js';

/** What a sequence, sample or join consists of, and where its keyword stands. */
export interface MultiParts {
  readonly kind: 'sequence' | 'sample' | 'join';
  readonly keywordSpan: Span;
  readonly span: Span;
  readonly by: By | undefined;
  readonly maxspan: Maxspan | undefined;
  readonly items: readonly SequenceItem[];
  readonly until: SequenceItem | undefined;
}

/** An item while its suffixes are still being read. */
interface ItemParts {
  readonly group: IToken | undefined;
  /** Where it would stand if it is missing. */
  readonly at: number;
  by: By | undefined;
  runs: Runs | undefined;
}

/** What has been read so far. */
interface Reading {
  readonly build: Build;
  readonly kind: MultiParts['kind'];
  readonly items: ItemParts[];
  /** The item that suffixes belong to; none in the head. */
  current: ItemParts | undefined;
  by: By | undefined;
  maxspan: Maxspan | undefined;
  until: ItemParts | undefined;
  untilSpan: Span;
  /** The end of what was read last. */
  end: number;
}

export function buildMulti(node: CstNode, build: Build): MultiParts {
  const keyword = tokenOf(node, 'MultiKeyword');
  const first = tokenOf(node, 'ItemGroup');
  const start = (keyword ?? first)?.startOffset ?? 0;
  const keywordSpan = keyword === undefined ? span(start, start) : tokenSpan(keyword);
  const kind = keyword?.tokenType === t.Sample ? 'sample' : keyword?.tokenType === t.Join ? 'join' : 'sequence';
  const reading: Reading = {
    build, kind, items: [], current: undefined, by: undefined, maxspan: undefined, until: undefined, untilSpan: keywordSpan, end: keywordSpan.end,
  }; // prettier-ignore
  if (keyword === undefined && first !== undefined) {
    build.reporter.syntax(
      span(start, start + groupOf(first).open.image.length),
      'A sequence starts with `sequence`',
      fix('Add `sequence`', keywordSpan, 'sequence '),
    );
    addItem(reading, first);
  }
  readParts(reading, nodesOf(node, 'part'));
  const finish = (item: ItemParts): SequenceItem => buildItem(item, build);
  const { by, maxspan, end } = reading;
  const until = reading.until === undefined ? undefined : finish(reading.until);
  return { kind, keywordSpan, span: span(start, end), by, maxspan, items: reading.items.map(finish), until };
}

function readParts(reading: Reading, parts: readonly CstNode[]): void {
  let strays: IToken[] = [];
  for (const part of parts) {
    const [stray] = inOrder(part, 'AnyToken').filter(isToken);
    if (stray !== undefined) {
      strays.push(stray);
      continue;
    }
    addStrays(reading, strays);
    strays = [];
    addPart(reading, part);
  }
  addStrays(reading, strays);
}

function addStrays({ build, end }: Reading, strays: readonly IToken[]): void {
  const [first] = strays;
  const last = strays.at(-1);
  if (first === undefined || last === undefined) return;
  const text = quotedText(strays);
  build.reporter.syntax(coverTokens(first, last), `\`${text}\` is not expected here`);
  build.reporter.spoil(end);
}

function addPart(reading: Reading, part: CstNode): void {
  const group = tokenOf(part, 'ItemGroup');
  const by = nodeOf(part, 'by');
  const option = nodeOf(part, 'withOption');
  const until = nodeOf(part, 'until');
  if (group !== undefined) addItem(reading, group);
  else if (by !== undefined) addBy(reading, by);
  else if (option !== undefined) addOption(reading, option);
  else if (until !== undefined) addUntil(reading, until);
}

function addItem(reading: Reading, group: IToken): void {
  const item: ItemParts = { group, at: group.startOffset, by: undefined, runs: undefined };
  demoteUntil(reading, '`until` and its item come last');
  reading.items.push(item);
  reading.current = item;
  reading.end = tokenEnd(group);
}

/** An `until` that another item follows is wrong; its own item stays in the tree as one of the others. */
function demoteUntil(reading: Reading, message: string): void {
  if (reading.until === undefined) return;
  reading.build.reporter.report({ code: 'EQL107', span: reading.untilSpan, message });
  reading.items.push(reading.until);
  reading.until = undefined;
}

function addUntil(reading: Reading, node: CstNode): void {
  const token = tokenOf(node, 'Until');
  const group = tokenOf(node, 'ItemGroup');
  const at = token === undefined ? reading.end : tokenEnd(token);
  demoteUntil(reading, '`until` can be given only once');
  if (group === undefined) reading.build.reporter.expected(at, 'An event query in brackets is missing after `until`');
  reading.until = { group, at, by: undefined, runs: undefined };
  reading.untilSpan = token === undefined ? span(at, at) : tokenSpan(token);
  reading.current = reading.until;
  reading.end = group === undefined ? at : tokenEnd(group);
}

function addBy(reading: Reading, node: CstNode): void {
  const { build, current } = reading;
  const by = buildBy(node, build);
  const holder = current ?? reading;
  if (holder.by !== undefined) {
    build.reporter.syntax(by.span, 'The join keys are given twice; name them in one `by`, separated by `,`');
  } else {
    holder.by = by;
    if (current === undefined && reading.maxspan !== undefined) reportOrder(reading, by, reading.maxspan.span, 'with maxspan');
    if (current?.runs !== undefined) reportOrder(reading, by, current.runs.span, 'with runs');
  }
  reading.end = Math.max(reading.end, by.span.end);
}

/** The `by` clause stands after an option that it has to come before. */
function reportOrder({ build, end }: Reading, by: By, option: Span, words: string): void {
  const clause = build.text.slice(by.span.start, by.span.end);
  const edits = [
    { span: span(option.start, option.start), newText: `${clause} ` },
    { span: span(end, by.span.end), newText: '' },
  ];
  build.reporter.report({
    code: 'EQL107',
    span: by.span,
    message: `\`by\` comes before \`${words}\``,
    fixes: [{ title: `Move \`by\` before \`${words}\``, edits, preferred: true }],
  });
}

function buildBy(node: CstNode, build: Build): By {
  const token = tokenOf(node, 'By');
  const start = token?.startOffset ?? 0;
  const afterBy = token === undefined ? 0 : tokenEnd(token);
  const pieces = inOrder(node, 'Comma', 'expression');
  const { elements, end } = buildListParts(pieces, afterBy, 'comma', build, (_comma, side, at) => missingKey(at, `${side} \`,\``, build));
  const keys = pieces.length === 0 ? [missingKey(afterBy, 'after `by`', build)] : elements;
  keys.filter((key) => !isPlainField(key)).forEach(({ span: place }) => reportKey(place, build));
  return { kind: 'by', keys, span: span(start, end) };
}

function missingKey(at: number, where: string, build: Build): Expr {
  return build.reporter.missing(at, 'a join key', `A join key is missing ${where}`);
}

/** A field; parentheses and a plus around it change nothing. */
function isPlainField(key: Expr): boolean {
  if (key.kind === 'group') return isPlainField(key.inner);
  if (key.kind === 'sign') return key.operator === '+' && isPlainField(key.operand);
  return key.kind === 'field' || key.kind === 'missing';
}

function reportKey(place: Span, build: Build): void {
  build.reporter.report({ code: 'EQL107', span: place, message: 'A join key is a plain field, not an expression' });
}

function addOption(reading: Reading, node: CstNode): void {
  const { build, current } = reading;
  const { reporter } = build;
  const option = readOption(node, current === undefined ? 'maxspan' : 'runs', reporter);
  const { name } = option;
  if (name?.image === 'maxspan') {
    if (current !== undefined) reporter.syntax(option.span, '`with maxspan` stands before the first item');
    else if (reading.maxspan !== undefined) reporter.syntax(option.span, '`maxspan` is given twice');
    reading.maxspan ??= buildMaxspan(option, reporter);
  } else if (name?.image === 'runs') {
    if (current === undefined) reporter.syntax(option.span, '`with runs` stands after an item');
    else if (current.runs !== undefined) reporter.syntax(option.span, '`runs` is given twice');
    else current.runs = buildRuns(option, reporter);
  } else if (name !== undefined) {
    reportUnknownOption(name, current === undefined ? 'maxspan' : 'runs', build);
  }
  reading.end = Math.max(reading.end, option.span.end);
}

function reportUnknownOption(name: IToken, wanted: 'maxspan' | 'runs', build: Build): void {
  const place = tokenSpan(name);
  const change = fix(`Change to \`${wanted}\``, place, wanted);
  build.reporter.syntax(place, `\`${name.image}\` is not an option; only \`${wanted}\` can stand here`, change);
}

function buildItem({ group, at, by, runs }: ItemParts, build: Build): SequenceItem {
  if (group === undefined) {
    const query = missingNode(at, 'an event query');
    return { kind: 'item', missingEvent: false, query, by, runs, span: span(at, Math.max(at, by?.span.end ?? at, runs?.span.end ?? at)) };
  }
  const { open } = groupOf(group);
  const end = Math.max(tokenEnd(group), by?.span.end ?? 0, runs?.span.end ?? 0);
  return {
    kind: 'item',
    missingEvent: open.tokenType === t.MissingOpen,
    query: build.itemQuery(group),
    by,
    runs,
    span: span(group.startOffset, end),
  };
}
