/** One change of a rule, small enough that a test should notice it. */
import type { TextEdit } from '../../base/edit.js';
import type { Span } from '../../base/span.js';

export type MutationKind =
  /** An operand of an `and`, or the whole condition. */
  | 'dropClause'
  /** An operand of an `or`, or a member of a list. */
  | 'dropAlternative'
  /** The word before `where` becomes `any`. */
  | 'dropCategory'
  /** Cases are told apart, and then not; or the other way round. */
  | 'ignoreCase'
  | 'tellCase'
  /** Anything may stand before, or after, what is asked for. */
  | 'widenStart'
  | 'widenEnd'
  /** The bound itself is let in or kept out. */
  | 'moveBound'
  | 'dropMaxspan'
  | 'halveMaxspan'
  | 'dropKey'
  | 'dropItem'
  | 'dropMissing'
  | 'dropUntil'
  | 'fewerRuns'
  | 'moreRuns'
  | 'lowerThreshold'
  | 'raiseThreshold'
  | 'dropThresholdField'
  | 'dropNewTerm';

export interface Mutation {
  readonly kind: MutationKind;
  /** What is changed: the clause, the member, the option. */
  readonly span: Span;
  /** In offsets of the same text as `span`. */
  readonly edits: readonly TextEdit[];
  /** Stands under an odd number of negations, so that to widen it is to match less. */
  readonly negated: boolean;
  /** The clause with the list that a member is dropped from. */
  readonly list?: Span;
  /** In an item of a sequence or sample: several events make a match. */
  readonly joined?: boolean;
}

/** Takes the element out of a list whose elements are divided by commas or operators. */
export function withoutElement(elements: readonly { readonly span: Span }[], index: number): TextEdit | undefined {
  const [element, next, before] = [elements[index], elements[index + 1], elements[index - 1]];
  if (element === undefined) return undefined;
  if (next !== undefined) return { span: { start: element.span.start, end: next.span.start }, newText: '' };
  return before === undefined ? undefined : { span: { start: before.span.end, end: element.span.end }, newText: '' };
}

/** A mutation for each element of a list of two or more. `list`: the clause that the list belongs to. */
export function droppingEach(
  elements: readonly { readonly span: Span }[],
  kind: MutationKind,
  negated: boolean,
  list?: Span,
): readonly Mutation[] {
  if (elements.length < 2) return [];
  return elements.flatMap(({ span }, index) => {
    const edit = withoutElement(elements, index);
    return edit === undefined ? [] : [{ kind, span, edits: [edit], negated, ...(list === undefined ? {} : { list }) }];
  });
}
