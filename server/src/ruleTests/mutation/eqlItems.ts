/** The changes of what joins the items of a sequence or sample, and of the items as a whole. */
import type { TextEdit } from '../../base/edit.js';
import type { Span } from '../../base/span.js';
import type { By, Runs, Sample, Sequence, SequenceItem } from '../../syntax/eql/ast.js';
import { withoutElement, type Mutation } from './mutation.js';

export function itemsMutations(body: Sequence | Sample): readonly Mutation[] {
  const isSequence = body.kind === 'sequence';
  const items = isSequence && body.until !== undefined ? [...body.items, body.until] : body.items;
  return [
    ...keyMutations(body.by === undefined ? [] : [body.by]),
    ...(isSequence ? maxspanMutations(body) : []),
    ...keyMutations(items.map(({ by }) => by).filter((by) => by !== undefined)),
    ...body.items.flatMap((item) => itemMutations(item, body.items)),
    ...(isSequence && body.until !== undefined ? [untilMutation(body.items, body.until)] : []),
  ];
}

function change(kind: Mutation['kind'], span: Span, edits: readonly TextEdit[]): Mutation {
  return { kind, span, edits, negated: false };
}

function maxspanMutations({ maxspan }: Sequence): readonly Mutation[] {
  if (maxspan === undefined) return [];
  const { span, valueSpan, milliseconds } = maxspan;
  const dropped = change('dropMaxspan', span, [{ span, newText: '' }]);
  if (milliseconds === undefined || milliseconds < 2) return [dropped];
  return [dropped, change('halveMaxspan', span, [{ span: valueSpan, newText: spanText(Math.floor(milliseconds / 2)) }])];
}

function spanText(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** Keys at the same place of all items belong together; one of several, or the only one with its `by`. */
function keyMutations(bys: readonly By[]): readonly Mutation[] {
  const [first] = bys;
  if (first === undefined || bys.some(({ keys }) => keys.length !== first.keys.length)) return [];
  return first.keys.flatMap((key, index) => {
    const edits = bys.map(({ keys, span }) => (keys.length === 1 ? { span, newText: '' } : withoutElement(keys, index)));
    return edits.some((edit) => edit === undefined)
      ? []
      : [
          change(
            'dropKey',
            key.span,
            edits.filter((edit) => edit !== undefined),
          ),
        ];
  });
}

function itemMutations(item: SequenceItem, all: readonly SequenceItem[]): readonly Mutation[] {
  const dropped = [{ span: item.span, newText: '' }];
  const events = all.filter(({ missingEvent }) => !missingEvent).length;
  return [
    ...(item.missingEvent ? [change('dropMissing', item.span, dropped)] : events > 2 ? [change('dropItem', item.span, dropped)] : []),
    ...(item.runs === undefined ? [] : runsMutations(item.runs)),
  ];
}

function runsMutations({ span, valueSpan, count }: Runs): readonly Mutation[] {
  if (count === undefined) return [];
  const to = (runs: number): TextEdit[] => [{ span: valueSpan, newText: String(runs) }];
  return [...(count > 1 ? [change('fewerRuns', span, to(count - 1))] : []), change('moreRuns', span, to(count + 1))];
}

/** From the last item on, so that the word goes with it. */
function untilMutation(items: readonly SequenceItem[], until: SequenceItem): Mutation {
  const start = items.at(-1)?.span.end ?? until.span.start;
  return change('dropUntil', until.span, [{ span: { start, end: until.span.end }, newText: '' }]);
}
