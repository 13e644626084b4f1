/** Reasons and values of an explanation as people read them, the same in the editor and in the terminal. */
import { assertNever } from '../../base/invariant.js';
import type { Value } from '../../events/event.js';
import type { JudgedField, OtherForm, PatternMiss, PatternStop, Reason } from './explained.js';

/** Longer values are cut. */
const longest = 80;

/** `"cmd.exe"`, `47` */
export function quoted(value: Value): string {
  if (typeof value !== 'string') return String(value);
  const text = value.length > longest ? `${value.slice(0, longest - 1)}…` : value;
  return JSON.stringify(text);
}

/** `"/bin/sh"`, `["chattr","-V"]`, `["a","b", … 12 more]`; empty without values. */
function valuesText(values: readonly Value[], more: number): string {
  const [only] = values;
  if (only === undefined) return '';
  if (values.length === 1 && more === 0) return quoted(only);
  return `[${values.map(quoted).join(',')}${more === 0 ? '' : `, … ${more} more`}]`;
}

/** What the event has in the fields of a clause; of several fields with their names. */
export function fieldsText(fields: readonly JudgedField[]): string {
  const present = fields.filter(({ values }) => values.length > 0);
  const [only] = present;
  if (only === undefined) return '';
  if (fields.length === 1) return valuesText(only.values, only.more);
  return present.map(({ field, values, more }) => `${field} ${valuesText(values, more)}`).join(', ');
}

/** Begins in lower case and ends without a full stop: it stands behind the values. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'noValue':
      return noValueText(reason);
    case 'wrongValue':
      if (reason.isPattern) return 'wrong value: `*` and `?` stand for themselves here; as a pattern it would match';
      return reason.nearest === undefined ? 'wrong value' : `wrong value: the nearest that is wanted is ${quoted(reason.nearest)}`;
    case 'noObject':
      return reason.objects === 1
        ? 'wrong value: the one object does not satisfy all of it'
        : `wrong value: none of the ${reason.objects} objects satisfies all of it`;
    case 'caseDiffers':
      return `case differs: ${quoted(reason.value)}, wanted is ${quoted(reason.wanted)}`;
    case 'wrongType':
      return reason.type === undefined
        ? 'wrong type: the clause asks for another kind of value'
        : `wrong type: ${quoted(reason.value)} is no ${reason.type}`;
    case 'pattern':
      return patternMissText(reason);
    case 'tooLong':
      return `too long: an index leaves out values of more than ${reason.longest} characters, and this one has ${reason.length}`;
    case 'excluded':
      return reason.values.length === 0
        ? 'excluded: what is negated is true'
        : `excluded: ${valuesText(reason.values.slice(0, 3), Math.max(0, reason.values.length - 3))} satisfies what is negated`;
    case 'notEvaluated':
      return `not evaluated: ${reason.why}`;
    default:
      return assertNever(reason);
  }
}

/** `case differs in 7 events` */
export function otherFormText({ form, more }: OtherForm): string {
  const events = more === 1 ? '1 event' : `${more} events`;
  return form === 'ignoreCase' ? `case differs in ${events}` : `as a pattern it would pass in ${events} more`;
}

function noValueText({ field, presence }: Reason & { readonly kind: 'noValue' }): string {
  switch (presence) {
    case 'null':
      return `null: \`${field}\` is null`;
    case 'empty':
      return `absent: \`${field}\` is an empty list`;
    case 'object':
      return `absent: \`${field}\` is an object and has no value of its own`;
    case 'absent':
    case 'value':
      return `absent: the event has no \`${field}\``;
    default:
      return assertNever(presence);
  }
}

function patternMissText({ value, pattern, patterns, stop }: PatternMiss): string {
  if (stop === undefined)
    return patterns === 1 ? 'no value matches the regular expression' : `no value matches any of the ${patterns} regular expressions`;
  const miss =
    patterns === 1
      ? 'no value matches the pattern'
      : patterns === 2
        ? 'no value matches either pattern'
        : `no value matches any of the ${patterns} patterns`;
  return `${miss}: ${stopText(String(value), pattern, stop)}`;
}

function stopText(value: string, pattern: string, { kind, matched, wanted }: PatternStop): string {
  const from = quoted(value);
  const upTo = quoted(value.slice(0, matched));
  const sought = wanted === undefined ? 'another character' : quoted(wanted);
  switch (kind) {
    case 'start':
      return `${from} does not begin with ${sought}`;
    case 'next':
      return `${from} follows ${quoted(pattern)} up to ${upTo}, then ${sought} is wanted`;
    case 'later':
      return matched === 0 ? `${from} does not contain ${sought}` : `${from} has no ${sought} after ${upTo}`;
    case 'end':
      return `${from} does not end with ${sought}`;
    case 'over':
      return `${from} goes on after ${upTo}, where ${quoted(pattern)} ends`;
    default:
      return assertNever(kind);
  }
}
