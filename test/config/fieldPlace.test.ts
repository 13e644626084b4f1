import { expect, test } from 'vitest';
import { fieldPlace } from '../../server/src/config/fieldPlace.js';

test.each([
  ['{ "properties": { "a": { "properties": { "b": {} } } } }', 'a.b', 'a. + b'],
  ['{ "properties": { "a": { "properties": { "b": {} } } } }', 'a', ' + a'],
  ['{ "index": { "mappings": { "properties": { "a": { "fields": { "text": {} } } } } } }', 'a.text', 'a. + text'],
  ['{ "x-*": { "a.b": "keyword" } }', 'a.b', ' + a.b'],
  ['{ "x-*": { "c.a.b": "keyword", "a.b": "keyword" } }', 'a.b', ' + a.b'],
  ['[\n{ "x": 1 }]', 'y', undefined],
  ['- name: a\n  fields:\n  - name: "b"\n- name: c.d\n', 'a.b', 'a. + b'],
  ['- name: a\n  fields:\n  - name: "b"\n- name: c.d\n', 'c.d', ' + c.d'],
  ['- name: a\n', 'b', undefined],
  ['a: [', 'a', undefined],
  ['{ "a": ', 'a', undefined],
  ['', 'a', undefined],
])('in %j the field %s stands as %s', (text, name, expected) => {
  const place = fieldPlace(text, name);
  expect(place && `${place.parent} + ${text.slice(place.span.start, place.span.end)}`).toBe(expected);
});
