/** Why a clause is not true for an event: one of a closed list of reasons, found with the tests that evaluation itself uses. */
import { misspeltNames } from '../../base/nearest.js';
import type { EventView, Value } from '../../events/event.js';
import { valueTest, visibleTest, type ValueLeaf } from '../leaves.js';
import { textOf } from '../leaves/text.js';
import { fieldFamily } from '../lowering.js';
import type { Constant, FieldRef, Leaf, NestedMatch, Wildcard, WildcardPiece } from '../predicate.js';
import { foldAscii } from '../text.js';
import { parseWildcard, patternText, isPlainText } from '../wildcard.js';
import type { LeafClause, Wildcards } from './clauses.js';
import type { PatternMiss, Reason } from './explained.js';
import { whereItStops } from './patternStop.js';

/** Why the leaf is false on the event. */
export function reasonOf(clause: LeafClause, view: EventView, wildcards: Wildcards): Reason {
  const { leaves } = clause;
  const [first] = leaves;
  if (first === undefined) return { kind: 'notEvaluated', why: 'it is false for every event' };
  const valueLeaves = leaves.filter(isValueLeaf);
  const [leaf] = valueLeaves;
  if (leaf !== undefined && valueLeaves.length === leaves.length && clause.fields.length === 1)
    return reasonOfValues(leaf.field, valueLeaves, view, wildcards);
  if (first.kind === 'nested') return reasonOfNested(first, view);
  if (first.kind === 'anyField') return reasonOfAnyField(first.accepts, view);
  const missing = clause.fields.find(({ id }) => view.values(id).length === 0);
  return missing === undefined ? otherValue : noValue(missing, view);
}

const otherValue: Reason = { kind: 'wrongValue', nearest: undefined, isPattern: false };

function isValueLeaf(leaf: Leaf): leaf is ValueLeaf {
  return leaf.kind !== 'computed' && leaf.kind !== 'nested' && leaf.kind !== 'anyField';
}

function noValue({ id, name }: FieldRef, view: EventView): Reason {
  return { kind: 'noValue', field: name, presence: view.presence(id) };
}

function reasonOfNested({ path }: NestedMatch, view: EventView): Reason {
  const objects = view.objects(path.id).length;
  if (objects > 0) return { kind: 'noObject', objects };
  const isFlat = view.fieldsMatching((name) => name.startsWith(`${path.name}.`)).length > 0;
  return isFlat
    ? { kind: 'notEvaluated', why: `the event has \`${path.name}\` without the objects that the clause asks for` }
    : noValue(path, view);
}

function reasonOfAnyField(accepts: (name: string) => boolean, view: EventView): Reason {
  return view.fieldsMatching(accepts).length > 0 ? otherValue : { kind: 'noValue', field: 'field of this name', presence: 'absent' };
}

/** Values looked at for a reason; a reason is for people. */
const mostValues = 50;

function reasonOfValues(field: FieldRef, leaves: readonly ValueLeaf[], view: EventView, wildcards: Wildcards): Reason {
  const all = view.values(field.id);
  const [first] = all;
  if (first === undefined) return noValue(field, view);
  const values = all.filter(visibleTest(field)).slice(0, mostValues);
  if (values.length === 0) return hidden(field, first);
  return (
    caseReason(leaves, values) ??
    typeReason(field, leaves, values) ??
    patternReason(leaves, values) ??
    valueReason(leaves, values, wildcards)
  );
}

function hidden({ type, ignoreAbove }: FieldRef, value: Value): Reason {
  const { length } = textOf(value);
  const isText = fieldFamily(type) === 'keyword' || fieldFamily(type) === 'flattened';
  if (isText && ignoreAbove !== undefined && length > ignoreAbove) return { kind: 'tooLong', length, longest: ignoreAbove };
  return { kind: 'wrongType', value, type };
}

/** What one member of a leaf asks for, as people read it. */
interface Member {
  readonly wanted: string;
  readonly test: (value: Value) => boolean;
}

/** The leaf as one that ignores case; undefined where it does so already, or where case plays no part. */
export function ignoringCase(leaf: Leaf): ValueLeaf | undefined {
  if (leaf.kind !== 'equals' && leaf.kind !== 'wildcard' && leaf.kind !== 'regex') return undefined;
  return leaf.caseInsensitive || !isOnText(leaf.field) ? undefined : { ...leaf, caseInsensitive: true };
}

function isOnText({ type }: FieldRef): boolean {
  const family = fieldFamily(type);
  return family === undefined || family === 'keyword' || family === 'flattened';
}

function caseReason(leaves: readonly ValueLeaf[], values: readonly Value[]): Reason | undefined {
  for (const leaf of leaves) {
    const loose = ignoringCase(leaf);
    const value = loose === undefined ? undefined : values.find(valueTest(loose));
    if (loose === undefined || value === undefined) continue;
    const wanted = membersOf(loose).find(({ test }) => test(value))?.wanted;
    if (wanted !== undefined) return { kind: 'caseDiffers', value, wanted };
  }
  return undefined;
}

function membersOf(leaf: ValueLeaf): readonly Member[] {
  switch (leaf.kind) {
    case 'equals':
      return leaf.constants.map((constant) => ({ wanted: textOfConstant(constant), test: valueTest({ ...leaf, constants: [constant] }) }));
    case 'wildcard':
      return leaf.patterns.map((pattern) => ({ wanted: patternText(pattern), test: valueTest({ ...leaf, patterns: [pattern] }) }));
    case 'regex':
      return leaf.patterns.map((pattern) => ({ wanted: pattern, test: valueTest({ ...leaf, patterns: [pattern] }) }));
    default:
      return [];
  }
}

function textOfConstant(constant: Constant): string {
  return typeof constant === 'object' ? new Date(constant.milliseconds).toISOString() : String(constant);
}

/** Where no schema knows the field: text that is compared with numbers, and the like. */
function typeReason({ type }: FieldRef, leaves: readonly ValueLeaf[], values: readonly Value[]): Reason | undefined {
  const constants = leaves.flatMap((leaf) => (leaf.kind === 'equals' ? leaf.constants : []));
  const [value] = values;
  if (type !== undefined || value === undefined || constants.length === 0 || leaves.some(({ kind }) => kind !== 'equals')) return undefined;
  const kinds = new Set(constants.map(kindOf));
  return values.every((each) => !kinds.has(kindOf(each))) ? { kind: 'wrongType', value, type: undefined } : undefined;
}

function kindOf(value: Constant): string {
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function patternReason(leaves: readonly ValueLeaf[], values: readonly Value[]): Reason | undefined {
  const wildcards = leaves.filter((leaf) => leaf.kind === 'wildcard');
  const regex = leaves.find((leaf) => leaf.kind === 'regex');
  const [value] = values;
  if (wildcards.length === 0 && regex !== undefined && value !== undefined)
    return { kind: 'pattern', value, pattern: regex.patterns[0] ?? '', patterns: regex.patterns.length, stop: undefined };
  // `:` and `like` without a wildcard compare as `==` does.
  if (regex === undefined && wildcards.every((leaf) => leaf.patterns.every(isPlainText))) return undefined;
  const plain = leaves.reduce((count, leaf) => (leaf.kind === 'equals' ? count + leaf.constants.length : count), 0);
  const patterns = wildcards.reduce((count, leaf) => count + leaf.patterns.length, plain);
  let best: PatternMiss | undefined;
  for (const leaf of wildcards) {
    for (const each of values) {
      const nearest = nearestPattern(leaf, each, patterns);
      if (nearest !== undefined && (nearest.stop?.found ?? 0) > (best?.stop?.found ?? -1)) best = nearest;
    }
  }
  return best;
}

function nearestPattern({ patterns, caseInsensitive }: Wildcard, value: Value, count: number): PatternMiss | undefined {
  const text = textOf(value);
  let best: PatternMiss | undefined;
  for (const pattern of patterns) {
    const stop = whereItStops(pattern, text, caseInsensitive);
    if (stop.found > (best?.stop?.found ?? -1)) best = { kind: 'pattern', value, pattern: patternText(pattern), patterns: count, stop };
  }
  return best;
}

function valueReason(leaves: readonly ValueLeaf[], values: readonly Value[], wildcards: Wildcards): Reason {
  const equals = leaves.filter((leaf) => leaf.kind === 'equals');
  const asPattern = equals
    .map((leaf) => takenAsPattern(leaf, wildcards))
    .find((leaf) => leaf !== undefined && values.some(valueTest(leaf)));
  const plain = leaves
    .filter((leaf) => leaf.kind === 'wildcard')
    .flatMap(({ patterns }) => patterns.map((pattern) => patternText(pattern)));
  const texts = [...equals.flatMap(({ constants }) => constants.map(textOfConstant)), ...plain];
  const nearest =
    texts.length < 2
      ? undefined
      : values.map((value) => misspeltNames(foldAscii(textOf(value)), texts)[0]).find((found) => found !== undefined);
  return { kind: 'wrongValue', nearest, isPattern: asPattern !== undefined };
}

/** The values of the leaf that hold wildcards, as patterns; undefined where none does. */
export function takenAsPattern(leaf: Leaf, wildcards: Wildcards): Wildcard | undefined {
  if (leaf.kind !== 'equals' || !isOnText(leaf.field)) return undefined;
  const hasWildcard = wildcards === '*' ? /\*/ : /[*?]/;
  const { field, constants, caseInsensitive, span } = leaf;
  const texts = constants.filter((constant) => typeof constant === 'string').filter((text) => hasWildcard.test(text));
  if (texts.length === 0) return undefined;
  const patterns = texts.map((text) =>
    parseWildcard(text).map((piece) => (piece.kind === 'one' && wildcards === '*' ? questionMark : piece)),
  );
  return { kind: 'wildcard', field, patterns, caseInsensitive, span };
}

const questionMark: WildcardPiece = { kind: 'text', text: '?' };
