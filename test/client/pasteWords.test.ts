import { describe, expect, it } from 'vitest';
import { appendedTo, pastedEvents, type PastedEvents } from '../../client/src/pasteWords.js';

describe('events are added to', () => {
  it.each<[string, string, ReturnType<typeof appendedTo>]>([
    ['an empty file', '', { text: '{"b":2}\n', linesBefore: 0 }],
    ['lines', '{"a":1}\n', { text: '{"b":2}\n', linesBefore: 0 }],
    ['lines whose last one is not ended', '{"a":1}', { text: '\n{"b":2}\n', linesBefore: 1 }],
    ['lines of Windows', '{"a":1}\r\n', { text: '{"b":2}\r\n', linesBefore: 0 }],
    ['lines of which one is broken', '{"a":1}\nnot an event\n', { text: '{"b":2}\n', linesBefore: 0 }],
    ['an array: not at all', '[\n{"a":1}\n]\n', undefined],
    ['an object over several lines: not at all', '\uFEFF{\n  "took": 1\n}\n', undefined],
  ])('%s', (_, sample, expected) => expect(appendedTo(sample, ['{"b":2}'])).toEqual(expected));
});

const pasted: PastedEvents = { events: 2, sample: 'a.events.ndjson', line: 1119, isNew: false, bad: 0 };

it.each<[Partial<PastedEvents>, string]>([
  [{}, '2 events are added to a.events.ndjson, from line 1,120.'],
  [{ events: 1 }, '1 event is added to a.events.ndjson, on line 1,120.'],
  [{ isNew: true, line: 0 }, "2 events are written to a.events.ndjson, the rule's sample now."],
  [{ bad: 1 }, '2 events are added to a.events.ndjson, from line 1,120. 1 part of the clipboard is no event; the log says why.'],
])('%o: %s', (facts, expected) => expect(pastedEvents({ ...pasted, ...facts })).toBe(expected));
