/** Where a value stops matching a pattern, so that a miss can be told in words. */
import type { WildcardPattern } from '../predicate.js';
import { foldAscii } from '../text.js';
import type { PatternStop } from './explained.js';

/** For a value that does not match. Each part of the pattern is looked for as early in the value as it can be. */
export function whereItStops(pattern: WildcardPattern, value: string, caseInsensitive: boolean): PatternStop {
  const fold = caseInsensitive ? foldAscii : (text: string): string => text;
  const text = fold(value);
  let at = 0;
  let found = 0;
  let afterRun = false;
  const stop = (kind: PatternStop['kind'], wanted?: string): PatternStop => ({ kind, matched: at, wanted, found });
  for (const [index, piece] of pattern.entries()) {
    if (piece.kind === 'run') afterRun = true;
    else if (piece.kind === 'one') {
      if (at >= text.length) return stop('next');
      at++;
    } else if (!afterRun) {
      const wanted = fold(piece.text);
      const same = commonLength(wanted, text, at);
      at += same;
      found += same;
      if (same < wanted.length) return stop(at === 0 ? 'start' : 'next', at === 0 ? piece.text : piece.text.slice(same));
    } else {
      const wanted = fold(piece.text);
      const isLast = index === pattern.length - 1;
      const place = isLast ? text.length - wanted.length : text.indexOf(wanted, at);
      if (place < at || !text.startsWith(wanted, place)) return stop(isLast ? 'end' : 'later', piece.text);
      at = place + wanted.length;
      found += wanted.length;
      afterRun = false;
    }
  }
  return stop('over');
}

function commonLength(wanted: string, text: string, at: number): number {
  let same = 0;
  while (same < wanted.length && wanted[same] === text[at + same]) same++;
  return same;
}
