/** What a sample says of the fields that events of one category have: which are worth offering first, and how often they have a value. */
import type { EventSample } from '../../events/sample.js';
import type { RuleModel } from '../ruleModel.js';

export interface SampledFields {
  /** Undefined where the events of all categories count. */
  readonly category: string | undefined;
  readonly events: number;
  /** In how many of these events the field has a value. */
  readonly countOf: (field: string) => number;
}

/** Of the events of the category, where the sample has some; else of all its events. */
export function sampledIn(
  sample: EventSample | undefined,
  category: string | undefined,
  { document }: Pick<RuleModel, 'document'>,
): SampledFields | undefined {
  if (sample === undefined) return undefined;
  // Where another field takes its place, the word before `where` is no value of event.category.
  const named = category === undefined || document.eventCategoryOverride !== undefined ? undefined : category;
  const ofCategory = named === undefined ? undefined : sample.categories.get(named);
  if (ofCategory === undefined)
    return { category: undefined, events: sample.events, countOf: (field) => sample.fields.get(field)?.count ?? 0 };
  return { category: named, events: ofCategory.events, countOf: (field) => ofCategory.fields.get(field) ?? 0 };
}

/** `in 34 of 56 process events of the sample` */
export function describeSampled(field: string, { category, events, countOf }: SampledFields): string {
  return `in ${countOf(field)} of ${events} ${category === undefined ? '' : `${category} `}${events === 1 ? 'event' : 'events'} of the sample`;
}
