/** Did you mean: the names nearest to a misspelt one. */
import leven from 'leven';

const mostSuggestions = 3;

/** How many letters may be wrong: one in a short name, three in a long one, none in one of a letter or two. */
function allowedDistance(name: string): number {
  return name.length < 3 ? 0 : Math.max(1, Math.min(3, Math.floor(name.length / 4)));
}

/** The nearest of `names`, best first, at most three. Another case of the same name is nearest of all. */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  const lower = name.toLowerCase();
  const maxDistance = allowedDistance(name);
  return names
    .map((candidate) => ({ candidate, distance: distanceTo(candidate, lower, maxDistance) }))
    .filter(({ distance }) => distance <= maxDistance)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostSuggestions)
    .map(({ candidate }) => candidate);
}

function distanceTo(candidate: string, lower: string, maxDistance: number): number {
  if (Math.abs(candidate.length - lower.length) > maxDistance) return Infinity;
  // Beyond its limit leven gives the limit itself, hence one more.
  return leven(lower, candidate.toLowerCase(), { maxDistance: maxDistance + 1 });
}
