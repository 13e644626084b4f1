/** The rules of a repository beside each other: which have the same id, the same name, the same file name, the same query. */
import { nameOf } from '../../base/fileName.js';
import type { Problem, Related } from '../../base/problem.js';
import { includesProfile, type Profile } from '../profile.js';
import type { Placed, RuleFacts } from './facts.js';
import { nearTextsOf, type NearTexts } from './near.js';
import { lockProblems, type VersionLock } from './versionLock.js';

export interface Repository {
  /** The rules that have a key in common with this one, or nearly its name; itself left out. */
  neighbours(rule: RuleFacts): readonly RuleFacts[];
  readonly near: NearTexts;
  /** What was released of its rules, where that is written down. */
  readonly lock: VersionLock | undefined;
  /**
   * The rules of a file are others now: the repository is what it would be had it been made of them. False, and without effect, where
   * it does not have the earlier ones, or where there were more or fewer of them.
   */
  replace(before: readonly RuleFacts[], after: readonly RuleFacts[]): boolean;
}

type KeyKind = 'id' | 'name' | 'file' | 'query';
const keyKinds: readonly KeyKind[] = ['id', 'name', 'file', 'query'];

/** Of each kind of key: the rules with a key, in order. */
type RulesByKey = Readonly<Record<KeyKind, Map<string, number[]>>>;

/** What rules are found by. A rule and its export are one rule, so rules in JSON are only compared with those of their own file. */
function keyOf(rule: RuleFacts, kind: KeyKind): string | undefined {
  const text = keyText(rule, kind);
  if (text === undefined || text === '') return undefined;
  return rule.format === 'toml' ? text : `${rule.uri} ${text}`;
}

function keyText({ uri, format, ruleId, name, fingerprint }: RuleFacts, kind: KeyKind): string | undefined {
  switch (kind) {
    case 'id':
      return ruleId?.value;
    case 'name':
      return name?.value.trim();
    case 'file':
      return format === 'toml' ? nameInAnyCase(uri) : undefined;
    case 'query':
      return fingerprint;
  }
}

export function createRepository(given: readonly RuleFacts[], lock?: VersionLock): Repository {
  const rules = [...given];
  const byKey: RulesByKey = { id: new Map(), name: new Map(), file: new Map(), query: new Map() };
  const places = new Map(rules.map((rule, index) => [rule, index] as const));
  let near = nearTextsOf(rules);
  for (const [index, rule] of rules.entries()) addKeys(byKey, rule, index);
  return {
    get near() {
      return near;
    },
    lock,
    neighbours(rule) {
      const sharing = keyKinds.flatMap((kind) => byKey[kind].get(keyOf(rule, kind) ?? '') ?? []);
      const found = [...sharing.flatMap((index) => rules[index] ?? []), ...near.rulesNear(rule)];
      return [...new Set(found)].filter((other) => !isSameRule(rule, other));
    },
    replace(before, after) {
      const indices = before.flatMap((rule) => places.get(rule) ?? []);
      if (indices.length !== before.length || before.length !== after.length) return false;
      for (const [position, index] of indices.entries()) {
        const [old, rule] = [before[position], after[position]];
        if (old === undefined || rule === undefined) continue;
        removeKeys(byKey, old, index);
        addKeys(byKey, rule, index);
        places.delete(old);
        places.set(rule, index);
        rules[index] = rule;
        if (!haveSameTexts(old, rule)) near = nearTextsOf(rules);
      }
      return true;
    },
  };
}

function addKeys(byKey: RulesByKey, rule: RuleFacts, index: number): void {
  for (const kind of keyKinds) {
    const key = keyOf(rule, kind);
    if (key === undefined) continue;
    const known = byKey[kind].get(key);
    if (known === undefined) byKey[kind].set(key, [index]);
    else {
      known.push(index);
      if ((known.at(-2) ?? -1) > index) known.sort((x, y) => x - y);
    }
  }
}

function removeKeys(byKey: RulesByKey, rule: RuleFacts, index: number): void {
  for (const kind of keyKinds) {
    const key = keyOf(rule, kind);
    if (key === undefined) continue;
    const left = (byKey[kind].get(key) ?? []).filter((other) => other !== index);
    if (left.length === 0) byKey[kind].delete(key);
    else byKey[kind].set(key, left);
  }
}

/** Whether the rules are the same to those who look for names and tags that are nearly the same. */
function haveSameTexts(one: RuleFacts, other: RuleFacts): boolean {
  const sameTags = one.tags.length === other.tags.length && one.tags.every((tag, index) => tag === other.tags[index]);
  return sameTags && one.name?.value === other.name?.value && one.uri === other.uri && one.format === other.format;
}

function isSameRule(one: RuleFacts, other: RuleFacts): boolean {
  return one.uri === other.uri && one.ruleId?.span.start === other.ruleId?.span.start && one.name?.span.start === other.name?.span.start;
}

/** What is wrong with a rule beside the others of its repository. */
export function repositoryProblems(rule: RuleFacts, repository: Repository, profile: Profile): readonly Problem[] {
  const neighbours = repository.neighbours(rule);
  // Which is how most rules are, but for their tags and their release.
  if (neighbours.length === 0) return aloneProblems(rule, repository);
  const sharing = (kind: KeyKind): readonly RuleFacts[] => {
    const own = keyOf(rule, kind);
    return own === undefined ? [] : neighbours.filter((other) => keyOf(other, kind) === own);
  };
  // Deprecated rules keep their names and files, beside the rules that took their place.
  const alike = (kind: KeyKind): readonly RuleFacts[] => sharing(kind).filter(({ isDeprecated }) => isDeprecated === rule.isDeprecated);
  return [
    ...idProblems(rule, sharing('id')),
    ...nameProblems(rule, alike('name'), profile),
    ...fileProblems(rule, alike('file')),
    ...queryProblems(rule, alike('query')),
    ...nearNameProblems(rule, repository.near),
    ...aloneProblems(rule, repository),
  ];
}

/** What can be wrong with a rule that has no neighbours. */
function aloneProblems(rule: RuleFacts, { near, lock }: Repository): readonly Problem[] {
  return [...tagProblems(rule, near), ...(lock === undefined ? [] : lockProblems(rule, lock))];
}

function idProblems({ ruleId }: RuleFacts, same: readonly RuleFacts[]): readonly Problem[] {
  const [other] = same;
  if (ruleId === undefined || other === undefined) return [];
  const message = `${titleOf(other)} has this \`rule_id\` too; each rule needs one of its own`;
  return [{ code: 'RUL002', span: ruleId.span, message, related: relatedTo(same, (facts) => facts.ruleId) }];
}

function nameProblems({ name }: RuleFacts, same: readonly RuleFacts[], profile: Profile): readonly Problem[] {
  if (name === undefined || same.length === 0) return [];
  // Kibana takes two rules of one name; the tools for detections as code do not.
  const severity = includesProfile(profile, 'detections-as-code') ? 'error' : 'information';
  const message = `Another rule has the name \`${name.value.trim()}\` too; their alerts cannot be told apart`;
  return [{ code: 'RUL003', severity, span: name.span, message, related: relatedTo(same, (facts) => facts.name) }];
}

function fileProblems({ uri, name, ruleId }: RuleFacts, same: readonly RuleFacts[]): readonly Problem[] {
  const place = name ?? ruleId;
  if (place === undefined || same.length === 0) return [];
  const message = `Another rule's file is named \`${nameOf(uri)}\` too; in a repository each has a name of its own, whatever its folder`;
  return [{ code: 'TOM012', span: place.span, message, related: relatedTo(same, (facts) => facts.name ?? facts.ruleId) }];
}

function queryProblems({ query, isDeprecated }: RuleFacts, same: readonly RuleFacts[]): readonly Problem[] {
  const [other] = same;
  if (query === undefined || other === undefined || isDeprecated) return [];
  const message = `${titleOf(other)} has the same query on the same indices, so each event gives two alerts; one of the rules is enough`;
  return [{ code: 'REP001', span: query.span, message, related: relatedTo(same, (facts) => facts.query) }];
}

function nearNameProblems(rule: RuleFacts, near: NearTexts): readonly Problem[] {
  const { name } = rule;
  const others = near.rulesNear(rule).filter((other) => !isSameRule(rule, other));
  const [other] = others;
  if (name === undefined || other?.name === undefined) return [];
  const message = `Another rule is named \`${other.name.value.trim()}\`, which is nearly the same; their alerts are easily mistaken for each other's`;
  return [{ code: 'REP002', span: name.span, message, related: relatedTo(others, (facts) => facts.name) }];
}

function tagProblems(rule: RuleFacts, near: NearTexts): readonly Problem[] {
  return rule.tagSpans.flatMap((span, index) => {
    const tag = rule.tags[index] ?? '';
    const meant = near.tagMeant(tag, rule);
    if (meant === undefined) return [];
    const message = `No other rule has the tag \`${tag}\`; did you mean \`${meant}\`?`;
    // Texts in JSON are texts in TOML too.
    const edits = [{ span, newText: JSON.stringify(meant) }];
    return [{ code: 'REP002', span, message, fixes: [{ title: `Replace by \`${meant}\``, edits }] }];
  });
}

/** Shown of many rules that are alike. */
const mostRelated = 5;

function relatedTo(rules: readonly RuleFacts[], placeOf: (rule: RuleFacts) => Placed | undefined): readonly Related[] {
  return rules.slice(0, mostRelated).flatMap((rule) => {
    const place = placeOf(rule);
    if (place === undefined) return [];
    return [{ span: place.span, message: titleOf(rule), file: { uri: rule.uri, range: place.range } }];
  });
}

function titleOf({ name, uri }: RuleFacts): string {
  return name === undefined ? `The rule in ${nameOf(uri)}` : `The rule \`${name.value.trim()}\` in ${nameOf(uri)}`;
}

function nameInAnyCase(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
}
