import { expect, test } from 'vitest';
import { FieldTable } from '../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';

test.each([
  ['{"a":{"b":1}}', 'value'],
  ['{"a.b":[null,1]}', 'value'],
  ['{}', 'absent'],
  ['{"a":1}', 'absent'],
  ['{"a":null}', 'absent'],
  ['{"a":{"b":null}}', 'null'],
  ['{"a":[{"b":[null]},{}]}', 'null'],
  ['{"a.b":[]}', 'empty'],
  ['{"a":[{"b":[[]]}]}', 'empty'],
  ['{"a":{"b":{"c":1}}}', 'object'],
  ['{"a":{"b":{}}}', 'object'],
])('what stands at a.b in %s: %s', (text, expected) => {
  const fields = new FieldTable();
  const view = createView(fields);
  const event = parseJson(text);
  if (!isJsonObject(event)) throw new Error('no event');
  view.reset(event);
  expect(view.presence(fields.intern('a.b'))).toBe(expected);
});
