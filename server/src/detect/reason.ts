/** Why there is an alert, in one sentence, as Kibana writes it in `kibana.alert.reason`. */
import { compilePath, valuesAt } from '../events/fieldPath.js';
import type { JsonObject } from '../events/json.js';
import type { Alert } from './alert.js';

const parts: readonly (readonly [before: string, field: string])[] = [
  ['process', 'process.name'],
  ['parent process', 'process.parent.name'],
  ['file', 'file.name'],
  ['source', 'source.ip'],
  ['destination', 'destination.ip'],
];

export function reasonOf({ source, severity, ruleName }: Alert): string {
  const categories = valuesAt(source, compilePath('event.category')).map(String);
  const what = categories.length === 0 ? 'event' : `${categories.join(', ')} event`;
  const withParts = parts.flatMap(([before, field]) => {
    const value = first(source, field);
    return value === undefined ? [] : [`${before} ${value}`];
  });
  const [user, host] = [first(source, 'user.name'), first(source, 'host.name')];
  return [
    what,
    ...(withParts.length === 0 ? [] : [`with ${withParts.join(', ')},`]),
    ...(user === undefined ? [] : [`by ${user}`]),
    ...(host === undefined ? [] : [`on ${host}`]),
    `created ${severity ?? 'low'} alert ${ruleName}.`,
  ].join(' ');
}

function first(source: JsonObject, field: string): string | undefined {
  const [value] = valuesAt(source, compilePath(field));
  return value === undefined ? undefined : String(value);
}
