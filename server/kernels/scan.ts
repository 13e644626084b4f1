/**
 * Splits bytes into lines and finds those that hold one of some literals. Several literals are looked for at once: a window of four
 * bytes of each is turned into masks of their low nibbles, eight buckets of literals in parallel, and what passes the masks is compared
 * (after the algorithm of Hyperscan's Teddy; both cases of a letter have the same low nibble). Windows are looked for at every other byte
 * only, so that each literal has two: for where it begins at one of these bytes, and for where it begins between them. Lines that do not
 * look like an event from outside are told apart, for the caller to judge.
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
 * of the eight the number of its patterns and their address; a pattern: address of the literal's text, its length, where the window
 * begins in it, and whether the text is in lower case and stands for both.
 */
export function scan(from: usize, to: usize, masks: usize, buckets: usize, out: usize, capacity: i32): i32 {
  begin(out);
  const first = v128.load(masks),
    second = v128.load(masks, 16),
    third = v128.load(masks, 32),
    fourth = v128.load(masks, 48);
  const nibbles = i8x16.splat(15),
    evenNibbles = i16x8.splat(15),
    newlines = i8x16.splat(newline as i8),
    zero = i8x16.splat(0);
  let start = from;
  let p = from;
  /** The first halves of the windows of the last block: the second half of its last one stands in this. */
  let before = zero;
  while (p < to + 2) {
    const v = v128.load(p),
      w = v128.load(p, 16);
    const low = v128.and(v, nibbles),
      high = v128.and(w, nibbles);
    const even = i8x16.narrow_i16x8_u(v128.and(low, evenNibbles), v128.and(high, evenNibbles)),
      odd = i8x16.narrow_i16x8_u(i16x8.shr_u(low, 8), i16x8.shr_u(high, 8));
    const half = v128.and(i8x16.swizzle(first, even), i8x16.swizzle(second, odd));
    const r = v128.and(
      v128.and(i8x16.swizzle(third, even), i8x16.swizzle(fourth, odd)),
      i8x16.shuffle(before, half, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
    );
    const isEnd = i8x16.eq(v, newlines),
      isLaterEnd = i8x16.eq(w, newlines);
    before = half;
    if (!v128.any_true(v128.or(r, v128.or(isEnd, isLaterEnd)))) {
      p += 32;
      continue;
    }
    let ends: u32 = (<u32>i8x16.bitmask(isEnd)) | ((<u32>i8x16.bitmask(isLaterEnd)) << 16);
    let windows: u32 = (<u32>i8x16.bitmask(i8x16.eq(r, zero))) ^ 0xffff;
    let after: usize = p + 32;
    while (ends | windows) {
      const end = p + (ends ? ctz(ends) : 64);
      const window = p + (windows ? 2 * ctz(windows) : 66) - 2;
      // A window may begin one byte before its literal, on the newline.
      if (end <= window) {
        if (end >= to) break;
        ends &= ends - 1;
        finishLine(start, end, false);
        start = end + 1;
      } else {
        if (window >= to) break;
        windows &= windows - 1;
        if (!holdsLiteral(window, start, to, masks, buckets)) continue;
        const lineEnds = lineEnd(window + 1);
        finishLine(start, lineEnds, true);
        start = after = lineEnds + 1;
        before = zero;
        ends = windows = 0;
      }
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

/** Whether a literal stands at the window, on a line that begins at `from` or later. */
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
