/** Reads files while those before them are worked on. */
import type { Host, Outcome } from '../base/host.js';

/** So many files are read before they are asked for. */
const mostAhead = 16;

/** The host for someone who reads these files in this order, some of them perhaps not at all. */
export function readingAhead(host: Host, uris: readonly string[]): Host {
  const places = new Map(uris.map((uri, place) => [uri, place]));
  const begun = new Map<number, Promise<Outcome<string>>>();
  let next = 0;
  const begin = (until: number): void => {
    for (; next < Math.min(until, uris.length); next++) begun.set(next, host.readText(uris[next] ?? ''));
  };
  return {
    ...host,
    readText(uri) {
      const place = places.get(uri);
      if (place === undefined) return host.readText(uri);
      for (const other of begun.keys()) if (other < place) begun.delete(other);
      next = Math.max(next, place);
      begin(place + mostAhead);
      const reading = begun.get(place) ?? host.readText(uri);
      begun.delete(place);
      return reading;
    },
  };
}
