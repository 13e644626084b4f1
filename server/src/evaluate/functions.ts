/**
 * What the functions of EQL compute, keyed by the names of their table. Arguments come checked by count; a null argument makes the
 * result null unless said otherwise.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref
 */
import { eqlFunctions } from '../schema/functions.js';
import { arithmetic, type NumberOperator } from '../schema/numbers/arithmetic.js';
import { int, isIntegral, ScriptError, type ScriptNumber } from '../schema/numbers/number.js';
import { toNumber } from '../schema/numbers/toNumber.js';
import { addressKey, parseNetwork } from './leaves/ip.js';
import { isScriptNumber, javaText, type ScriptValue } from './script/value.js';
import { compileScriptWildcards } from './javaRegex.js';
import { parseWildcard } from './wildcard.js';

export interface CallOptions {
  /** The `~` form. */
  readonly caseInsensitive: boolean;
}

/** Throws `ScriptError` where Elasticsearch's function fails. */
export type ScriptFunction = (args: readonly ScriptValue[], options: CallOptions) => ScriptValue;

export const scriptFunctions: Readonly<Record<string, ScriptFunction>> = {
  ...Object.fromEntries(eqlFunctions.flatMap(({ name, operator }) => (operator === undefined ? [] : [[name, numeric(operator)]]))),
  between: nullSafe(([source, left, right, greedy], options) =>
    between(text(source), text(left), text(right), greedy === true, options.caseInsensitive),
  ),
  cidrMatch: nullSafe(([address, ...networks]) => isInNetwork(text(address), networks.map(text))),
  concat: nullSafe((args) => args.map((arg) => javaText(arg)).join('')),
  endsWith: twoTexts((source, part) => source.endsWith(part)),
  indexOf: ([source = null, part = null, start = null], options) =>
    source === null || part === null ? null : indexOf(folded(source, options), folded(part, options), start),
  length: nullSafe(([source]) => int(text(source).length)),
  number: ([source = null, base = null]) => (source === null ? null : toNumber(text(source), base === null ? undefined : whole(base))),
  startsWith: twoTexts((source, part) => source.startsWith(part)),
  string: nullSafe(([value]) => javaText(value ?? '')),
  stringContains: twoTexts((source, part) => source !== '' && part !== '' && source.includes(part)),
  substring: ([source = null, start = null, end = null]) => substring(source, start, end),
  wildcard: nullSafe(([source, ...patterns], { caseInsensitive }) =>
    compileScriptWildcards(patterns.map((pattern) => parseWildcard(text(pattern))), caseInsensitive)(text(source)),
  ), // prettier-ignore
};

type Present = string | boolean | ScriptNumber;

function nullSafe(compute: (args: readonly Present[], options: CallOptions) => ScriptValue): ScriptFunction {
  return (args, options) => {
    const present = args.filter((arg) => arg !== null);
    return present.length < args.length ? null : compute(present, options);
  };
}

function numeric(operator: NumberOperator): ScriptFunction {
  return nullSafe(([left, right]) => arithmetic(operator, number(left), number(right)));
}

function twoTexts(compute: (source: string, part: string) => boolean): ScriptFunction {
  return nullSafe(([source, part], options) => compute(folded(source, options), folded(part, options)));
}

/** The functions, unlike the operators, fold all letters, as Java does without a locale. */
function folded(value: Present | undefined, { caseInsensitive }: CallOptions): string {
  return caseInsensitive ? text(value).toLowerCase() : text(value);
}

function text(value: Present | undefined): string {
  if (typeof value === 'string') return value;
  throw new ScriptError(`Text is required, but the value is ${value === undefined ? 'missing' : javaText(value)}`);
}

function number(value: Present | undefined): ScriptNumber {
  if (value !== undefined && isScriptNumber(value)) return value;
  throw new ScriptError(`A number is required, but the value is ${value === undefined ? 'missing' : `"${javaText(value)}"`}`);
}

function whole(value: Present | undefined): number {
  const given = number(value);
  if (isIntegral(given)) return Number(given.value);
  throw new ScriptError(`A whole number is required, but the value is ${javaText(given)}`);
}

function between(source: string, left: string, right: string, greedy: boolean, caseInsensitive: boolean): string {
  if (source === '' || left === '' || right === '') return source;
  const [where, first, last] = caseInsensitive ? [source.toLowerCase(), left.toLowerCase(), right.toLowerCase()] : [source, left, right];
  const found = where.indexOf(first);
  if (found < 0) return '';
  const start = found + first.length;
  const end = greedy ? where.lastIndexOf(last) : where.indexOf(last, start);
  return end < start ? '' : source.slice(start, end);
}

function isInNetwork(address: string, networks: readonly string[]): boolean {
  const key = addressKey(address);
  if (key === undefined) throw new ScriptError(`"${address}" is not an IP address`);
  return networks.some((network) => {
    const range = parseNetwork(network);
    if (range === undefined) throw new ScriptError(`"${network}" is not a network such as "10.0.0.0/8"`);
    return range.low <= key && key <= range.high;
  });
}

function indexOf(source: string, part: string, from: ScriptValue): ScriptValue {
  const start = from === null ? 0 : Math.max(0, whole(from));
  if (start > source.length) return null;
  const found = source.indexOf(part, start);
  return found < 0 ? null : int(found);
}

/** A slice as in Python: negative places count from the end. Without a start the source comes back whole. */
function substring(source: ScriptValue, start: ScriptValue, end: ScriptValue): ScriptValue {
  if (source === null) return null;
  const given = text(source);
  if (start === null) return given;
  const place = (value: ScriptValue): number => {
    const at = whole(value ?? undefined);
    return Math.min(given.length, Math.max(0, at < 0 ? at + given.length : at));
  };
  return given.slice(place(start), Math.max(place(start), end === null ? given.length : place(end)));
}
