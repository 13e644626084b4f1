/** Did you mean: the names that may be meant by one that there is not. */
import leven from 'leven';
import { groupBy } from './groupBy.js';

const mostSuggestions = 3;
const shortestName = 3;

/** How many slips are allowed: one in a short name, three in a long one, none in one of a letter or two. */
function allowedDistance(name: string): number {
  return name.length < shortestName ? 0 : Math.max(1, Math.min(3, Math.floor(name.length / 4)));
}

/**
 * In which way a name is near, the nearest way first: misspelt by one slip, begun (`event.ac` for `event.action`), with a part too many or too
 * few (`process.sha256` for `process.hash.sha256`), below another parent, misspelt by several slips.
 */
const ways = { slip: 0, begun: 1, part: 2, parent: 3, slips: 4 } as const;

export interface NearName {
  readonly name: string;
  readonly way: keyof typeof ways;
  /** In slips or letters. */
  readonly distance: number;
}

/** What finds names that are near to one, in no order. */
export type NameFinder = (name: string) => readonly NearName[];

/** The nearest of `names` to one that is not among them, best first, at most three. Another case of the same name is nearest of all. */
export function nearestNames(name: string, names: Iterable<string>): readonly string[] {
  return bestNames(nameFinder(names)(name));
}

/** Those of the names that whoever wrote this one can hardly have meant otherwise than by slips, best first, at most three. */
export function misspeltNames(name: string, names: Iterable<string>): readonly string[] {
  return bestNames(misspeltFinder(names)(name));
}

/** The best of them, at most three; those equally near by name. */
export function bestNames(near: Iterable<NearName>): readonly string[] {
  const best = new Map<string, NearName>();
  const sorted = [...near].sort((a, b) => ways[a.way] - ways[b.way] || a.distance - b.distance || (a.name < b.name ? -1 : 1));
  for (const each of sorted) if (!best.has(each.name)) best.set(each.name, each);
  const told = [...best.values()].filter((each, _, all) => !isOneOfMany(each, all));
  return told.slice(0, mostSuggestions).map(({ name }) => name);
}

/** Many fields are called `name`: a parent that does not have one tells nothing about which of them is meant. */
function isOneOfMany({ way }: NearName, all: readonly NearName[]): boolean {
  return (way === 'part' || way === 'parent') && all.filter((other) => other.way === way).length > mostSuggestions;
}

/** Finds those of the names that are near to one, made once for names that many are compared with. */
export function nameFinder(names: Iterable<string>): NameFinder {
  const known = [...names];
  const finders = [misspeltFinder(known), begunFinder(known), misplacedFinder(known)];
  return (name) => finders.flatMap((find) => find(name));
}

/** Finds those of which each part begins as that of a name: the rest of a word, or whole words more. */
function begunFinder(names: readonly string[]): NameFinder {
  const byStart = groupBy(names, startOf);
  return (name) => {
    const parts = name.toLowerCase().split('.');
    if (name.length < shortestName || parts.some((part) => part.length < startLength)) return [];
    const longer = (byStart.get(startOf(name)) ?? []).filter((known) => known.length > name.length && isBegun(parts, known));
    return longer.map((known) => ({ name: known, way: 'begun', distance: known.length - name.length }));
  };
}

function isBegun(parts: readonly string[], known: string): boolean {
  const others = known.toLowerCase().split('.');
  return others.length === parts.length && parts.every((part, at) => isBegunPart(part, others[at] ?? ''));
}

function isBegunPart(part: string, other: string): boolean {
  const isWordEnd = other[part.length] === '_' || !other.includes('_', part.length);
  return isWordEnd && other.startsWith(part);
}

const startLength = 2;

function startOf(name: string): string {
  return name.slice(0, startLength).toLowerCase();
}

/** Finds those with the same last part as a name, where the parts before it are others. */
function misplacedFinder(names: readonly string[]): NameFinder {
  const byLast = groupBy(names, lastOf);
  const roots = new Set(names.map(rootOf));
  return (name) => {
    const parts = name.toLowerCase().split('.');
    if (lastOf(name).length < shortestName) return [];
    return (byLast.get(lastOf(name)) ?? []).flatMap((known): readonly NearName[] => {
      const others = known.toLowerCase().split('.');
      if (others.length === parts.length) return roots.has(rootOf(name)) ? [{ name: known, way: 'parent', distance: 0 }] : [];
      const isPartMore = others.length === parts.length + 1 && isWithin(parts, others);
      const isPartLess = others.length === parts.length - 1 && others[0] === parts[0] && isWithin(others, parts);
      return isPartMore || isPartLess ? [{ name: known, way: 'part', distance: 0 }] : [];
    });
  };
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

/** What stands before the first dot; undefined without one. */
function rootOf(name: string): string | undefined {
  const end = name.indexOf('.');
  return end < 0 ? undefined : name.slice(0, end).toLowerCase();
}

/** Whether the parts stand among the others, in their order. */
function isWithin(parts: readonly string[], others: readonly string[]): boolean {
  let found = 0;
  for (const other of others) if (other === parts[found]) found += 1;
  return found === parts.length;
}

/** Finds those of the names that are near to one by slips only. */
function misspeltFinder(names: Iterable<string>): NameFinder {
  const byLength = new Map<number, KnownName[]>();
  for (const name of names) {
    const known = byLength.get(name.length);
    const added = { name, lower: name.toLowerCase(), letters: lettersOf(name.toLowerCase()) };
    if (known === undefined) byLength.set(name.length, [added]);
    else known.push(added);
  }
  return (name) => {
    const lower = name.toLowerCase();
    const letters = lettersOf(lower);
    const most = allowedDistance(name);
    const near: NearName[] = [];
    for (let length = lower.length - most; length <= lower.length + most; length += 1) {
      for (const known of byLength.get(length) ?? []) {
        if (differingLetters(known.letters, letters) > 2 * most) continue;
        const distance = slipsBetween(known.lower, lower, most);
        if (distance > most || hasOtherPart(known.lower, lower)) continue;
        near.push({ name: known.name, way: distance > 1 ? 'slips' : 'slip', distance });
      }
    }
    return near;
  };
}

/** Whether a whole part is another, as `id` is for `ac`: nobody slips so often in a short one. */
function hasOtherPart(name: string, other: string): boolean {
  const parts = name.split('.');
  const others = other.split('.');
  return parts.length === others.length && parts.some((part, at) => !isNearPart(part, others[at] ?? ''));
}

function isNearPart(part: string, other: string): boolean {
  const most = Math.max(1, Math.floor(Math.max(part.length, other.length) / 2));
  return part === other || slipsBetween(part, other, most) <= most;
}

interface KnownName {
  readonly name: string;
  readonly lower: string;
  readonly letters: number;
}

/** Which characters the word has, a bit for each 32nd. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** Of how many kinds of characters only one of the words has some: a slip changes two at most. */
function differingLetters(a: number, b: number): number {
  let count = 0;
  for (let bits = a ^ b; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

/** Whether the words differ by one slip of the keyboard: a letter more, less, other, or swapped with its neighbour. */
export function isOneSlipApart(a: string, b: string): boolean {
  const at = firstDifference(a, b);
  if (a.length === b.length) return isSwapOf(a, b) || (a !== b && a.slice(at + 1) === b.slice(at + 1));
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  return longer.length === shorter.length + 1 && longer.slice(at + 1) === shorter.slice(at);
}

/** How many slips of the keyboard turn one word into the other; Infinity beyond `most`. */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  if (isSwapOf(a, b)) return 1;
  // Beyond its limit leven gives the limit itself, hence one more.
  const distance = leven(a, b, { maxDistance: most + 1 });
  return distance <= most ? distance : Infinity;
}

/** Whether two neighbouring letters changed places, which leven counts as two slips. */
function isSwapOf(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = firstDifference(a, b);
  return a[at] !== undefined && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
