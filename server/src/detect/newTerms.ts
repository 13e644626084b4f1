/**
 * New terms rules: values, or combinations of values, that were not there before.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-new-terms-rule
 */
import type { JoinTuple } from '../evaluate/sequence/joinKeys.js';
import { compileGroups, draftOfEvent, termsOf, type DetectContext, type Draft, type Found } from './draft.js';
import { firstAt, type KeptEvent } from './pool.js';
import type { NewTermsSettings } from './settings.js';

/** Where a value is looked for that may be new: in the events from one time to another, both included, that could be searched by then. */
export interface History {
  /** By time. The same list in all executions, so that it is gone through once. */
  readonly events: readonly KeptEvent[];
  readonly from: number;
  readonly to: number;
  readonly visibleBy: number;
}

export type RunNewTerms = (events: readonly KeptEvent[], history: History) => Found;

type EventsByTerms = ReadonlyMap<string, readonly KeptEvent[]>;

export function compileNewTerms({ fields }: NewTermsSettings, context: DetectContext): RunNewTerms {
  const tuplesOf = compileGroups(fields, context, false);
  const { reader } = context;
  const indexed = new WeakMap<readonly KeptEvent[], EventsByTerms>();
  const indexOf = (events: readonly KeptEvent[]): EventsByTerms => {
    const known = indexed.get(events);
    if (known !== undefined) return known;
    const byTerms = new Map<string, KeptEvent[]>();
    for (const event of events) {
      for (const tuple of tuplesOf(reader.view(event))) {
        const key = JSON.stringify(tuple);
        const others = byTerms.get(key);
        if (others === undefined) byTerms.set(key, [event]);
        else others.push(event);
      }
    }
    indexed.set(events, byTerms);
    return byTerms;
  };
  return (events, history) => {
    const byTerms = indexOf(history.events);
    const met = new Set<string>();
    const drafts: Draft[] = [];
    for (const event of events) {
      for (const tuple of tuplesOf(reader.view(event))) {
        const key = JSON.stringify(tuple);
        if (met.has(key)) continue;
        met.add(key);
        if (!isKnown(byTerms.get(key) ?? [], history)) drafts.push(draftOf(event, tuple, fields));
      }
    }
    return { drafts, warnings: [] };
  };
}

function isKnown(events: readonly KeptEvent[], { from, to, visibleBy }: History): boolean {
  for (let at = firstAt(events, from); at < events.length; at++) {
    const event = events[at];
    if (event === undefined || event.time > to) return false;
    if (event.visible <= visibleBy) return true;
  }
  return false;
}

function draftOf(event: KeptEvent, tuple: JoinTuple, fields: readonly string[]): Draft {
  return draftOfEvent(event, 'newTerms', { identity: [JSON.stringify(tuple)], newTerms: termsOf(fields, tuple) });
}
