import { expect, it } from 'vitest';
import { uuidOf } from '../../server/src/base/uuid.js';

it('a text has one UUID, and another text another', () => {
  const ids = ['', 'a', 'b', 'file:///a.toml\n[rule]', 'file:///b.toml\n[rule]'].map(uuidOf);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect(uuidOf('a')).toBe(ids[1]);
});
