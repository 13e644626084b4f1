import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventNumbers, skimSegment } from '../../../server/src/evaluate/fast/segment.js';
import { createSkimmer, type Skimmer, type SkimPlan } from '../../../server/src/evaluate/fast/skimmer.js';
import { bytesFile } from './bothEngines.js';

const span = { start: 0, end: 0 };
const field = { id: 0, name: 'name', type: 'keyword', ignoreAbove: undefined } as const;
const plan: SkimPlan = {
  needs: { kind: 'literal', literal: { text: 'chmod', folds: true } },
  predicate: { kind: 'equals', field, constants: ['chmod'], caseInsensitive: false, span },
  fields: new Map([[0, 'name']]),
};

function skimmerFor(): Skimmer {
  const skimmer = createSkimmer(plan, 64);
  if (skimmer === undefined) throw new Error('Node has WebAssembly');
  return skimmer;
}

/** What is taken of the segments that end at `cuts` and at the end: `line:offset text` of events, `line message` of bad lines, then counts. */
function taken(text: string, cuts: readonly number[], readBytes?: number): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  const file = bytesFile(bytes);
  const ends = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
  const shown: string[] = [];
  let [from, lines, skipped, line] = [0, 0, 0, 1];
  for (const to of ends) {
    const segment = skimSegment(file, from, to, skimmerFor(), readBytes);
    for (let at = 0; at < segment.events.length; at += eventNumbers) {
      const [start = 0, end = 0, offset = 0, number = 0, column = 0] = segment.events.subarray(at, at + eventNumbers);
      shown.push(`${line + number}+${column}:${offset} ${new TextDecoder().decode(segment.bytes.subarray(start, end))}`);
    }
    shown.push(...segment.bad.map(({ line: number, message }) => `${line + number} ${message.slice(0, 12)}`));
    [from, lines, skipped, line] = [to, lines + segment.lines, skipped + segment.skipped, line + segment.lines];
  }
  return [...shown, `skipped ${skipped}`];
}

const hit = '{"name":"chmod"}';
const other = '{"name":"bash"}';

describe('a segment', () => {
  it.each([
    ['one hit', `${hit}\n${other}\n`, ['1+0:0 {"name":"chmod"}', 'skipped 1']],
    ['the last line without a newline', `${other}\n${hit}`, ['2+0:16 {"name":"chmod"}', 'skipped 1']],
    ['a literal in a line that does not satisfy the predicate', '{"name":"Chmod"}\n{"x":"chmod"}', ['skipped 2']],
    [
      'white space and line ends of Windows',
      `\r\n ${hit} \r\n${hit}\r\n`,
      ['2+1:3 {"name":"chmod"}', '3+0:22 {"name":"chmod"}', 'skipped 0'],
    ],
    ['a byte order mark', `\uFEFF${other}\n${hit}`, ['1+0:3 {"name":"bash"}', '2+0:19 {"name":"chmod"}', 'skipped 0']],
    ['what is no event', `text chmod\n${hit}\n[`, ['2+0:11 {"name":"chmod"}', '1 Not an event', '3 An array, no', 'skipped 0']],
    ['a broken event with the literal', '{"name":"chmod"', ['1+0:0 {"name":"chmod"', 'skipped 0']],
    ['nothing', '', ['skipped 0']],
  ])('with %s', (_, text, expected) => expect(taken(text, [])).toEqual(expected));

  it('has the same events wherever the file is cut and however much is read at once', () => {
    const line = fc.constantFrom(hit, other, '', `{"name":"${'x'.repeat(90)}"}`, '{"n\\u0061me":"chmod"}', ` ${hit}\r`, 'no event');
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('', '\n'),
        fc.array(fc.nat(300), { maxLength: 6 }),
        fc.integer({ min: 1, max: 200 }),
        (lines, end, cuts, readBytes) => {
          const text = lines.join('\n') + end;
          expect(taken(text, cuts, readBytes).toSorted()).toEqual(taken(text, []).toSorted());
        },
      ),
      { seed: 3, numRuns: 150 },
    );
  });
});
