/** Bytes and their SIMD vectors, as both kernels see them. */

export const newline: u32 = 10;
export const carriageReturn: u32 = 13;
export const quote: u32 = 0x22;
export const comma: u32 = 0x2c;
export const dot: u32 = 0x2e;
export const colon: u32 = 0x3a;
export const openBracket: u32 = 0x5b;
export const backslash: u32 = 0x5c;
export const closeBracket: u32 = 0x5d;
export const openBrace: u32 = 0x7b;
export const closeBrace: u32 = 0x7d;

/** Lower case for ASCII letters. */
export function fold(byte: u32): u32 {
  return byte - 65 < 26 ? byte | 32 : byte;
}

export function isSpace(byte: u32): bool {
  return byte == 32 || byte == 9 || byte == 13 || byte == 10;
}

/** Whether the same text stands at both places. */
export function isSameText(one: usize, other: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i += 16) {
    const different: u32 = i8x16.bitmask(i8x16.ne(v128.load(one + i), v128.load(other + i)));
    if (different != 0 && i + ctz(different) < length) return false;
  }
  return true;
}
