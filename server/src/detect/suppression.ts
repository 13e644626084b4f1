/**
 * Alert suppression: one alert for all that have the same values in some fields.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/alert-suppression
 */
import { instantToIso } from '../events/time.js';
import type { Value } from '../events/event.js';
import { compareParts, valuesOfTuple, type JoinTuple, type ReadTuples } from '../evaluate/sequence/joinKeys.js';
import { grouped } from '../base/grouped.js';
import type { SuppressionResult, Term } from './alert.js';
import { compileGroups, isSequence, termsOf, type DetectContext, type Draft, type Found, type Window } from './draft.js';
import type { SuppressionSettings } from './settings.js';

/** The alert of a group, which later events of the group are counted in. */
export interface SuppressedGroup {
  readonly key: string;
  readonly terms: readonly Term[];
  count: number;
  readonly start: number;
  end: number;
}

/** A draft that is to be alerted on; `group` where it stands for others too. */
export interface Candidate {
  readonly draft: Draft;
  readonly group: SuppressedGroup | undefined;
}

export interface Suppressed {
  readonly candidates: readonly Candidate[];
  readonly warnings: readonly string[];
  /** Counted in alerts of earlier executions. */
  readonly folded: number;
}

export interface Suppression {
  /** `isCreated`: the draft has an alert of its own from an earlier execution. */
  suppress(found: Found, window: Window, isCreated: (draft: Draft) => boolean): Suppressed;
  /** To be called when the alert of the group is created: later executions look for it. */
  remember(group: SuppressedGroup, window: Window): void;
}

interface Group {
  readonly key: string;
  readonly terms: readonly Term[];
  /** For the order of groups. */
  readonly tuple: JoinTuple;
  readonly drafts: Draft[];
}

interface Remembered {
  readonly group: SuppressedGroup;
  /** When its alert was created. */
  readonly at: number;
}

export function compileSuppression(suppression: SuppressionSettings, context: DetectContext): Suppression {
  const { duration } = suppression;
  const isQuery = context.settings.type === 'query';
  const remembered = new Map<string, Remembered>();
  const grouping = compileGrouping(suppression, context);
  const suppress = (found: Found, window: Window, isCreated: (draft: Draft) => boolean): Suppressed => {
    const { alone, groups, warnings } = grouping(isQuery ? found : { ...found, drafts: found.drafts.filter((draft) => !isCreated(draft)) });
    const earliest = duration === undefined ? window.from : window.at - duration;
    let folded = 0;
    const together: Candidate[] = [];
    for (const { key, terms, drafts } of groups) {
      const known = remembered.get(key);
      const isRecent = known !== undefined && known.at >= earliest;
      // Of a query Kibana remembers what it grouped, whatever became of the alert; for the other types it looks at the alerts that there are.
      const isCompared = known !== undefined && (isQuery ? known.group.end > window.from : isRecent);
      const fresh = isCompared ? drafts.filter((draft) => spanOf(draft, window).end > known.group.end) : drafts;
      const [first] = fresh;
      if (first === undefined) continue;
      const spans = fresh.map((draft) => spanOf(draft, window));
      const end = spans.reduce((latest, span) => Math.max(latest, span.end), -Infinity);
      if (duration !== undefined && isRecent) {
        known.group.count += fresh.length;
        known.group.end = Math.max(known.group.end, end);
        folded += fresh.length;
        continue;
      }
      const group = {
        key,
        terms,
        count: fresh.length - 1,
        start: spans.reduce((start, span) => Math.min(start, span.start), Infinity),
        end,
      };
      together.push({ draft: first, group });
    }
    const single = alone.map((draft): Candidate => ({ draft, group: undefined }));
    return { candidates: isQuery ? [...together, ...single] : [...single, ...together], warnings, folded };
  };
  return { suppress, remember: (group, { at }) => remembered.set(group.key, { group, at }) };
}

/** The alert of a sequence has no time of its events, so Kibana takes that of the execution. */
function spanOf(draft: Draft, { at }: Window): Pick<Draft, 'start' | 'end'> {
  return isSequence(draft) ? { start: at, end: at } : draft;
}

interface Grouping {
  readonly alone: readonly Draft[];
  readonly groups: readonly Group[];
  readonly warnings: readonly string[];
}

function compileGrouping(suppression: SuppressionSettings, context: DetectContext): (found: Found) => Grouping {
  switch (context.settings.type) {
    case 'query':
      return compileComposite(suppression, context);
    case 'threshold':
      return groupThresholds;
    default:
      return compileInMemory(suppression, context);
  }
}

/** Groups of a threshold rule that have the same values, in whatever fields, count as one. */
function groupThresholds({ drafts, warnings }: Found): Grouping {
  const groups = new Map<string, Group>();
  for (const draft of oldestFirst(drafts)) {
    const terms = draft.threshold?.terms ?? [];
    add(groups, JSON.stringify(terms.map(({ value }) => String(value)).sort()), draft, () => ({ terms, tuple: [] }));
  }
  return { alone: [], groups: [...groups.values()], warnings };
}

/** Sequences stay in the order in which they were found: their alerts all have the time of the execution. */
function oldestFirst(drafts: readonly Draft[]): readonly Draft[] {
  return [...drafts].sort((a, b) => (isSequence(a) ? 0 : a.start - b.start));
}

/** An event with several values in a field is in several groups. */
function compileComposite({ fields, groupsMissing }: SuppressionSettings, context: DetectContext): (found: Found) => Grouping {
  const tuplesOf: ReadTuples = compileGroups(fields, context, true);
  return ({ drafts, warnings }) => {
    const groups = new Map<string, Group>();
    const alone: Draft[] = [];
    for (const draft of drafts) {
      const tuples = tuplesOf(context.reader.view(draft.events[0]));
      if (!groupsMissing && tuples.some((tuple) => tuple.includes(null))) {
        alone.push(draft);
        continue;
      }
      for (const tuple of tuples) add(groups, JSON.stringify(tuple), draft, () => ({ terms: termsOf(fields, tuple), tuple }));
    }
    const inOrder = [...groups.values()].sort((a, b) => compareNullLast(a.tuple, b.tuple));
    return { alone, groups: inOrder, warnings };
  };
}

function compareNullLast(a: JoinTuple, b: JoinTuple): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? null;
    const result = part === null || other === null ? Number(part === null) - Number(other === null) : compareParts(part, other);
    if (result !== 0) return result;
  }
  return 0;
}

function add(groups: Map<string, Group>, key: string, draft: Draft, about: () => Pick<Group, 'terms' | 'tuple'>): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, { key, ...about(), drafts: [draft] });
  else known.drafts.push(draft);
}

/** So many times `max_signals` are looked at. */
const candidatesPerSignal = 5;

/** The values of a field count as one, in any order. */
function compileInMemory({ fields, groupsMissing }: SuppressionSettings, context: DetectContext): (found: Found) => Grouping {
  const readers = fields.map((field) => compileGroups([field], context, false));
  const most = candidatesPerSignal * context.settings.maxSignals;
  return ({ drafts, warnings }) => {
    const groups = new Map<string, Group>();
    const alone: Draft[] = [];
    for (const draft of oldestFirst(drafts.slice(0, most))) {
      const view = context.reader.view({ source: draft.source, metadata: undefined });
      const parts = readers.map((read) =>
        read(view)
          .map(([part = null]) => part)
          .sort(compareParts),
      );
      if (!groupsMissing && parts.some((values) => values.length === 0)) alone.push(draft);
      else add(groups, JSON.stringify(parts), draft, () => ({ terms: wholeTerms(fields, parts, draft), tuple: [] }));
    }
    const tooMany = `${grouped(drafts.length)} alerts are to be suppressed; Kibana looks at ${grouped(most)} of them in one execution.`;
    return { alone, groups: [...groups.values()], warnings: drafts.length > most ? [...warnings, tooMany] : warnings };
  };
}

/** Lists, as a search answers with them; of a sequence one value by itself. */
function wholeTerms(fields: readonly string[], parts: readonly JoinTuple[], draft: Draft): readonly Term[] {
  return fields.map((field, index) => {
    const values = valuesOfTuple(parts[index] ?? []).filter((value): value is Value => value !== null);
    const [first = null] = values;
    return { field, value: values.length === 0 || (values.length === 1 && isSequence(draft)) ? first : values };
  });
}

export function suppressionResult({ terms, count, start, end }: SuppressedGroup): SuppressionResult {
  return { terms, count, start: isoOf(start), end: isoOf(end) };
}

function isoOf(milliseconds: number): string {
  return instantToIso({ milliseconds, nanoseconds: 0 });
}
