/**
 * The problems of a rule's frame, which is all of its file but the texts that are edited most: most checks look at nothing else, so what
 * they found is true of the next version too.
 */
import { append } from '../../base/append.js';
import { isSameAround, movedSpan, type Move } from '../../base/edit.js';
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { stringAt } from '../../rule/value.js';
import { contentSpanOf } from '../../toml/stringMap.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { frameChecks, guideChecks } from './checks.js';

export type FrameProblems = (document: RuleDocument, context: DocumentContext) => readonly Problem[];

/** What the checks find that do not look at the query. */
export const frameProblems: FrameProblems = (document, context) => [
  ...found(frameChecks, document, context),
  ...found(guideChecks, document, context),
];

/** For the versions of one file: gives what `frameProblems` gives, and keeps it while only a text is edited that is not looked at. */
export function createFrameProblems(): FrameProblems {
  const frame = keeping(frameChecks, ['query', 'note', 'setup']);
  const guide = keeping(guideChecks, ['query']);
  return (document, context) => [...frame(document, context), ...guide(document, context)];
}

function found(checks: readonly FrameCheck[], document: RuleDocument, context: DocumentContext): readonly Problem[] {
  const problems: Problem[] = [];
  for (const check of checks) append(problems, check(document, context));
  return problems;
}

/** `keys`: the texts of the rule that none of the checks looks at. */
function keeping(checks: readonly FrameCheck[], keys: readonly string[]): FrameProblems {
  let kept: Judged | undefined;
  return (document, context) => {
    const texts = separateTexts(document, keys);
    const edit = kept === undefined ? undefined : editSince(kept, document, texts, context);
    if (kept !== undefined && edit !== undefined) return kept.problems.map((problem) => moved(problem, edit));
    const problems = found(checks, document, context);
    const places = placesOf(problems);
    const isApart = (text: Span): boolean => !places.some(({ start, end }) => isInside(start, text) || isInside(end, text));
    kept = { document, texts: texts.map((text) => (text !== undefined && isApart(text) ? text : undefined)), context, problems };
    return problems;
  };
}

interface Judged {
  readonly document: RuleDocument;
  /** Those of the keys. */
  readonly texts: readonly (Span | undefined)[];
  readonly context: DocumentContext;
  readonly problems: readonly Problem[];
}

/** What became of one of the texts, where all else is as it was. */
function editSince(before: Judged, now: RuleDocument, texts: Judged['texts'], context: DocumentContext): Move | undefined {
  const { document } = before;
  const { catalog, schemas, profile, today, isShown } = before.context;
  const isSameContext =
    catalog === context.catalog &&
    schemas === context.schemas &&
    profile === context.profile &&
    today === context.today &&
    isShown === context.isShown;
  if (!isSameContext || document.uri !== now.uri || hasCarriageReturns(document) !== hasCarriageReturns(now)) return undefined;
  const at = texts.findIndex((text, index) => isOnlyEdit(document.text, before.texts[index], now.text, text));
  const [old, text] = [before.texts[at], texts[at]];
  return old === undefined || text === undefined ? undefined : { from: old.end, by: text.end - old.end };
}

/** What is written into a file has its line breaks. */
function hasCarriageReturns({ text }: RuleDocument): boolean {
  return text.includes('\r\n');
}

function isOnlyEdit(before: string, old: Span | undefined, now: string, text: Span | undefined): boolean {
  if (old === undefined || text?.start !== old.start || text.end - old.end !== now.length - before.length) return false;
  return isSameAround(before, old, now);
}

/**
 * The insides of the texts of these keys in a sound file. None where more depends on them: the problems of an empty query, and the id
 * that is offered to a rule that has none.
 */
function separateTexts({ format, problems, ruleId, tree, text }: RuleDocument, keys: readonly string[]): Judged['texts'] {
  if (format !== 'toml' || problems.length > 0 || ruleId === undefined) return [];
  return keys.map((key) => {
    const value = stringAt(tree?.rule, key);
    const content = value === undefined || value.style === 'json' ? undefined : contentSpanOf(text, value);
    return content === undefined || content.start === content.end ? undefined : content;
  });
}

function isInside(offset: number, { start, end }: Span): boolean {
  return offset > start && offset < end;
}

function placesOf(problems: readonly Problem[]): readonly Span[] {
  return problems.flatMap(({ span, related = [], fixes = [] }) => [
    span,
    ...related.map((each) => each.span),
    ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span)),
  ]);
}

function moved(problem: Problem, move: Move): Problem {
  const { span, related, fixes } = problem;
  return {
    ...problem,
    span: movedSpan(span, move),
    ...(related === undefined ? {} : { related: related.map((each) => ({ ...each, span: movedSpan(each.span, move) })) }),
    ...(fixes === undefined
      ? {}
      : { fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map((each) => ({ ...each, span: movedSpan(each.span, move) })) })) }),
  };
}
