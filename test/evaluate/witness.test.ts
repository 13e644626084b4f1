import { describe, expect, it } from 'vitest';
import { compileWitness } from '../../server/src/evaluate/witness.js';
import { isJsonObject, parseJson } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';
import { catalogOf, contextOf, lowerEvents } from '../kit/evaluate.js';

const types = {
  'event.category': 'keyword',
  name: 'keyword',
  'name.multi': 'keyword',
  pid: 'long',
  args: 'keyword',
  flag: 'boolean',
} as const;

const event = '{"event":{"category":"process"},"name":"Cmd.exe","pid":7,"args":["-a","-b","x"],"flag":true}';

/** `clause: field = values` for each clause, or undefined. */
function witnessOf(query: string): readonly string[] | undefined {
  const context = contextOf(catalogOf(types));
  const { predicate } = lowerEvents(query, context);
  const json = parseJson(event);
  if (predicate === undefined || !isJsonObject(json)) throw new Error('not lowered');
  const view = createView(context.fields);
  view.reset(json);
  const clauses = compileWitness(predicate, context.fields)(view);
  return clauses?.map(({ span, field, values }) => `${query.slice(span.start, span.end)}: ${field} = ${values.join(',')}`);
}

describe('why an event matches', () => {
  const rows: readonly (readonly [query: string, ...clauses: string[]])[] = [
    ['process where true', 'process: event.category = process'],
    ['any where name : "cmd*"', 'name : "cmd*": name = Cmd.exe'],
    ['any where args : "-*"', 'args : "-*": args = -a,-b'],
    ['any where args : "-*" and pid > 5', 'args : "-*": args = -a,-b', 'pid > 5: pid = 7'],
    ['any where pid == 1 or pid == 7 or args == "x"', 'pid == 7: pid = 7', 'args == "x": args = x'],
    ['any where flag and not name == "other"', 'flag: flag = true'],
    ['any where not (name == "other")'],
    ['any where name != null', 'name != null: name = Cmd.exe'],
    ['any where ?gone == null'],
    ['any where length(args) == 2 and pid == 7', 'length(args) == 2: args = -a,-b', 'pid == 7: pid = 7'],
    [
      'any where concat(name, pid) == "Cmd.exe7"',
      'concat(name, pid) == "Cmd.exe7": name = Cmd.exe',
      'concat(name, pid) == "Cmd.exe7": pid = 7',
    ],
    ['any where name.multi == "Cmd.exe"', 'name.multi == "Cmd.exe": name = Cmd.exe'],
    ['any where (pid == 7 and name == "x") or flag', 'flag: flag = true'],
    ['any where flag or pid / 0 == 1', 'flag: flag = true'],
    ['any where flag or not pid / 0 == 1', 'flag: flag = true'],
    ['any where 10 / (length(args) - 1) > 3', '10 / (length(args) - 1) > 3: args = -a,-b'],
  ];
  it.each(rows.map(([query, ...clauses]) => [query, clauses] as const))('%s', (query, clauses) => {
    expect(witnessOf(query)).toEqual(clauses);
  });

  it('is undefined for an event that does not match', () => {
    expect(witnessOf('any where pid == 8')).toBeUndefined();
    expect(witnessOf('any where length(name) == 1')).toBeUndefined();
  });
});
