/** Many rules and event files to the matches of each rule, in one pass: the same matches that a run of each rule alone finds. */
import { isCancelled, type CancelToken } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { FieldTable } from '../events/event.js';
import { parseInstant } from '../events/time.js';
import { passOver, RunLimit, type PassEnd } from '../evaluate/eventPass.js';
import { matchUnit } from '../evaluate/matchUnit.js';
import type { Refusal } from '../evaluate/ruleQuery.js';
import { eventFile, notRun } from '../evaluate/runRule.js';
import { MatchedEvents } from './matchedEvents.js';
import { prepareRules, type ReadyRule } from './prepareRules.js';
import { ScanPass, type PassOptions, type ScanningRule } from './scanPass.js';
import { parsedFirst } from './unparsedEvents.js';
import type { RuleScan, ScanRequest, ScanSummary, ScanUpdate } from './scanResult.js';

export interface ScanLimits {
  /** Bytes that the candidates of all sequences may take together; beyond it some of them have a pass of their own. */
  readonly candidateBytes: number;
  /** Events that are parsed, and so checked, whether they match or not. */
  readonly parsedFirst: number;
}

export const scanLimits: ScanLimits = { candidateBytes: 256 * 1024 * 1024, parsedFirst };

/** Never throws for what the user did: the summary says it. */
export async function* scanRules(
  request: ScanRequest,
  host: Host,
  token: CancelToken,
  limits: ScanLimits = scanLimits,
): AsyncGenerator<ScanUpdate, void, undefined> {
  const started = host.now();
  const summarise = (end: Omit<ScanSummary, 'milliseconds'>): ScanUpdate => ({
    kind: 'summary',
    summary: { ...end, milliseconds: host.now() - started },
  });
  const nothing = (status: ScanSummary['status'], message: string): ScanUpdate =>
    summarise({ ...notRun(status, message), matchedEvents: 0, rules: [] });
  const now = request.now === undefined ? undefined : parseInstant(request.now);
  if (request.now !== undefined && now === undefined) {
    yield nothing('invalid', `"${request.now}" is not a time; write ISO 8601 or milliseconds since 1970.`);
  } else if (request.events.length === 0) {
    yield nothing('failed', 'No event file was given; name a file of sample events.');
  } else {
    const options = {
      files: request.events.map((source) => eventFile(source, host)),
      fields: new FieldTable(),
      strict: request.strict === true,
      readOnce: request.readOnce === true,
      ...limits,
    };
    try {
      const ready = await prepareRules(request.rules, { ...options, now, listed: request.listed }, host, token);
      yield summarise(yield* scanReady(request, ready, options, host, token));
    } catch (error) {
      if (!isCancelled(error)) throw error;
      yield nothing('cancelled', 'The scan was cancelled.');
    }
  }
}

async function* scanReady(
  { rules }: ScanRequest,
  ready: readonly (ReadyRule | Refusal)[],
  options: PassOptions,
  host: Host,
  token: CancelToken,
): AsyncGenerator<ScanUpdate, Omit<ScanSummary, 'milliseconds'>, undefined> {
  const scanning = ready.flatMap((each, rule): ScanningRule[] =>
    each.ok ? [{ ...each, rule, failure: undefined, postponed: false }] : [],
  );
  const results = new Map<number, RuleScan>();
  const unitOf = (rule: number) => matchUnit(rules[rule]?.document);
  for (const [rule, each] of ready.entries()) if (!each.ok) results.set(rule, refused(rule, each, unitOf(rule)));
  const matched = new MatchedEvents();
  let end: PassEnd | undefined;
  for (let left: readonly ScanningRule[] = scanning; end === undefined || left.length > 0;) {
    const pass = new ScanPass(left, matched, options);
    const ended = yield* progressOf(passOver(options.files, options.fields, pass, () => host.now(), token));
    for (const rule of left) if (!rule.postponed) results.set(rule.rule, finished(rule, pass, ended, matched, unitOf(rule.rule)));
    left = ended.complete ? left.filter(({ postponed }) => postponed) : [];
    for (const rule of left) rule.postponed = false;
    end ??= ended;
    if (!ended.complete) end = { ...end, status: ended.status, message: ended.message };
  }
  for (const rule of scanning) {
    if (!results.has(rule.rule)) results.set(rule.rule, stopped(rule, end, unitOf(rule.rule)));
  }
  const { status, message, events, unreadable, unreadableCount, mapping, skipped } = end;
  const counted = { status, message, events, unreadable, unreadableCount };
  const further = { ...(mapping === undefined ? {} : { mapping }), ...(skipped === undefined ? {} : { skipped }) };
  return { ...counted, ...further, matchedEvents: matched.size, rules: [...results.values()].sort((a, b) => a.rule - b.rule) };
}

async function* progressOf(pass: ReturnType<typeof passOver>): AsyncGenerator<ScanUpdate, PassEnd, undefined> {
  for (;;) {
    const next = await pass.next();
    if (next.done === true) return next.value;
    if (next.value.kind === 'progress') yield next.value;
  }
}

function refused(rule: number, { status, message }: Refusal, unit: RuleScan['unit']): RuleScan {
  return { rule, status, message, unit, matches: 0, hits: [], fidelity: [] };
}

/** A rule that the pass did not get to the end of. */
function stopped({ rule, fidelity }: ScanningRule, { status, message }: PassEnd, unit: RuleScan['unit']): RuleScan {
  return { rule, status, message, unit, matches: 0, hits: [], fidelity };
}

function finished(rule: ScanningRule, pass: ScanPass, end: PassEnd, matched: MatchedEvents, unit: RuleScan['unit']): RuleScan {
  const { state, failure, fidelity } = rule;
  const base = { rule: rule.rule, unit, fidelity };
  if (state.kind === 'events') {
    if (failure === undefined && end.complete) {
      const hits = state.finish(matched);
      return { ...base, status: 'finished', message: undefined, matches: state.matches, hits };
    }
    const status = failure === undefined ? end.status : 'failed';
    return { ...base, status, message: failure ?? end.message, matches: state.matches, hits: state.hits };
  }
  if (failure !== undefined) return { ...base, status: 'failed', message: failure, matches: 0, hits: [] };
  if (!end.complete) return stopped(rule, end, unit);
  const outcome = state.finish(pass.newestOf(rule), matched);
  if (outcome instanceof RunLimit) return { ...base, status: 'failed', message: outcome.message, matches: 0, hits: [] };
  const { matches, hits, notes } = outcome;
  return { ...base, status: 'finished', message: undefined, matches, hits, fidelity: [...fidelity, ...notes] };
}
