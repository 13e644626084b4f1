/** Which fields of a matching event to show beside it: what the query asks for first, then who and where. */
import type { EventView, FieldId, FieldTable, Value } from '../events/event.js';
import type { ValueLeaf } from './leaves.js';
import type { FieldRef, Predicate } from './predicate.js';
import type { Column } from './run.js';
import { isPlainText } from './wildcard.js';

const usual = ['host.name', 'user.name', 'process.command_line'];
const mostOfQuery = 4;
const most = 6;
const mostValues = 10;

/** Numbers the usual fields in `fields`; call it before the first event is read. */
export function compileColumns(predicate: Predicate, fields: FieldTable, apart: readonly string[]): (view: EventView) => readonly Column[] {
  const nameOf = (id: FieldId): string => fields.names[id] ?? '';
  const asked = fieldsOf(predicate).map(({ id }) => id);
  const ofQuery = [...new Set(asked)].filter((id) => !apart.includes(nameOf(id)));
  const others = usual.map((name) => fields.intern(name)).filter((id) => !ofQuery.includes(id));
  const columnsOf = (ids: readonly FieldId[], view: EventView): readonly Column[] =>
    ids.map((id) => ({ field: nameOf(id), values: firstValues(view.values(id)) })).filter(({ values }) => values.length > 0);
  return (view) => [...columnsOf(ofQuery, view).slice(0, mostOfQuery), ...columnsOf(others, view)].slice(0, most);
}

function firstValues(values: readonly Value[]): readonly Value[] {
  return values.length > mostValues ? values.slice(0, mostValues) : values;
}

/** Most telling first: fields that differ from match to match, then those of excluding clauses, then those with one possible value. */
function fieldsOf(predicate: Predicate): readonly FieldRef[] {
  const found: Found = { differing: [], excluded: [], settled: [] };
  collect(predicate, found, { negated: false, optional: false });
  return [...found.differing, ...found.excluded, ...found.settled];
}

interface Found {
  readonly differing: FieldRef[];
  readonly excluded: FieldRef[];
  readonly settled: FieldRef[];
}

interface Position {
  readonly negated: boolean;
  /** Under an `or`. */
  readonly optional: boolean;
}

function collect(predicate: Predicate, found: Found, position: Position): void {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      for (const operand of predicate.operands) {
        collect(operand, found, { ...position, optional: position.optional || predicate.kind === 'or' });
      }
      break;
    case 'not':
      collect(predicate.operand, found, { ...position, negated: !position.negated });
      break;
    case 'computed':
      (position.negated ? found.excluded : found.differing).push(...predicate.fields);
      break;
    case 'fixed':
    case 'nested':
    case 'anyField':
      break;
    default: {
      const isSettled = !position.optional && hasOneValue(predicate);
      (position.negated ? found.excluded : isSettled ? found.settled : found.differing).push(predicate.field);
    }
  }
}

function hasOneValue(leaf: ValueLeaf): boolean {
  if (leaf.kind === 'equals') return leaf.constants.length === 1;
  return leaf.kind === 'wildcard' && leaf.patterns.length === 1 && leaf.patterns.every(isPlainText);
}
