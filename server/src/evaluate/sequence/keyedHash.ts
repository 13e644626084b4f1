/**
 * A text as 128 bits that stand for it: Chaskey, a message authentication code made for 32-bit processors. Texts that differ have
 * different bits but by chance, and who does not know the key can do nothing to have it otherwise: of texts of n blocks in all, the chance
 * that any two have the same bits is about n² in 2^128. https://mouha.be/chaskey/
 */

/** Four words of 32 bits. */
export type HashWords = readonly [number, number, number, number];

/** Puts the four words of a text into `words`. */
export type HashText = (text: string, words: Uint32Array) => void;

const blockBytes = 16;
const rounds = 8;

/** A key that whoever writes the events cannot know. */
export function randomKey(): HashWords {
  const word = (): number => Math.floor(Math.random() * 2 ** 32);
  return [word(), word(), word(), word()];
}

export function keyedHash(key: HashWords = randomKey()): HashText {
  const ofWholeBlock = timesTwo(key);
  const ofPartBlock = timesTwo(ofWholeBlock);
  const usual = bytesFor(usualLength);
  return (text, words) => {
    const bytes = text.length <= usualLength ? usual : bytesFor(text.length);
    const length = encode(text, bytes);
    const isWhole = length > 0 && length % blockBytes === 0;
    if (!isWhole) bytes.fill(0, length, length + blockBytes)[length] = 1;
    words.set(key);
    mixBytes(words, bytes, 0);
    for (let at = blockBytes; at < length; at += blockBytes) {
      permute(words);
      mixBytes(words, bytes, at);
    }
    const last = isWhole ? ofWholeBlock : ofPartBlock;
    mix(words, last);
    permute(words);
    mix(words, last);
  };
}

const usualLength = 256;
/** Stands before the two bytes of a UTF-16 code unit; smaller units are one byte. */
const escape = 0xff;

/** Other bytes for another text, half of a surrogate pair included; gives how many. */
function encode(text: string, bytes: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= escape) {
      bytes[length++] = escape;
      bytes[length++] = unit >>> 8;
    }
    bytes[length++] = unit;
  }
  return length;
}

/** Room for the bytes of a text of that length and what fills up the last block. */
function bytesFor(length: number): Uint8Array {
  return new Uint8Array(3 * length + blockBytes);
}

/** In the field of 2^128 elements. */
function timesTwo([a, b, c, d]: HashWords): HashWords {
  return [(a << 1) ^ (d >>> 31 === 1 ? 0x87 : 0), (b << 1) | (a >>> 31), (c << 1) | (b >>> 31), (d << 1) | (c >>> 31)];
}

function mix(words: Uint32Array, other: HashWords): void {
  for (let word = 0; word < 4; word++) words[word] = (words[word] ?? 0) ^ (other[word] ?? 0);
}

function mixBytes(words: Uint32Array, bytes: Uint8Array, from: number): void {
  for (let word = 0; word < 4; word++) {
    const at = from + 4 * word;
    words[word] =
      (words[word] ?? 0) ^ ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24));
  }
}

function permute(words: Uint32Array): void {
  let [a, b, c, d] = [(words[0] ?? 0) | 0, (words[1] ?? 0) | 0, (words[2] ?? 0) | 0, (words[3] ?? 0) | 0];
  for (let round = 0; round < rounds; round++) {
    a = (a + b) | 0;
    b = rotated(b, 5) ^ a;
    a = rotated(a, 16);
    c = (c + d) | 0;
    d = rotated(d, 8) ^ c;
    a = (a + d) | 0;
    d = rotated(d, 13) ^ a;
    c = (c + b) | 0;
    b = rotated(b, 7) ^ c;
    c = rotated(c, 16);
  }
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
