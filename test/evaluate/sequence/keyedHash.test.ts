import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { keyedHash, randomKey, type HashText } from '../../../server/src/evaluate/sequence/keyedHash.js';

const key = [0x833d3433, 0x009f389f, 0x2398e64f, 0x417acf39] as const;

function bits(text: string, hash: HashText): string {
  const words = new Uint32Array(4);
  hash(text, words);
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ');
}

describe('the bits of a text', () => {
  // What the reference implementation gives for the bytes 0, 1, 2 and so on.
  it.each([
    [0, '792e8fe5 75ce87aa 2d1450b5 1191970b'],
    [1, '13a9307b 50e62c89 4577bd88 c0bbdc18'],
    [4, '30b2d171 e38532fb 16707c16 73ed45f0'],
    [15, '51b94da4 efcc4de8 192412ea bbc170dd'],
    [16, '79271ca9 d66a1c71 81ca474e 49831cad'],
    [17, '048da968 4e25d096 2d6cf897 bc3959ca'],
    [31, 'bbdd0c2d fab6fcd9 dccc080e 9f04b41f'],
    [32, '60b3f7af 37eee7c8 836cfd98 782ca060'],
    [33, 'df44ea33 b0b2c398 0583ce6f 846d823e'],
    [63, '9047fad7 88136d8c a488286b 7fe9352c'],
  ])('%i bytes', (length, expected) => {
    expect(bits(String.fromCharCode(...Array.from({ length }, (_, byte) => byte)), keyedHash(key))).toBe(expected);
  });

  test('are others for every text, whatever stands in it', () => {
    const hash = keyedHash(key);
    const texts = [
      ...['', '\0', '\0\0', '\u0001', '\u00fe', '\u00ff', '\u00ff\u0001\u0002', '\u0201', '\u0102', '\uff01', '\uffff', '\u00ff\u00ff'],
      ...['\ud800', '\udc00', '\ud800\udc00', '\udc00\ud800', '\ufffd', 'e\u0301', '\u00e9'],
      ...['a'.repeat(15), 'a'.repeat(16), 'a'.repeat(17), `${'a'.repeat(15)}\u0001`, `${'a'.repeat(15)}\0`],
      ...['a'.repeat(256), 'a'.repeat(257), `${'a'.repeat(256)}b`, '\u4e00'.repeat(256), '\u4e00'.repeat(257)],
    ];
    expect(new Set(texts.map((text) => bits(text, hash))).size).toBe(texts.length);
  });

  test('do not depend on the texts before', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ minLength: 250, maxLength: 260 }));
    const hash = keyedHash(key);
    fc.assert(
      fc.property(text, text, (one, other) => {
        const alone = bits(one, keyedHash(key));
        expect(bits(other, hash) === alone).toBe(one === other);
        expect(bits(one, hash)).toBe(alone);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('are others with another key, and every hash has its own', () => {
    const hashes = [keyedHash(key), keyedHash([...key.slice(0, 3), 0] as unknown as typeof key), keyedHash(), keyedHash(randomKey())];
    expect(new Set(hashes.map((hash) => bits('text', hash))).size).toBe(hashes.length);
  });
});
