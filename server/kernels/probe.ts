/**
 * Looks values up in hash tables, and for literals in them, in the bytes where `extract` found them: nothing is decoded. What the bytes
 * alone do not tell is left to the caller.
 */
import { backslash, closeBracket, comma, fold, isSpace, openBrace, openBracket, quote } from './bytes';

const slash: u32 = 0x2f;
const lowerN: u32 = 0x6e;
const lowerU: u32 = 0x75;
const fieldBytes: usize = 20;

/** Where the answers are written, how many there are and how many there may be. */
let out: usize = 0;
let count: i32 = 0;
let room: i32 = 0;
/** The value could be written in another way than what is looked for, or is of a kind that is not read here. */
let unclear: bool = false;

/**
 * Goes through the fields of a program and writes the number of each list that their values lead to, at most `capacity`, and gives how
 * many; -1 where there are more. For a field whose values are not clear it writes its place in the program with the highest bit set.
 *
 * A program: number of fields, then for each: its slot; the lists that any value leads to, and any value that is not looked up; the
 * addresses of the tables of texts and of whole numbers. 0 stands for no list and no table. A table: number of entries less one, least and
 * greatest length of a key, then the entries: hash of the key, which is in lower case, and its list.
 */
export function probe(program: usize, slots: usize, mark: u32, to: usize, capacity: i32): i32 {
  out = to;
  count = 0;
  room = capacity;
  const fields = load<u32>(program);
  for (let place: u32 = 0; place < fields; place++) {
    const field = program + 4 + <usize>place * fieldBytes;
    const record = slots + ((<usize>load<u32>(field)) << 4);
    if (load<u32>(record, 12) != mark) continue;
    const before = count;
    unclear = false;
    lookUpField(field, record);
    if (!unclear) continue;
    count = before;
    add(0x80000000 | place);
  }
  return count > room ? -1 : count;
}

/** A list that is 0 is none. */
function add(list: u32): void {
  if (list == 0) return;
  if (count < room) store<u32>(out + ((<usize>count) << 2), list);
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
  const table: usize = byte == quote ? load<u32>(field, 12) : load<u32>(field, 16);
  if (table == 0 || (byte != quote && !isWhole(start, end))) add(load<u32>(field, 8));
  else if (byte != quote) add(listOf(table, start, end));
  else {
    if (mayHaveEscapes && !isPlainlyWritten(start + 1, end - 1)) unclear = true;
    else add(listOf(table, start + 1, end - 1));
  }
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

/**
 * Looks for literals in the texts of a slot and writes the number of each that occurs, once; gives how many, or -1 where the slot is not
 * clear.
 *
 * An automaton: the class of each byte, 0 for those in no literal; number of classes; addresses of the table of states, by state and class,
 * where the highest bit says that some literal ends there, of the ends and of the marks. The ends of a state are the address of their
 * number, after which they stand. A mark, for each literal, is that of the event in which it was last found.
 */
export function findLiterals(automaton: usize, slots: usize, slot: u32, mark: u32, to: usize): i32 {
  out = to;
  count = 0;
  room = 0x7fffffff;
  const record = slots + ((<usize>slot) << 4);
  if (load<u32>(record, 12) != mark) return 0;
  const start = <usize>load<u32>(record),
    end = <usize>load<u32>(record, 4);
  const kind = load<u32>(record, 8);
  const byte = kind & 255;
  if (byte == quote) {
    if (kind > 255 && !isPlainlyWritten(start + 1, end - 1)) return -1;
    walk(automaton, start + 1, end - 1, mark);
    return count;
  }
  if (byte != openBracket) return byte == openBrace || byte == lowerN ? 0 : -1;
  return walkItems(automaton, start + 1, end - 1, mark) ? count : -1;
}

function walkItems(automaton: usize, start: usize, end: usize, mark: u32): bool {
  for (let p = nextItem(start, end); p < end; p = nextItem(p, end)) {
    const byte = <u32>load<u8>(p);
    const after = itemEnd(p, byte, end);
    if (byte == quote) {
      if (!isPlainlyWritten(p + 1, after - 1)) return false;
      walk(automaton, p + 1, after - 1, mark);
    } else if (byte != lowerN) return false;
    p = after;
  }
  return true;
}

function walk(automaton: usize, start: usize, end: usize, mark: u32): void {
  const classCount = load<u32>(automaton, 256);
  const next: usize = load<u32>(automaton, 260);
  let state: u32 = 0;
  for (let p = start; p < end; p++) {
    const step = <u32>load<u16>(next + ((<usize>(state * classCount + load<u8>(automaton + load<u8>(p)))) << 1));
    state = step & 0x7fff;
    if (step > 0x7fff) addEnds(automaton, state, mark);
  }
}

function addEnds(automaton: usize, state: u32, mark: u32): void {
  let end: usize = load<u32>(<usize>load<u32>(automaton, 264) + ((<usize>state) << 2));
  for (let left = load<u32>(end); left > 0; left--) {
    end += 4;
    const literal = load<u32>(end);
    const marked = <usize>load<u32>(automaton, 268) + ((<usize>literal) << 2);
    if (load<u32>(marked) == mark) continue;
    store<u32>(marked, mark);
    // 0 is a literal too.
    store<u32>(out + ((<usize>count) << 2), literal);
    count++;
  }
}
