/**
 * Splits bytes into lines and finds those that hold one of some literals. Several literals are looked for at once: a window of four
 * bytes of each is turned into masks of their low nibbles, eight buckets of literals in parallel, and what passes the masks is compared
 * (after the algorithm of Hyperscan's Teddy; both cases of a letter have the same low nibble). Lines that do not look like an event from outside are told apart, for the caller to judge.
 */
import { carriageReturn, closeBrace, fold, newline, openBrace } from './bytes';

let next: usize = 0;
let lines: u32 = 0;
let events: u32 = 0;
let records: usize = 0;
let found: i32 = 0;

/** Where to go on after a call that filled its list of records. */
export function resumeAt(): usize {
  return next;
}

/** Lines of the last call. */
export function lineCount(): u32 {
  return lines;
}

/** Lines of the last call that look like an event: those in the list of records and those not in it. */
export function eventCount(): u32 {
  return events;
}

/**
 * Goes through the lines of `from` to `to`, which is just after a newline; 48 bytes more must be readable. Writes a record for each line
 * that holds a literal or does not look like an event, at most `capacity`, and gives their number. A record: start, end, number of lines
 * before it, number of events before it with the highest bit set where the line does not look like an event.
 *
 * `masks`: a vector of 16 bytes for each byte of the window, by its low nibble; each bit is a bucket. `buckets`: for each
 * of the eight the number of its literals and their address; a literal: address of its text, length, place of the window in it, and
 * whether it is in lower case and stands for both.
 */
export function scan(from: usize, to: usize, masks: usize, buckets: usize, out: usize, capacity: i32): i32 {
  begin(out);
  const first = v128.load(masks),
    second = v128.load(masks, 16),
    third = v128.load(masks, 32),
    fourth = v128.load(masks, 48);
  const nibble = i8x16.splat(15),
    newlines = i8x16.splat(newline as i8),
    zero = i8x16.splat(0);
  let start = from;
  let p = from;
  while (p < to) {
    const v = v128.load(p),
      w = v128.load(p, 16);
    let r = i8x16.swizzle(first, v128.and(v, nibble)),
      t = i8x16.swizzle(first, v128.and(w, nibble));
    r = v128.and(r, i8x16.swizzle(second, v128.and(v128.load(p, 1), nibble)));
    t = v128.and(t, i8x16.swizzle(second, v128.and(v128.load(p, 17), nibble)));
    r = v128.and(r, i8x16.swizzle(third, v128.and(v128.load(p, 2), nibble)));
    t = v128.and(t, i8x16.swizzle(third, v128.and(v128.load(p, 18), nibble)));
    r = v128.and(r, i8x16.swizzle(fourth, v128.and(v128.load(p, 3), nibble)));
    t = v128.and(t, i8x16.swizzle(fourth, v128.and(v128.load(p, 19), nibble)));
    r = v128.or(r, i8x16.eq(v, newlines));
    t = v128.or(t, i8x16.eq(w, newlines));
    if (!v128.any_true(v128.or(r, t))) {
      p += 32;
      continue;
    }
    let m: u32 = ~((<u32>i8x16.bitmask(i8x16.eq(r, zero))) | ((<u32>i8x16.bitmask(i8x16.eq(t, zero))) << 16));
    let after: usize = p + 32;
    while (m) {
      const q = p + ctz(m);
      m &= m - 1;
      if (q >= to) break;
      if (load<u8>(q) == newline) {
        finishLine(start, q, false);
        start = q + 1;
      } else if (holdsLiteral(q, from, to, masks, buckets)) {
        const end = lineEnd(q);
        finishLine(start, end, true);
        start = after = end + 1;
        m = 0;
      } else continue;
      if (found == capacity) {
        next = start;
        return found;
      }
    }
    p = after;
  }
  next = to;
  return found;
}

/** The same with a record for every line that is not empty. */
export function everyLine(from: usize, to: usize, out: usize, capacity: i32): i32 {
  begin(out);
  let start = from;
  while (start < to) {
    const end = lineEnd(start);
    finishLine(start, end, true);
    start = end + 1;
    if (found == capacity) break;
  }
  next = start;
  return found;
}

function begin(out: usize): void {
  lines = 0;
  events = 0;
  found = 0;
  records = out;
}

function finishLine(start: usize, end: usize, wanted: bool): void {
  let last = end;
  if (last > start && load<u8>(last - 1) == carriageReturn) last--;
  if (last > start) {
    const looksLikeEvent = last - start >= 2 && load<u8>(start) == openBrace && load<u8>(last - 1) == closeBrace;
    if (wanted || !looksLikeEvent) {
      const record = records + ((<usize>found) << 4);
      store<u32>(record, <u32>start);
      store<u32>(record, <u32>last, 4);
      store<u32>(record, lines, 8);
      store<u32>(record, looksLikeEvent ? events : events | 0x80000000, 12);
      found++;
    }
    if (looksLikeEvent) events++;
  }
  lines++;
}

function holdsLiteral(at: usize, from: usize, to: usize, masks: usize, buckets: usize): bool {
  let bits: u32 =
    load<u8>(masks + (load<u8>(at) & 15)) &
    load<u8>(masks + (load<u8>(at, 1) & 15), 16) &
    load<u8>(masks + (load<u8>(at, 2) & 15), 32) &
    load<u8>(masks + (load<u8>(at, 3) & 15), 48);
  while (bits) {
    const bucket = buckets + ((<usize>ctz(bits)) << 3);
    bits &= bits - 1;
    let literal: usize = load<u32>(bucket, 4);
    for (let left = load<u32>(bucket); left > 0; left--, literal += 16) {
      const start = at - <usize>load<u32>(literal, 8);
      const length = <usize>load<u32>(literal, 4);
      if (start < from || start + length > to) continue;
      if (isText(start, load<u32>(literal), length, load<u32>(literal, 12) != 0)) return true;
    }
  }
  return false;
}

function isText(at: usize, text: usize, length: usize, folds: bool): bool {
  for (let i: usize = 0; i < length; i++) {
    const byte = <u32>load<u8>(at + i);
    if ((folds ? fold(byte) : byte) != <u32>load<u8>(text + i)) return false;
  }
  return true;
}

/** The next newline at or after `p`; there is one. */
function lineEnd(p: usize): usize {
  const newlines = i8x16.splat(newline as i8);
  while (true) {
    const m = i8x16.bitmask(i8x16.eq(v128.load(p), newlines));
    if (m) return p + ctz(m);
    p += 16;
  }
}
