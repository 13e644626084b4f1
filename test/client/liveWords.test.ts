import { expect, it } from 'vitest';
import { cancelledReason, endedReason, pauseReason, type LiveSample } from '../../client/src/liveWords.js';

const megabyte = 1024 * 1024;
const sample: LiveSample = { name: 'a.events.ndjson', bytes: 20 * megabyte, isUnsaved: false, milliseconds: 2000 };

it.each<[Partial<LiveSample>, string | undefined]>([
  [{}, undefined],
  [{ milliseconds: undefined }, undefined],
  [{ bytes: 512 * megabyte }, 'a.events.ndjson has 512 MB; live runs are for samples up to 20 MB.'],
  [{ bytes: 20.5 * megabyte }, 'a.events.ndjson has 21 MB; live runs are for samples up to 20 MB.'],
  [{ name: 'a.ndjson.gz', bytes: 2 * megabyte }, undefined],
  [{ name: 'a.ndjson.gz', bytes: 2.5 * megabyte }, 'a.ndjson.gz has 2.5 MB; live runs are for compressed samples up to 2 MB.'],
  [{ isUnsaved: true, bytes: 5 * megabyte }, 'a.events.ndjson has 5 MB; live runs are for unsaved samples up to 4 MB.'],
  [{ milliseconds: 3400 }, 'The last run on a.events.ndjson took 3.40 s; live runs are for samples that take up to 2 s.'],
])('a sample with %o: %s', (facts, reason) => expect(pauseReason({ ...sample, ...facts })).toBe(reason));

it('runs that did not come to their end say so', () => {
  expect(cancelledReason('a.ndjson')).toBe('The last run on a.ndjson was cancelled; live runs go on after one that was not.');
  expect(endedReason('a.ndjson')).toBe('A live run on a.ndjson was ended after 5 s; run the rule to see its results.');
});
