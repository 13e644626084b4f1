import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernel, type FoundLine, type Kernel } from '../../../server/src/events/kernels/kernel.js';
import type { Literal } from '../../../server/src/events/kernels/tables.js';

function kernelFor(bytes: number): Kernel {
  const kernel = createKernel(bytes);
  if (kernel === undefined) throw new Error('Node has WebAssembly');
  return kernel;
}

const kernel = kernelFor(1024 * 1024);

/** What is found in `text`, which stands `before` bytes into the input. */
function foundIn(text: string, literals: readonly Literal[], before = 0): readonly FoundLine[] {
  const bytes = new TextEncoder().encode(text);
  kernel.input.fill(0x20);
  kernel.input.set(bytes, before);
  expect(kernel.setLiterals(literals)).toBe(true);
  const found: FoundLine[] = [];
  const counts = kernel.lines(before, before + bytes.length, (line) => void found.push(line));
  const lines = text.split('\n').slice(0, -1).map(withoutReturn);
  expect(counts).toEqual({ lines: lines.length, events: lines.filter(looksLikeEvent).length });
  return found.map(({ start, end, ...line }) => ({ ...line, start: start - before, end: end - before }));
}

/** The same, found out line by line. */
function expectedIn(text: string, literals: readonly Literal[]): readonly FoundLine[] {
  const found: FoundLine[] = [];
  let [start, linesBefore, eventsBefore] = [0, 0, 0];
  for (const whole of text.split('\n').slice(0, -1)) {
    const line = withoutReturn(whole);
    const isEvent = looksLikeEvent(line);
    if (line !== '' && (!isEvent || literals.some((literal) => holds(line, literal))))
      found.push({ start, end: start + line.length, linesBefore, eventsBefore, looksLikeEvent: isEvent });
    start += whole.length + 1;
    linesBefore++;
    if (isEvent) eventsBefore++;
  }
  return found;
}

const withoutReturn = (line: string): string => line.replace(/\r$/, '');
const looksLikeEvent = (line: string): boolean => line.length >= 2 && line.startsWith('{') && line.endsWith('}');
const holds = (line: string, { text, folds }: Literal): boolean => (folds ? line.toLowerCase() : line).includes(text);

const literals = fc.array(
  fc
    .tuple(fc.string({ unit: fc.constantFrom(...'abcdrs-"'), minLength: 2, maxLength: 9 }), fc.boolean())
    .map(([text, folds]): Literal => ({ text, folds })),
  { minLength: 1, maxLength: 40 },
);
const line = fc
  .tuple(
    fc.constantFrom('{', '{', '{', ''),
    fc.string({ unit: fc.constantFrom(...'abcdrsABCDRS-" xyz'), maxLength: 90 }),
    fc.constantFrom('}', '}', '}', '}\r', ''),
  )
  .map((parts) => parts.join(''));

describe('lines with literals', () => {
  it('are those that hold one, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), literals, fc.nat(70), (lines, wanted, before) => {
        const text = lines.map((each) => `${each}\n`).join('');
        expect(foundIn(text, wanted, before)).toEqual(expectedIn(text, wanted));
      }),
      { seed: 11, numRuns: 1500 },
    );
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('are found with a literal of %i characters at every place of a line', (length) => {
    const literal = { text: 'qwertzui'.slice(0, length), folds: false };
    const text = Array.from({ length: 80 }, (_, at) => `{${' '.repeat(at)}${literal.text}}\n{${' '.repeat(at)}}\n`).join('');
    expect(foundIn(text, [literal]).map(({ linesBefore }) => linesBefore)).toEqual(Array.from({ length: 80 }, (_, at) => 2 * at));
  });

  it('are not those that a literal stands just behind, or across the end of', () => {
    expect(foundIn('{}\nno\n{n\no}\n', [{ text: 'no', folds: false }]).map(({ start, end }) => [start, end])).toEqual([[3, 5], [6, 8], [9, 11]]); // prettier-ignore
  });

  it('are all told, more than fit one list', () => {
    const many = '{chmod}\n{}\n'.repeat(9000);
    expect(foundIn(many, [{ text: 'chmod', folds: false }])).toEqual(expectedIn(many, [{ text: 'chmod', folds: false }]));
  });
});
