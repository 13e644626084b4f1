/** Which names of rules, and which tags, are one slip of the keyboard away from others of the repository. */
import { isOneSlipApart } from '../../base/nearest.js';
import type { RuleFacts } from './facts.js';

/** Shorter words often differ by one letter and mean different things: `DNS` and `DNF`, `bash` and `dash`. */
const shortestWord = 5;
const shortestName = 13;
/** Two texts that are one slip apart have the same first or the same last letters: a slip touches two letters at most. */
const keyLength = 5;
/** So many rules have a tag that is surely meant as it is written. */
const usual = 5;

export interface NearTexts {
  /** The rules whose name can be mistaken for this one's. */
  rulesNear(rule: RuleFacts): readonly RuleFacts[];
  /** The common tag that this one, which no other rule has, may be meant to be; undefined for other tags. */
  tagMeant(tag: string, rule: RuleFacts): string | undefined;
}

/** Nothing is compared before it is asked for. A rule of the list may be put in another's place as long as name and tags are the same. */
export function nearTextsOf(rules: readonly RuleFacts[]): NearTexts {
  let names: ReadonlyMap<string, readonly Named[]> | undefined;
  const tags = new Map<string, TagCounts>();
  return {
    rulesNear(rule) {
      const name = rule.name && plain(rule.name.value);
      if (name === undefined || name.length < shortestName) return [];
      names ??= byEnds(rules);
      const alike = new Set<RuleFacts>();
      for (const key of keysOf(rule, name)) {
        for (const near of names.get(key) ?? []) {
          const other = areNear(name, near.name) ? rules[near.index] : undefined;
          if (other !== undefined) alike.add(other);
        }
      }
      if (alike.size === 0) return [];
      return [...alike].filter((other) => other.isDeprecated === rule.isDeprecated && other.name?.value.trim() !== rule.name?.value.trim());
    },
    tagMeant(tag, rule) {
      const scope = scopeOf(rule);
      const known = tags.get(scope) ?? tagCounts(rules, scope);
      tags.set(scope, known);
      if (known.counts.get(tag) !== 1) return undefined;
      const written = plain(tag);
      return known.common.find((other) => areNear(written, other.name))?.tag;
    },
  };
}

/** A rule and its export are one rule, so rules in JSON are only compared with those of their own file. */
function scopeOf({ format, uri }: RuleFacts): string {
  return format === 'toml' ? '' : uri;
}

interface Named {
  /** Of the rule in the list. */
  readonly index: number;
  readonly name: string;
}

function byEnds(rules: readonly RuleFacts[]): ReadonlyMap<string, readonly Named[]> {
  const found = new Map<string, Named[]>();
  for (const [index, rule] of rules.entries()) {
    if (rule.name === undefined) continue;
    const named = { index, name: plain(rule.name.value) };
    for (const key of keysOf(rule, named.name)) {
      const known = found.get(key);
      if (known === undefined) found.set(key, [named]);
      else known.push(named);
    }
  }
  return found;
}

function keysOf(rule: RuleFacts, name: string): readonly string[] {
  const scope = scopeOf(rule);
  return [`start ${scope} ${name.slice(0, keyLength)}`, `end ${scope} ${name.slice(-keyLength)}`];
}

interface TagCounts {
  /** How many rules have a tag. */
  readonly counts: ReadonlyMap<string, number>;
  /** Tags of many rules. */
  readonly common: readonly { readonly tag: string; readonly name: string }[];
}

function tagCounts(rules: readonly RuleFacts[], scope: string): TagCounts {
  const counts = new Map<string, number>();
  for (const rule of rules) {
    if (scopeOf(rule) !== scope) continue;
    for (const tag of new Set(rule.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  const common = [...counts].flatMap(([tag, count]) => (count >= usual ? [{ tag, name: plain(tag) }] : []));
  return { counts, common };
}

/** In one case, with single blanks. */
function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Texts that are the same, or differ by one slip within one longer word; not by their numbers. */
function areNear(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1 || !isOneSlipApart(a, b) || numberless(a) === numberless(b)) return false;
  const [words, others] = [a.split(' '), b.split(' ')];
  if (words.length !== others.length) return words.join('') === others.join('');
  const at = words.findIndex((word, index) => word !== others[index]);
  return Math.max(words[at]?.length ?? 0, others[at]?.length ?? 0) >= shortestWord;
}

function numberless(text: string): string {
  return text.replace(/[\d.]+/g, '');
}
