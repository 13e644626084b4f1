import { expect, it, test } from 'vitest';
import { compileRedaction } from '../../server/src/elastic/redact.js';
import type { JsonObject } from '../../server/src/events/json.js';

/** Hashes as `#`. */
function redacted(event: JsonObject, remove: readonly string[], hash: readonly string[] = []): unknown {
  const redact = compileRedaction({ remove, hash, salt: 's' });
  return JSON.parse(JSON.stringify(redact(event)).replace(/"[0-9a-f]{16}"/g, '"#"'));
}

const event: JsonObject = {
  user: { name: 'ann', group: [{ id: 1 }, { id: 2 }] },
  'user.email': 'ann@example.org',
  username: 'ann',
  process: { args: ['a', 'b'], parent: { name: null } },
};

test.each<[readonly string[], readonly string[], unknown]>([
  [[], [], event],
  [['user'], [], { username: 'ann', process: { args: ['a', 'b'], parent: { name: null } } }],
  [['user.*'], [], { user: {}, username: 'ann', process: { args: ['a', 'b'], parent: { name: null } } }],
  [['user.group.id', 'process'], [], { user: { name: 'ann', group: [{}, {}] }, 'user.email': 'ann@example.org', username: 'ann' }],
  [['*.name', 'user.email'], [], { user: { group: [{ id: 1 }, { id: 2 }] }, username: 'ann', process: { args: ['a', 'b'], parent: {} } }],
  [
    ['username'],
    ['user', 'process.args', 'process.parent.name'],
    { user: { name: '#', group: [{ id: '#' }, { id: '#' }] }, 'user.email': '#', process: { args: ['#', '#'], parent: { name: null } } },
  ],
  [['user'], ['user', 'username'], { username: '#', process: { args: ['a', 'b'], parent: { name: null } } }],
  [['u[s]er', 'u.er'], [], event],
])('%j removed, %j hashed', (remove, hash, expected) => {
  expect(redacted(event, remove, hash)).toEqual(expected);
});

it('the same value has the same hash in one run, and another in the next', () => {
  const hashes = (salt: string): unknown[] =>
    Object.values(compileRedaction({ remove: [], hash: ['*'], salt })({ a: 'x', b: 'x', c: 'y' }));
  const [a, b, c] = hashes('one');
  expect(a).toBe(b);
  expect(a).not.toBe(c);
  expect(hashes('two')).not.toContain(a);
});

it('a key named as what objects inherit is a key like any other', () => {
  const odd = JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as JsonObject;
  expect(JSON.stringify(compileRedaction({ remove: ['b'], hash: [], salt: '' })(odd))).toBe('{"__proto__":{"a":1}}');
});
