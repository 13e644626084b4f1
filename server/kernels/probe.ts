/**
 * Looks values up in hash tables, and for literals in them, in the bytes where `extract` found them: nothing is decoded. What the bytes
 * alone do not tell is left to the caller.
 */
import { backslash, closeBracket, comma, fold, isSameText, isSpace, openBrace, openBracket, quote } from './bytes';

const slash: u32 = 0x2f;
const lowerN: u32 = 0x6e;
const lowerU: u32 = 0x75;
const fieldBytes: usize = 28;
const headerBytes: usize = 8;

/** The event that is looked at; marks what was found in it. */
let mark: u32 = 0;
/** Where the answers are written, how many there are and how many there may be. */
let out: usize = 0;
let count: i32 = 0;
let room: i32 = 0;
/** The marks of the lists of the program. */
let marks: usize = 0;
/** The value could be written in another way than what is looked for, or is of a kind that is not read here. */
let unclear: bool = false;

/**
 * Goes through the fields of a program and writes the number of each list that their values lead to, once, at most `capacity`, and gives
 * how many; -1 where there are more. For a field whose values are not clear it writes its place in the program with the highest bit set.
 *
 * A program: number of fields, address of a mark for each list, then for each field: its slot; the lists that any value leads to, and any
 * value that is not looked up; the addresses of the tables of texts and of whole numbers, of the automaton of its literals and of the list
 * of each literal. 0 stands for no list, no table and no automaton. A table: number of entries less one, least and greatest length of a
 * key, then the entries: hash of the key, which is in lower case, and its list.
 */
export function probe(program: usize, slots: usize, eventMark: u32, to: usize, capacity: i32): i32 {
  out = to;
  count = 0;
  room = capacity;
  mark = eventMark;
  const fields = load<u32>(program);
  marks = load<u32>(program, 4);
  for (let place: u32 = 0; place < fields; place++) {
    const field = program + headerBytes + <usize>place * fieldBytes;
    const record = slots + ((<usize>load<u32>(field)) << 4);
    if (load<u32>(record, 12) != mark) continue;
    const before = count;
    unclear = false;
    lookUpField(field, record);
    const automaton: usize = load<u32>(field, 20);
    if (unclear) {
      count = before;
      answer(0x80000000 | place);
    } else if (automaton != 0) store<u32>(automaton, mark, walkedAt);
  }
  return count > room ? -1 : count;
}

/** A list that is 0 is none. */
function add(list: u32): void {
  if (list == 0) return;
  const marked = marks + ((<usize>list) << 2);
  if (load<u32>(marked) == mark) return;
  store<u32>(marked, mark);
  answer(list);
}

function answer(what: u32): void {
  if (count < room) store<u32>(out + ((<usize>count) << 2), what);
  count++;
}

function lookUpField(field: usize, record: usize): void {
  const start = <usize>load<u32>(record),
    end = <usize>load<u32>(record, 4);
  const kind = load<u32>(record, 8);
  const byte = kind & 255;
  // An object is no value, nor is null.
  if (byte == openBrace || byte == lowerN) return;
  if (byte == openBracket) {
    lookUpItems(field, start + 1, end - 1);
    return;
  }
  add(load<u32>(field, 4));
  lookUpValue(field, start, end, byte, kind > 255);
}

function lookUpItems(field: usize, start: usize, end: usize): void {
  let isFirst = true;
  for (let p = nextItem(start, end); p < end; p = nextItem(p, end)) {
    const byte = <u32>load<u8>(p);
    if (byte == openBrace || byte == openBracket) unclear = true;
    if (unclear) return;
    const after = itemEnd(p, byte, end);
    if (byte != lowerN) {
      if (isFirst) add(load<u32>(field, 4));
      isFirst = false;
      lookUpValue(field, p, after, byte, true);
    }
    p = after;
  }
}

function lookUpValue(field: usize, start: usize, end: usize, byte: u32, mayHaveEscapes: bool): void {
  const automaton: usize = load<u32>(field, 20);
  const table: usize = byte == quote ? load<u32>(field, 12) : load<u32>(field, 16);
  if (byte != quote) {
    // Literals are looked for in numbers too, as they are written in values.
    if (automaton != 0) unclear = true;
    else add(table == 0 || !isWhole(start, end) ? load<u32>(field, 8) : listOf(table, start, end));
    return;
  }
  if ((table | automaton) != 0 && mayHaveEscapes && !isPlainlyWritten(start + 1, end - 1)) {
    unclear = true;
    return;
  }
  add(table == 0 ? load<u32>(field, 8) : listOf(table, start + 1, end - 1));
  if (automaton != 0) find(automaton, load<u32>(field, 24), start + 1, end - 1);
}

/** The list of a key; 0 where the table does not have it. */
function listOf(table: usize, start: usize, end: usize): u32 {
  const length = <u32>(end - start);
  if (length < load<u32>(table, 4) || length > load<u32>(table, 8)) return 0;
  let hash: u32 = 0x811c9dc5;
  for (let p = start; p < end; p++) hash = (hash ^ fold(load<u8>(p))) * 0x01000193;
  const mask = load<u32>(table);
  let place = (hash ^ (hash >>> 15)) & mask;
  while (true) {
    const entry = table + 12 + ((<usize>place) << 3);
    const list = load<u32>(entry, 4);
    if (list == 0 || load<u32>(entry) == hash) return list;
    place = (place + 1) & mask;
  }
}

/** A number without sign, fraction and exponent, which a number holds exactly. */
function isWhole(start: usize, end: usize): bool {
  if (end - start > 15) return false;
  for (let p = start; p < end; p++) if (<u32>load<u8>(p) - 48 > 9) return false;
  return true;
}

/** Whether no character has an escape that it need not have, or could have in another way. */
function isPlainlyWritten(start: usize, end: usize): bool {
  for (let p = start; p < end; p++) {
    if (load<u8>(p) != backslash) continue;
    const byte = <u32>load<u8>(++p);
    if (byte == lowerU || byte == slash) return false;
  }
  return true;
}

function nextItem(start: usize, end: usize): usize {
  let p = start;
  while (p < end && (isSpace(load<u8>(p)) || load<u8>(p) == comma)) p++;
  return p;
}

/** Just after the item of a list that begins at `p`. */
function itemEnd(start: usize, byte: u32, end: usize): usize {
  let p = start + 1;
  if (byte == quote) {
    while (p < end && load<u8>(p) != quote) p += load<u8>(p) == backslash ? 2 : 1;
    return p + 1;
  }
  while (p < end && load<u8>(p) != comma && !isSpace(load<u8>(p)) && load<u8>(p) != closeBracket) p++;
  return p;
}

/** Of an automaton. */
const firstRowAt: usize = 256;
const firstEndingAt: usize = 260;
const marksAt: usize = 264;
const walkedAt: usize = 268;
const keptAt: usize = 272;
/** Before a value and after it, so that literals can say that they stand at its start or end. */
const startMark: u32 = 2;
const endMark: u32 = 3;

/**
 * Looks for literals in the texts of a slot and marks those that occur; false where the slot is not clear.
 *
 * An automaton: the class of each byte, 0 for those in no literal; addresses of the first row, of the first row of the states in which some
 * literal ends, and of the marks; mark of the last event in which all that occurs was marked; address of the texts met lately. A row, one for each state: address of the
 * number of the literals that end there, after which they stand, and the row that comes after each class. A mark, for each literal, is that
 * of the event in which it was last found.
 */
export function findLiterals(automaton: usize, slots: usize, slot: u32, eventMark: u32): bool {
  mark = eventMark;
  const record = slots + ((<usize>slot) << 4);
  const start = <usize>load<u32>(record),
    end = <usize>load<u32>(record, 4);
  const kind = load<u32>(record, 8);
  const byte = kind & 255;
  if (load<u32>(record, 12) == mark && byte != openBrace && byte != lowerN) {
    if (byte == quote) {
      if (kind > 255 && !isPlainlyWritten(start + 1, end - 1)) return false;
      find(automaton, 0, start + 1, end - 1);
    } else if (byte != openBracket || !walkItems(automaton, start + 1, end - 1)) return false;
  }
  store<u32>(automaton, mark, walkedAt);
  return true;
}

function walkItems(automaton: usize, start: usize, end: usize): bool {
  for (let p = nextItem(start, end); p < end; p = nextItem(p, end)) {
    const byte = <u32>load<u8>(p);
    const after = itemEnd(p, byte, end);
    if (byte == quote) {
      if (!isPlainlyWritten(p + 1, after - 1)) return false;
      find(automaton, 0, p + 1, after - 1);
    } else if (byte != lowerN) return false;
    p = after;
  }
  return true;
}

/**
 * Texts met lately, by any automaton, and what it found in them: values come again and again. An entry: address of the automaton, length of
 * the text, number of literals, the literals, and the text.
 */
const keptEntries: u32 = 2048;
const entryShift: usize = 7;
const keptList: usize = 8;
const keptText: usize = 64;
const mostLiterals: u32 = 13;
const longestKept: u32 = 64;

/** The entry in which what is found is noted, or 0. */
let noted: usize = 0;

/** `lists`: address of the list of each literal, or 0. */
function find(automaton: usize, lists: usize, start: usize, end: usize): void {
  const length = <u32>(end - start);
  noted = 0;
  if (length <= longestKept) {
    const entry = keptEntry(automaton, start, length);
    if (load<u32>(entry) == automaton && load<u32>(entry, 4) == length && isSameText(entry + keptText, start, length)) {
      addAll(automaton, lists, entry + keptList);
      return;
    }
    store<u32>(entry, <u32>automaton);
    store<u32>(entry, length, 4);
    store<u32>(entry, 0, keptList);
    for (let at: usize = 0; at < <usize>length; at += 16) v128.store(entry + keptText + at, v128.load(start + at));
    noted = entry;
  }
  walk(automaton, lists, start, end);
}

function keptEntry(automaton: usize, start: usize, length: u32): usize {
  let hash: u32 = (<u32>automaton) ^ length;
  for (let at: u32 = 0; at + 4 <= length; at += 4) hash = (hash ^ load<u32>(start + at)) * 0x9e3779b1;
  const rest = length & 3;
  if (rest != 0) hash = (hash ^ (load<u32>(start + (length & ~3)) & ((1 << (rest << 3)) - 1))) * 0x9e3779b1;
  return <usize>load<u32>(automaton, keptAt) + ((<usize>((hash ^ (hash >>> 15)) & (keptEntries - 1))) << entryShift);
}

/** `lists`: address of the list of each literal, or 0. */
function walk(automaton: usize, lists: usize, start: usize, end: usize): void {
  const firstEnding = load<u32>(automaton, firstEndingAt);
  let row = after(automaton, load<u32>(automaton, firstRowAt), startMark);
  if (row >= firstEnding) addEnds(automaton, lists, row);
  for (let p = start; p < end; p++) {
    row = after(automaton, row, load<u8>(p));
    if (row >= firstEnding) addEnds(automaton, lists, row);
  }
  row = after(automaton, row, endMark);
  if (row >= firstEnding) addEnds(automaton, lists, row);
}

function after(automaton: usize, row: u32, byte: u32): u32 {
  return load<u32>(<usize>row + ((<usize>load<u8>(automaton + <usize>byte)) << 2), 4);
}

function addEnds(automaton: usize, lists: usize, row: u32): void {
  const ends: usize = load<u32>(row);
  addAll(automaton, lists, ends);
  if (noted != 0) note(ends);
}

/** Literals: their number, then they. */
function addAll(automaton: usize, lists: usize, literals: usize): void {
  let p = literals;
  for (let left = load<u32>(p); left > 0; left--) {
    p += 4;
    const literal = (<usize>load<u32>(p)) << 2;
    store<u32>(<usize>load<u32>(automaton, marksAt) + literal, mark);
    if (lists != 0) add(load<u32>(lists + literal));
  }
}

/** Texts with more literals than there is room for are not kept. */
function note(ends: usize): void {
  const before = load<u32>(noted, keptList);
  const more = load<u32>(ends);
  if (before + more > mostLiterals) {
    store<u32>(noted, 0);
    noted = 0;
    return;
  }
  memory.copy(noted + keptList + 4 + ((<usize>before) << 2), ends + 4, (<usize>more) << 2);
  store<u32>(noted, before + more, keptList);
}

/**
 * The number of the kind of event that has the same bytes in a few slots; 0 where it is not known, or they are too many.
 *
 * A table of kinds: number of slots, number of entries less one, address of the entries, address of the key and the bytes it may have, then
 * the slots. The key begins with its hash and its length, 0 where it did not fit; then for each slot its length and one, 0 where the event
 * has none, and its bytes. An entry: hash, address and length of the key, number of the kind or 0.
 */
export function kindOf(table: usize, slots: usize, eventMark: u32): u32 {
  const place: usize = load<u32>(table, 12);
  const limit = place + <usize>load<u32>(table, 16) - 8;
  const key = place + 8;
  store<u32>(place, 0, 4);
  let p = key;
  for (let left = load<u32>(table), slot = table + 20; left > 0; left--, slot += 4) {
    const record = slots + ((<usize>load<u32>(slot)) << 4);
    const isThere = load<u32>(record, 12) == eventMark;
    const start = <usize>load<u32>(record);
    const length = isThere ? <usize>load<u32>(record, 4) - start : 0;
    if (p + length > limit) return 0;
    store<u32>(p, isThere ? <u32>length + 1 : 0);
    p += 4;
    for (let at: usize = 0; at < length; at += 4) store<u32>(p + at, load<u32>(start + at));
    const last = p + (length & ~3);
    const rest = (<u32>length) & 3;
    // So that words can be compared.
    if (rest != 0) store<u32>(last, load<u32>(last) & ((1 << (rest << 3)) - 1));
    p += (length + 3) & ~3;
  }
  const length = p - key;
  let hash: u32 = 0x811c9dc5;
  for (let at: usize = 0; at < length; at += 4) hash = ((hash ^ load<u32>(key + at)) * 0x01000193) ^ (hash >>> 13);
  store<u32>(place, hash);
  store<u32>(place, <u32>length, 4);
  return knownKind(table, key, length, hash);
}

function knownKind(table: usize, key: usize, length: usize, hash: u32): u32 {
  const mask = load<u32>(table, 4);
  const entries: usize = load<u32>(table, 8);
  let place = hash & mask;
  while (true) {
    const entry = entries + ((<usize>place) << 4);
    const kind = load<u32>(entry, 12);
    if (kind == 0) return 0;
    if (load<u32>(entry) == hash && <usize>load<u32>(entry, 8) == length && isSame(key, load<u32>(entry, 4), length)) return kind;
    place = (place + 1) & mask;
  }
}

function isSame(one: usize, other: usize, length: usize): bool {
  let at: usize = 0;
  while (at < length && load<u32>(one + at) == load<u32>(other + at)) at += 4;
  return at == length;
}
