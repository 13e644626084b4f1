import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../server/src/schema/fieldType.js';
import { accessOfAll, nothingKnown, Prices, type Access } from '../../server/src/scan/access.js';
import { catalogOf, contextOf, lowerEvents } from '../kit/evaluate.js';

const types: Readonly<Record<string, FieldType>> = {
  'event.category': 'keyword',
  'process.name': 'keyword',
  'process.args': 'keyword',
  'process.pid': 'long',
  'source.ip': 'ip',
  process: 'object',
};

/** As `field`, `field = value` or `field ∋ part`, sorted. */
function accessTo(query: string): readonly string[] | undefined {
  const context = contextOf(catalogOf(types));
  const { predicate } = lowerEvents(query, context);
  if (predicate === undefined) throw new Error('not lowered');
  const access: Access | undefined = accessOfAll([predicate], nothingKnown, new Prices(({ value }) => (value === undefined ? 0.5 : 0.01)));
  return access?.map(({ field, value, isPart }) => [context.fields.names[field], isPart ? '∋' : value === undefined ? '' : '=', value ?? ''].join(' ').trim()).sort(); // prettier-ignore
}

describe('what an event must have for a condition to be true', () => {
  it.each<readonly [string, readonly string[] | undefined]>([
    ['any where process.name == "Bash"', ['process.name = bash']],
    ['any where process.name : ("a", "B")', ['process.name = a', 'process.name = b']],
    ['any where process.pid == 4', ['process.pid = 4']],
    ['any where process.pid > 4', ['process.pid']],
    ['any where source.ip == "10.0.0.1"', ['source.ip']],
    ['any where process.name : "*shell*.exe"', ['process.name ∋ shell']],
    ['any where process.name : ("*", "*ab*")', ['process.name']],
    ['any where process.name : ("Cmd.exe", "*shell*")', ['process.name = cmd.exe', 'process.name ∋ shell']],
    ['any where process.name == "a" or process.pid == 1', ['process.name = a', 'process.pid = 1']],
    ['any where process.name == "a" or not process.pid == 1', undefined],
    ['any where process.pid != null and process.name == "a"', ['process.name = a']],
    ['any where not process.name == "a"', undefined],
    ['any where not (not process.name == "a")', undefined],
    ['any where length(process.name) > 3', ['process.name']],
    ['any where process.name == null', undefined],
    ['process where true', ['event.category = process']],
    ['any where false', []],
    ['any where 1 / process.pid > 0 and process.name == "a"', ['process.name = a']],
  ])('%s: %j', (query, access) => expect(accessTo(query)).toEqual(access));
});
