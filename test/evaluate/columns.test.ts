import { describe, expect, it } from 'vitest';
import { compileColumns } from '../../server/src/evaluate/columns.js';
import { isJsonObject, parseJson } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';
import { catalogOf, contextOf, lowerEvents } from '../kit/evaluate.js';

const event =
  '{"a":1,"b":2,"c":3,"d":4,"e":5,"event.category":"x","host":{"name":"h"},"user":{"name":"u"},"process":{"command_line":"p"},"many":[1,2,3,4,5,6,7,8,9,10,11,12]}';

function columnsOf(query: string): readonly string[] {
  const context = contextOf(catalogOf({}));
  const { predicate } = lowerEvents(query, context);
  const json = parseJson(event);
  if (predicate === undefined || !isJsonObject(json)) throw new Error('not lowered');
  const columns = compileColumns(predicate, context.fields, ['@timestamp', 'event.category']);
  const view = createView(context.fields);
  view.reset(json);
  return columns(view).map(({ field, values }) => `${field}=${values.join(',')}`);
}

describe('the columns of a hit', () => {
  const rows: readonly (readonly [condition: string, expected: readonly string[]])[] = [
    ['true', ['host.name=h', 'user.name=u', 'process.command_line=p']],
    ['a == 1 and b > 1', ['b=2', 'a=1', 'host.name=h', 'user.name=u', 'process.command_line=p']],
    ['a == 1 and not b == 1 and c in (2, 3)', ['c=3', 'b=2', 'a=1', 'host.name=h', 'user.name=u', 'process.command_line=p']],
    ['a == 1 or a == 2', ['a=1', 'host.name=h', 'user.name=u', 'process.command_line=p']],
    ['a > 0 and b > 0 and c > 0 and d > 0 and e > 0', ['a=1', 'b=2', 'c=3', 'd=4', 'host.name=h', 'user.name=u']],
    ['user.name : "u*" and absent == null', ['user.name=u', 'host.name=h', 'process.command_line=p']],
    ['length(user.name) > 0', ['user.name=u', 'host.name=h', 'process.command_line=p']],
    ['many > 0', ['many=1,2,3,4,5,6,7,8,9,10', 'host.name=h', 'user.name=u', 'process.command_line=p']],
  ];
  it.each(rows)('%s: %j', (condition, expected) => {
    expect(columnsOf(`x where ${condition}`)).toEqual(expected);
  });
});
