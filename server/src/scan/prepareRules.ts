/** The rules of a scan made ready to run together: their fields numbered in one table, what cannot be run told apart. */
import { throwIfCancelled, type CancelToken } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import type { FieldTable } from '../events/event.js';
import type { Instant } from '../events/time.js';
import type { EventFile } from '../evaluate/eventPass.js';
import { fieldRef } from '../evaluate/lowering.js';
import { newestInstant } from '../evaluate/newest.js';
import { pickQuery, refuse, type Refusal } from '../evaluate/ruleQuery.js';
import { nameOf } from '../base/fileName.js';
import { categoryOf, defaultSamplesPerKey, lowerWithNow, timestampOf, type Prepared } from '../evaluate/runRule.js';
import { EventRule } from './eventRule.js';
import type { ScannedRule } from './scanResult.js';
import { SequenceRule } from './sequenceRule.js';

export interface ReadyRule {
  readonly ok: true;
  readonly state: EventRule | SequenceRule;
  readonly timestampField: string;
  readonly fidelity: readonly string[];
}

export interface PrepareOptions {
  readonly files: readonly EventFile[];
  readonly fields: FieldTable;
  /** What `now` is, where it was given. */
  readonly now: Instant | undefined;
  readonly listed: number;
  /** The files cannot be read for their newest event first. */
  readonly readOnce: boolean;
}

class ReadOnce extends Error {}

/** Throws `Cancelled`. */
export async function prepareRules(
  rules: readonly ScannedRule[],
  options: PrepareOptions,
  host: Host,
  token: CancelToken,
): Promise<readonly (ReadyRule | Refusal)[]> {
  const { files, fields, now } = options;
  const newestBy = new Map<string, Promise<Instant | undefined>>();
  const ready: (ReadyRule | Refusal)[] = [];
  for (const { document, schemas } of rules) {
    throwIfCancelled(token);
    const picked = pickQuery(document, nameOf(document.uri));
    if (!picked.ok) {
      ready.push(picked);
      continue;
    }
    // The sample is read once more for all rules that ask for its newest event.
    const newest = (): Promise<Instant | undefined> => {
      if (options.readOnce) throw new ReadOnce();
      const field = timestampOf(document);
      const known = newestBy.get(field) ?? newestInstant(files, field, fields, token);
      newestBy.set(field, known);
      return known;
    };
    try {
      const prepared = await lowerWithNow(document, picked, schemas, fields, now, { newest, clock: () => host.now() });
      ready.push(prepared.ok ? readyRule(prepared, options) : prepared);
    } catch (error) {
      if (!(error instanceof ReadOnce)) throw error;
      ready.push(refuse('notEvaluated', 'The query says `now`, which is the newest event, and these events can be read only once; give the time.')); // prettier-ignore
    }
  }
  return ready;
}

function readyRule({ rule, query: { query, filter, fidelity }, fields, catalog }: Prepared, { listed }: PrepareOptions): ReadyRule {
  const timestampField = timestampOf(rule);
  const { tiebreakerField } = rule;
  const tiebreaker = tiebreakerField === undefined ? undefined : fieldRef(tiebreakerField.value, { catalog, fields, now: undefined });
  if (query.kind === 'events') {
    const order = { timestamp: fields.intern(timestampField), tiebreaker };
    return { ok: true, state: new EventRule(query, filter, order, listed), timestampField, fidelity };
  }
  const shown = { filter: filter.predicate, fields, timestampField, categoryField: categoryOf(rule) };
  const state = new SequenceRule({ ...shown, query, tiebreaker, samplesPerKey: defaultSamplesPerKey }, listed);
  return { ok: true, state, timestampField, fidelity };
}
