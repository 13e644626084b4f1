/** Did you mean: the names nearest to a misspelt one. */
import leven from 'leven';

const mostSuggestions = 3;

/** How many slips are allowed: one in a short name, three in a long one, none in one of a letter or two. */
function allowedDistance(name: string): number {
  return name.length < 3 ? 0 : Math.max(1, Math.min(3, Math.floor(name.length / 4)));
}

/** The nearest of `names`, best first, at most three. Another case of the same name is nearest of all. */
export function nearestNames(name: string, names: Iterable<string>): readonly string[] {
  return bestNames(nameFinder(names)(name));
}

export interface NearName {
  readonly name: string;
  /** In slips. */
  readonly distance: number;
}

/** The best of them, at most three; those equally near by name. */
export function bestNames(near: Iterable<NearName>): readonly string[] {
  return [...near]
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, mostSuggestions)
    .map(({ name }) => name);
}

/** What finds those of the names that are near to one, in no order: made once for names that many are compared with. */
export function nameFinder(names: Iterable<string>): (name: string) => readonly NearName[] {
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
        if (distance <= most) near.push({ name: known.name, distance });
      }
    }
    return near;
  };
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
