import { expect, it } from 'vitest';
import { grouped } from '../../server/src/base/grouped.js';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [12345.6, '12,346'],
  [1234567, '1,234,567'],
  [100000000, '100,000,000'],
])('%d is written as %s', (count, expected) => expect(grouped(count)).toBe(expected));
