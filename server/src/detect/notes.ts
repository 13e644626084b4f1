/** How a run was set up, and what a cluster might do differently, in sentences. Only what concerns this rule is said. */
import { writeDuration } from '../rule/schedule.js';
import { grouped } from '../base/grouped.js';
import { isoOf } from './engine.js';
import { mostHits } from './limit.js';
import type { EventPool, KeptEvent } from './pool.js';
import type { AlertsRequest } from './result.js';
import type { RuleSettings } from './settings.js';

export interface RunFacts {
  readonly request: AlertsRequest;
  readonly settings: RuleSettings;
  readonly pool: Pick<EventPool, 'untimed' | 'own' | 'fellBack' | 'greatestLag'>;
  readonly events: readonly KeptEvent[];
  readonly indicators: number;
  /** Indicators that exceptions take out. */
  readonly excepted: number;
  /** Executions of a replay; undefined for one window. */
  readonly executions: number | undefined;
  readonly at: number;
  readonly folded: number;
  /** Sequences that a later event could still exclude. */
  readonly open: number;
  readonly manyValued: ReadonlySet<string>;
}

export function notesOf(facts: RunFacts): readonly string[] {
  return [...modeNotes(facts), ...timeNotes(facts), ...typeNotes(facts), ...suppressionNotes(facts), ...exceptionNotes(facts)];
}

function modeNotes({ settings, executions, at }: RunFacts): readonly string[] {
  const { from, interval } = settings;
  const every = writeDuration(interval);
  if (executions === undefined) {
    return [
      `All events are one window, searched by one execution at ${isoOf(at)}; the rule's own window (${from}, every ${every}) is not applied: replay its schedule for that.`,
    ];
  }
  const count = executions === 1 ? '1 execution' : `${grouped(executions)} executions`;
  return [
    `${count}, one every ${every}; on a cluster they start at other instants, may be late, and see an event only after the index is refreshed.`,
  ];
}

function timeNotes({ settings, pool, executions, request }: RunFacts): readonly string[] {
  const { field } = settings.timestamp;
  const notes: string[] = [];
  if (pool.untimed > 0) notes.push(`${matching(pool.untimed)} left out: without a time in \`${field}\` no window holds an event.`);
  if (pool.own > 0) notes.push(`${matching(pool.own)} left out: a rule does not alert on its own alerts.`);
  if (pool.fellBack > 0 && field !== '@timestamp') {
    notes.push(`${matching(pool.fellBack)} taken by \`@timestamp\`, for want of \`${field}\`.`);
  }
  if (executions !== undefined && pool.greatestLag > settings.interval) {
    notes.push(
      `\`${field}\` is up to ${writeDuration(pool.greatestLag)} later than \`@timestamp\`, as in events that were exported and read in again: windows are taken by it.`,
    );
  }
  const delay = request.replay?.ingestDelay ?? 0;
  if (delay > 0) notes.push(`Events without \`event.ingested\` can be searched ${writeDuration(delay)} after their time.`);
  return notes;
}

function matching(count: number): string {
  return count === 1 ? '1 matching event is' : `${grouped(count)} matching events are`;
}

function typeNotes({ settings, events, executions, indicators, excepted, manyValued, open }: RunFacts): readonly string[] {
  const { threshold, newTerms, threat } = settings;
  const notes: string[] = [];
  if (newTerms !== undefined) {
    const hasHistory = events.some(({ isHistory }) => isHistory);
    if (!hasHistory && executions === undefined) {
      notes.push(
        'There are no events of before, so every value is new: name a file of earlier events as history, or an instant that splits these.',
      );
    } else if (executions === undefined) {
      notes.push(`All events given as history count, whenever they happened; on a cluster those since ${newTerms.historyStart}.`);
    }
  }
  if (open > 0) {
    const subject = open === 1 ? '1 sequence waits' : `${grouped(open)} sequences wait`;
    notes.push(`${subject} for a missing event whose time is not over at the newest event: a later event could still exclude it.`);
  }
  if (threshold?.fields.length === 0 && threshold.value > mostHits) {
    notes.push(`Without a field Kibana counts to ${grouped(mostHits)}, so a threshold of ${grouped(threshold.value)} is never reached.`);
  }
  if (threshold?.cardinality !== undefined) notes.push('Different values are counted exactly; a cluster estimates large counts.');
  if (excepted > 0) {
    const subject = excepted === 1 ? '1 indicator is' : `${grouped(excepted)} indicators are`;
    notes.push(`${subject} left out: Kibana applies the exceptions of a rule to its indicators too.`);
  }
  if (threat !== undefined && indicators === 0) {
    const what = excepted > 0 ? 'these exceptions' : 'the query of the rule for indicators';
    notes.push(`No indicator passes ${what}, so nothing can match.`);
  }
  if (manyValued.size > 0) {
    const names = [...manyValued].map((name) => `\`${name}\``).join(', ');
    notes.push(
      `${names}: of several values Kibana compares the first, or none in a group of several entries, on the side with fewer events.`,
    );
  }
  return notes;
}

function suppressionNotes({ settings, executions, folded }: RunFacts): readonly string[] {
  const { suppression } = settings;
  if (suppression === undefined) return [];
  const period = suppression.duration === undefined ? 'in one execution' : `for ${writeDuration(suppression.duration)}`;
  return [
    `Alerts are suppressed ${period}${executions === undefined ? ', here among all events' : ''}; a cluster does it with a Platinum licence or higher.`,
    ...(folded > 0 ? [`Counted in alerts of earlier executions: ${grouped(folded)}.`] : []),
  ];
}

function exceptionNotes({ settings, request }: RunFacts): readonly string[] {
  if (request.exceptions !== undefined || settings.exceptionLists.length === 0) return [];
  return ["The rule's exceptions are not applied, for they are kept apart from it: name a file that holds them."];
}
