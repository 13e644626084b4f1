/**
 * Finds the values of some fields in the JSON of one event, as ranges of bytes, without reading the rest more closely than it takes to
 * step over it. Wherever keys or values could mean something else than what stands there at first sight, it says so and gives up: the
 * caller then parses the event.
 */
import { backslash, closeBrace, closeBracket, colon, comma, dot, isSameText, isSpace, openBrace, openBracket, quote } from './bytes';

/** Where the event ends. */
let end: usize = 0;
/** Differs from event to event; marks the slots and keys that this event has. */
let mark: u32 = 0;
let slots: usize = 0;
let gaveUp: bool = false;
let escaped: bool = false;
let dotted: bool = false;

/**
 * Extracts from the event of `from` to `to`; 64 bytes more must be readable. True when all fields were found or are surely not there.
 *
 * A node of the tree of keys: number of entries of its hash table less one, then the entries: address of the key's text, its length,
 * address of the node of the keys below it or 0, number of the slot or -1 (-2: give up where this key is met), mark of the last event that
 * has the key. A slot: start and end of the value, its first byte with bit 8 set where a string has escapes, mark of the event.
 */
export function extract(from: usize, to: usize, root: usize, slotTable: usize, eventMark: u32): bool {
  end = to;
  mark = eventMark;
  slots = slotTable;
  gaveUp = false;
  dotted = false;
  if (load<u8>(from) != openBrace) return false;
  const after = object(from + 1, root);
  return !gaveUp && after == to;
}

/** Whether the last event has a key with a dot, outside the objects that were stepped over. */
export function hasDottedKey(): bool {
  return dotted;
}

/** The closing quote of the string whose text begins at `p`. */
function stringEnd(p: usize): usize {
  const quotes = i8x16.splat(quote as i8),
    backslashes = i8x16.splat(backslash as i8);
  while (p < end) {
    const v = v128.load(p);
    const m = i8x16.bitmask(v128.or(i8x16.eq(v, quotes), i8x16.eq(v, backslashes)));
    if (m == 0) {
      p += 16;
      continue;
    }
    p += ctz(m);
    if (load<u8>(p) == quote) return p;
    escaped = true;
    p += 2;
  }
  gaveUp = true;
  return end;
}

/** The closing quote of the key whose text begins at `p`. */
function keyEnd(p: usize): usize {
  const quotes = i8x16.splat(quote as i8),
    backslashes = i8x16.splat(backslash as i8),
    dots = i8x16.splat(dot as i8);
  while (p < end) {
    const v = v128.load(p);
    const m: u32 = i8x16.bitmask(v128.or(i8x16.eq(v, quotes), i8x16.eq(v, backslashes)));
    const d: u32 = i8x16.bitmask(i8x16.eq(v, dots));
    if (m == 0) {
      if (d != 0) dotted = true;
      p += 16;
      continue;
    }
    // Those before the quote.
    if ((d & ((m & (0 - m)) - 1)) != 0) dotted = true;
    p += ctz(m);
    if (p >= end || load<u8>(p) != quote) break;
    return p;
  }
  gaveUp = true;
  return end;
}

function skipSpace(p: usize): usize {
  return load<u8>(p) > 32 ? p : skipSpaces(p);
}

function skipSpaces(p: usize): usize {
  while (p < end && isSpace(load<u8>(p))) p++;
  return p;
}

/**
 * Just after the object or array that begins at `p`. Goes by blocks of 64 bytes: between quotes nothing counts, and where fewer brackets
 * close than are open it does not matter in which order they stand.
 */
function skipContainer(p: usize): usize {
  let depth: i64 = 0;
  /** All bits set where the block begins in a string. */
  let inside: u64 = 0;
  while (p < end) {
    const strings = prefixXor(bytesLike(p, quote, 0)) ^ inside;
    const escapes = bytesLike(p, backslash, 0);
    const outside = ~strings & (lowestBit(escapes) - 1);
    // Brackets become braces.
    const opened = bytesLike(p, openBrace, 32) & outside;
    const closed = bytesLike(p, closeBrace, 32) & outside;
    const closing = <i64>popcnt(closed);
    if (depth > closing) depth += <i64>popcnt(opened) - closing;
    else {
      for (let left = opened | closed; left != 0; left &= left - 1) {
        if (opened & lowestBit(left)) depth++;
        else if (--depth == 0) return p + <usize>ctz(left) + 1;
      }
    }
    if (escapes == 0) {
      inside = <u64>((<i64>strings) >> 63);
      p += 64;
    } else {
      // The string goes on from its first escape; outside of strings there is none.
      if ((strings & lowestBit(escapes)) == 0) break;
      p = stringEnd(p + <usize>ctz(escapes)) + 1;
      inside = 0;
    }
  }
  gaveUp = true;
  return end;
}

/** Which of the 64 bytes at `p` are `byte` once the bits of `set` are set in them. */
function bytesLike(p: usize, byte: u32, set: i8): u64 {
  const wanted = i8x16.splat(byte as i8),
    added = i8x16.splat(set);
  return (
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.or(v128.load(p), added), wanted)))) |
    ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.or(v128.load(p, 16), added), wanted)))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.or(v128.load(p, 32), added), wanted)))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.or(v128.load(p, 48), added), wanted)))) << 48)
  );
}

/** 0 where no bit is set. */
function lowestBit(bits: u64): u64 {
  return bits & (0 - bits);
}

/** Each bit: whether an odd number of bits are set up to it, itself included. */
function prefixXor(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ (bits << 32);
}

function skipScalar(p: usize): usize {
  while (p < end) {
    const byte = load<u8>(p);
    if (byte == comma || byte == closeBrace || byte == closeBracket || isSpace(byte)) break;
    p++;
  }
  return p;
}

/** Just after the object whose first key may be at `p`. */
function object(p: usize, node: usize): usize {
  const mask = load<u32>(node);
  let first = true;
  while (true) {
    p = skipSpace(p);
    let byte = <u32>load<u8>(p);
    if (byte == closeBrace && p < end) return p + 1;
    if (!first) {
      if (byte != comma) break;
      p = skipSpace(p + 1);
      byte = load<u8>(p);
    }
    first = false;
    if (byte != quote || p >= end) break;
    const key = p + 1;
    const after = keyEnd(key);
    if (gaveUp) break;
    p = skipSpace(after + 1);
    if (load<u8>(p) != colon) break;
    p = skipSpace(p + 1);
    const entry = entryOf(node, mask, key, <u32>(after - key));
    byte = load<u8>(p);
    if (entry == 0) {
      p = skipValue(p, byte);
    } else {
      // A key that stands twice: the last one counts.
      if (load<u32>(entry, 16) == mark) break;
      store<u32>(entry, mark, 16);
      p = value(p, byte, load<u32>(entry, 8), load<i32>(entry, 12));
    }
    if (gaveUp) return end;
  }
  gaveUp = true;
  return end;
}

/** Just after the value at `p`, which stands under a key of the tree. */
function value(start: usize, byte: u32, child: usize, slot: i32): usize {
  escaped = false;
  let p: usize;
  if (child != 0 && byte == openBrace) p = object(start + 1, child);
  else p = skipValue(start, byte);
  // Objects in an array on the way to a field have the field's values together.
  if (slot == -2 || (child != 0 && byte == openBracket)) gaveUp = true;
  if (slot < 0 || gaveUp) return p;
  const record = slots + ((<usize>slot) << 4);
  if (load<u32>(record, 12) == mark) gaveUp = true;
  store<u32>(record, <u32>start);
  store<u32>(record, <u32>p, 4);
  store<u32>(record, byte | (byte == quote && escaped ? 256 : 0), 8);
  store<u32>(record, mark, 12);
  return p;
}

function skipValue(p: usize, byte: u32): usize {
  if (byte == quote) return stringEnd(p + 1) + 1;
  return byte == openBrace || byte == openBracket ? skipContainer(p) : skipScalar(p);
}

/** The entry of a key in the hash table of a node; 0 where it has none. */
function entryOf(node: usize, mask: u32, key: usize, length: u32): usize {
  if (length == 0) return 0;
  const last = key + length - 1;
  let hash = length + <u32>load<u8>(key) * 0x9e3779b1 + <u32>load<u8>(last) * 0x85ebca6b + <u32>load<u8>(key + (length >> 1)) * 0xc2b2ae35;
  hash = (hash ^ (hash >>> 15)) & mask;
  while (true) {
    const entry = node + 4 + <usize>hash * 20;
    const text: usize = load<u32>(entry);
    if (text == 0) return 0;
    if (load<u32>(entry, 4) == length && isSameText(key, text, length)) return entry;
    hash = (hash + 1) & mask;
  }
}
