import { expect, it } from 'vitest';
import { generatedSamples } from '../../client/src/generateWords.js';

it.each([
  [1, 6, '1 sample that matches and 6 near misses are made'],
  [1, 1, '1 sample that matches and 1 near miss are made'],
  [0, 2, 'No sample that matches and 2 near misses are made'],
])('%i and %i: %s', (matching, nearMisses, words) => expect(generatedSamples({ matching, nearMisses })).toBe(words));
