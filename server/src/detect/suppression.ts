/**
 * Alert suppression: one alert for all that have the same values in some fields.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/alert-suppression
 */
import { instantToIso } from '../events/time.js';
import type { Value } from '../events/event.js';
import { compareTuples, valuesOfTuple, type JoinTuple, type ReadTuples } from '../evaluate/sequence/joinKeys.js';
import { grouped } from '../base/grouped.js';
import type { SuppressionResult, Term } from './alert.js';
import { compileGroups, termsOf, type DetectContext, type Draft, type Found, type Window } from './draft.js';
import type { SuppressionSettings } from './settings.js';

/** The alert of a group, which later events of the group are counted in. */
export interface SuppressedGroup {
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

export type Suppress = (found: Found, window: Window) => Suppressed;

interface Group {
  readonly key: string;
  readonly terms: readonly Term[];
  /** For the order of groups. */
  readonly tuple: JoinTuple;
  readonly drafts: Draft[];
}

/** The function remembers from one execution to the next which groups have an alert. */
export function compileSuppression(suppression: SuppressionSettings, context: DetectContext): Suppress {
  const remembered = new Map<string, SuppressedGroup>();
  const group = compileGrouping(suppression, context);
  return (found, window) => {
    const { alone, groups, warnings } = group(found);
    let folded = 0;
    const candidates: Candidate[] = alone.map((draft) => ({ draft, group: undefined }));
    for (const { key, terms, drafts } of groups) {
      const known = remembered.get(key);
      const fresh = known === undefined ? drafts : drafts.filter(({ end }) => end > known.end);
      const [first] = fresh;
      if (first === undefined) continue;
      const weight = fresh.reduce((sum, draft) => sum + draft.weight, 0);
      const end = Math.max(...fresh.map((draft) => draft.end));
      if (known !== undefined && suppression.duration !== undefined && known.start >= window.at - suppression.duration) {
        known.count += weight;
        known.end = Math.max(known.end, end);
        folded += weight;
        continue;
      }
      const created = { terms, count: weight - 1, start: Math.min(...fresh.map(({ start }) => start)), end };
      remembered.set(key, created);
      candidates.push({ draft: first, group: created });
    }
    const rank = rankOf(found, context);
    return { candidates: candidates.sort((a, b) => rank(a) - rank(b)), warnings, folded };
  };
}

/** Alerts of a query come group by group, then those of no group; others stay in the order in which they were found. */
function rankOf({ drafts }: Found, { settings }: DetectContext): (candidate: Candidate) => number {
  if (settings.type === 'query') return ({ group }) => (group === undefined ? 1 : 0);
  const places = new Map(drafts.map((draft, index) => [draft, index]));
  return ({ draft }) => places.get(draft) ?? 0;
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
      return ({ drafts, warnings }) => ({ alone: [], groups: drafts.map((draft) => thresholdGroup(draft)), warnings });
    default:
      return compileInMemory(suppression, context);
  }
}

function thresholdGroup(draft: Draft): Group {
  const terms = draft.threshold?.terms ?? [];
  return { key: JSON.stringify(terms.map(({ value }) => String(value))), terms, tuple: [], drafts: [draft] };
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
    const inOrder = [...groups.values()].sort((a, b) => compareTuples(a.tuple, b.tuple));
    return { alone, groups: inOrder, warnings };
  };
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
    for (const draft of drafts.slice(0, most)) {
      const view = context.reader.view({ source: draft.source, metadata: undefined });
      const parts = readers.map((read) =>
        read(view)
          .map(([part = null]) => part)
          .sort(),
      );
      if (!groupsMissing && parts.some((values) => values.length === 0)) alone.push(draft);
      else add(groups, JSON.stringify(parts), draft, () => ({ terms: wholeTerms(fields, parts), tuple: [] }));
    }
    const tooMany = `${grouped(drafts.length)} alerts are to be suppressed; Kibana looks at ${grouped(most)} of them in one execution.`;
    return { alone, groups: [...groups.values()], warnings: drafts.length > most ? [...warnings, tooMany] : warnings };
  };
}

function wholeTerms(fields: readonly string[], parts: readonly JoinTuple[]): readonly Term[] {
  return fields.map((field, index) => {
    const values = valuesOfTuple(parts[index] ?? []).filter((value): value is Value => value !== null);
    return { field, value: values.length === 0 ? null : values };
  });
}

export function suppressionResult({ terms, count, start, end }: SuppressedGroup): SuppressionResult {
  return { terms, count, start: isoOf(start), end: isoOf(end) };
}

function isoOf(milliseconds: number): string {
  return instantToIso({ milliseconds, nanoseconds: 0 });
}
