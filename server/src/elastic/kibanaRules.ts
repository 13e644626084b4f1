/** The rules of a Kibana: found, read, compared with those of files, and written one by one after what was compared. */
import type { CancelToken } from '../base/cancel.js';
import { isJsonObject, type Json } from '../events/json.js';
import type { ClusterFailure, ClusterOutcome } from '../protocol/cluster.js';
import type { RuleComparison, RuleWriting } from '../protocol/kibana.js';
import type { PlainRecord } from '../rule/plain.js';
import type { Kibana } from './kibana.js';
import { compareRule, creationOf, updateOf } from './kibanaCompare.js';

const rulesPath = '/api/detection_engine/rules';

/** Rules asked for at once. */
const pageSize = 100;

export interface WantedRules {
  /** By `rule_id`; all where it is empty. */
  readonly ids: readonly string[];
  /** Rules that have every one of them. */
  readonly tags: readonly string[];
  readonly from: 'all' | 'custom' | 'prebuilt';
}

/** The rules of the space, by the time they were made. Fails where an id is not there. */
export async function findRules(
  kibana: Kibana,
  wanted: WantedRules,
  token: CancelToken,
  onPage: (found: number, total: number) => void,
): Promise<ClusterOutcome<readonly PlainRecord[]>> {
  if (wanted.ids.length > 0) return findByIds(kibana, wanted, token);
  const found = new Map<unknown, PlainRecord>();
  for (let page = 1; ; page++) {
    const answer = await kibana.send({ method: 'GET', path: `${rulesPath}/_find?${findParameters(wanted, page)}` }, token, {
      purpose: 'the list of rules',
    });
    if (!answer.ok) return answer;
    const { data, total } = answer.value;
    if (!Array.isArray(data) || typeof total !== 'number')
      return failed('answer', 'The list of rules of Kibana has no rules in it; look at the address.');
    for (const rule of data as readonly Json[]) if (isJsonObject(rule)) found.set(rule['id'], rule);
    onPage(found.size, total);
    if (data.length < pageSize || page * pageSize >= total) return completeList([...found.values()], total);
  }
}

/** Rules that are made or deleted meanwhile move the pages, and one could be missing without a word. */
function completeList(rules: readonly PlainRecord[], total: number): ClusterOutcome<readonly PlainRecord[]> {
  if (rules.length >= total) return { ok: true, value: rules };
  return failed('answer', `Kibana has ${total} rules and gave ${rules.length}: they were changed meanwhile; try again.`);
}

function findParameters({ tags, from }: WantedRules, page: number): string {
  const parts = [
    ...tags.map((tag) => `alert.attributes.tags: ${quoted(tag)}`),
    ...(from === 'all' ? [] : [`alert.attributes.params.immutable: ${String(from === 'prebuilt')}`]),
  ];
  return new URLSearchParams({
    ...{ page: String(page), per_page: String(pageSize), sort_field: 'created_at', sort_order: 'asc' },
    ...(parts.length === 0 ? {} : { filter: parts.join(' AND ') }),
  }).toString();
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

async function findByIds(
  kibana: Kibana,
  { ids, tags, from }: WantedRules,
  token: CancelToken,
): Promise<ClusterOutcome<readonly PlainRecord[]>> {
  const rules: PlainRecord[] = [];
  for (const id of ids) {
    const read = await readRule(kibana, id, token);
    if (!read.ok) return read;
    if (read.value === undefined)
      return failed(
        'missing',
        `Kibana has no rule with the rule_id ${id} in the space ${kibana.info.space}; look at the id and at the space.`,
      );
    rules.push(read.value);
  }
  const isWanted = (rule: PlainRecord): boolean => {
    const own = Array.isArray(rule['tags']) ? (rule['tags'] as readonly unknown[]) : [];
    return tags.every((tag) => own.includes(tag)) && (from === 'all' || (rule['immutable'] === true) === (from === 'prebuilt'));
  };
  return { ok: true, value: rules.filter(isWanted) };
}

/** Undefined where Kibana has no such rule. */
export async function readRule(kibana: Kibana, ruleId: string, token: CancelToken): Promise<ClusterOutcome<PlainRecord | undefined>> {
  const path = `${rulesPath}?rule_id=${encodeURIComponent(ruleId)}`;
  const answer = await kibana.send({ method: 'GET', path }, token, { purpose: `the rule ${ruleId}` });
  if (answer.ok || answer.failure.kind !== 'missing' || !isNoRule(answer.failure)) return answer;
  return { ok: true, value: undefined };
}

/** Kibana says `rule_id: "…" not found`; of other things that are missing it says something else. */
function isNoRule({ message }: ClusterFailure): boolean {
  return /^rule_id: /i.test(message);
}

/** A rule of a file and what Kibana has of it now. */
export interface PlannedRule {
  readonly local: PlainRecord;
  readonly deployed: PlainRecord | undefined;
  readonly comparison: RuleComparison;
}

/** Reads what Kibana has of each rule and compares. Nothing is written. */
export async function planRules(
  kibana: Kibana,
  rules: readonly PlainRecord[],
  token: CancelToken,
): Promise<ClusterOutcome<readonly PlannedRule[]>> {
  const planned: PlannedRule[] = [];
  for (const local of rules) {
    const read = await readRule(kibana, textOf(local, 'rule_id'), token);
    if (!read.ok) return read;
    planned.push({ local, deployed: read.value, comparison: comparisonOf(local, read.value) });
  }
  return { ok: true, value: planned };
}

function comparisonOf(local: PlainRecord, deployed: PlainRecord | undefined): RuleComparison {
  const named = { ruleId: textOf(local, 'rule_id'), name: textOf(local, 'name') };
  if (deployed === undefined) {
    const notes = local['enabled'] === undefined ? ['is made switched off; switch it on in Kibana'] : [];
    return { ...named, status: 'new', changes: [], kept: [], notes };
  }
  const { changes, kept } = compareRule(deployed, local);
  const notes =
    deployed['immutable'] === true && changes.length > 0 ? ["is one of Elastic's own rules, which a change makes a customised one"] : [];
  return { ...named, status: changes.length === 0 ? 'same' : 'changed', changes, kept, notes };
}

/** Makes or replaces one rule, unless it is no longer what it was compared with. */
export async function writeRule(kibana: Kibana, { local, deployed, comparison }: PlannedRule, token: CancelToken): Promise<RuleWriting> {
  const { ruleId, name } = comparison;
  const isNew = deployed === undefined;
  const fail = (failure: ClusterFailure): RuleWriting => ({ ruleId, name, outcome: 'failed', failure });
  if (deployed !== undefined) {
    const now = await readRule(kibana, ruleId, token);
    if (!now.ok) return fail(now.failure);
    if (stampOf(now.value) !== stampOf(deployed)) {
      return fail({ kind: 'exists', message: `${name} was changed in Kibana since it was compared; compare again.` });
    }
  }
  const body = deployed === undefined ? creationOf(local) : updateOf(deployed, local);
  const answer = await kibana.send({ method: isNew ? 'POST' : 'PUT', path: rulesPath, body }, token, {
    purpose: `${isNew ? 'the new rule' : 'the change of'} ${name}`,
  });
  return answer.ok ? { ruleId, name, outcome: isNew ? 'created' : 'updated', failure: undefined } : fail(answer.failure);
}

/** What changes whenever the rule does. */
function stampOf(rule: PlainRecord | undefined): string {
  return rule === undefined ? '' : JSON.stringify([rule['id'], rule['revision'], rule['updated_at']]);
}

function textOf(rule: PlainRecord, key: string): string {
  const value = rule[key];
  return typeof value === 'string' ? value : '';
}

function failed(kind: ClusterFailure['kind'], message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind, message } };
}
