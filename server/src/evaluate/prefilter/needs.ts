/**
 * Which texts a line must hold for its event to satisfy a predicate. Only what is certain, whatever the JSON looks like: a line without
 * them cannot match, a line with them may. A leaf that could be satisfied by differently written values needs nothing.
 */
import { assertNever } from '../../base/invariant.js';
import type { FieldTable } from '../../events/event.js';
import type { Literal } from '../../events/kernels/tables.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { fieldFamily, hasFieldsBelow } from '../lowering.js';
import type { Equals, FieldRef, Predicate, Wildcard, WildcardPattern } from '../predicate.js';
import { foldAscii } from '../text.js';
import { fragmentsOf, isNeverNumber, standsAsIs, type Folding } from './fragments.js';

export type Needs =
  /** Nothing that can be told from the line. */
  | { readonly kind: 'nothing' }
  /** No line will do. */
  | { readonly kind: 'never' }
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'all'; readonly needs: readonly Needs[] }
  | { readonly kind: 'any'; readonly needs: readonly Needs[] };

const nothing: Needs = { kind: 'nothing' };
const never: Needs = { kind: 'never' };

/**
 * What every line needs whose event satisfies the predicate, or for which its evaluation fails: a line that lacks it has neither effect.
 * Lines that hold `\u` may spell any text differently; they have to be let through besides.
 */
export function needsOf(predicate: Predicate, fields: FieldTable): Needs {
  switch (predicate.kind) {
    case 'and':
      return all(predicate.operands.map((operand) => needsOf(operand, fields)));
    case 'or':
      return any(predicate.operands.map((operand) => needsOf(operand, fields)));
    case 'fixed':
      return predicate.value ? nothing : never;
    case 'exists':
    case 'regex':
    case 'range':
      return keyOf(predicate.field, fields);
    case 'equals':
      return all([keyOf(predicate.field, fields), constantsOf(predicate)]);
    case 'wildcard':
      return all([keyOf(predicate.field, fields), patternsOf(predicate)]);
    case 'nested':
      return all([keyOf(predicate.path, fields), needsOf(predicate.operand, fields)]);
    case 'not':
    case 'computed':
    case 'anyField':
      return nothing;
    default:
      return assertNever(predicate);
  }
}

function all(needs: readonly Needs[]): Needs {
  if (needs.some(({ kind }) => kind === 'never')) return never;
  const telling = needs.flatMap((need) => (need.kind === 'all' ? need.needs : need.kind === 'nothing' ? [] : [need]));
  const [only] = telling;
  return only === undefined ? nothing : telling.length === 1 ? only : { kind: 'all', needs: telling };
}

function any(needs: readonly Needs[]): Needs {
  if (needs.some(({ kind }) => kind === 'nothing')) return nothing;
  const possible = needs.flatMap((need) => (need.kind === 'any' ? need.needs : need.kind === 'never' ? [] : [need]));
  const [only] = possible;
  return only === undefined ? never : possible.length === 1 ? only : { kind: 'any', needs: possible };
}

/**
 * The last part of the field's name is the end of a key, however the event is nested: `b"` for `a.b`. An object field may go on with a dot.
 */
function keyOf(field: FieldRef, fields: FieldTable): Needs {
  const key = (fields.names[field.id] ?? '').split('.').at(-1) ?? '';
  if (!standsAsIs(key)) return nothing;
  return { kind: 'literal', literal: { text: hasFieldsBelow(field) ? key : `${key}"`, folds: false } };
}

/** Families whose leaves compare text with text. Numbers, dates, addresses and versions have several spellings of the same value. */
function comparesText(family: FieldFamily | undefined): boolean {
  switch (family) {
    case undefined:
    case 'keyword':
    case 'text':
    case 'flattened':
    case 'object':
    case 'nested':
    case 'unsupported':
      return true;
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'date':
    case 'ip':
    case 'version':
      return false;
  }
}

function constantsOf({ field, constants, caseInsensitive }: Equals): Needs {
  if (!comparesText(fieldFamily(field.type))) return nothing;
  return any(
    constants.map((constant) =>
      typeof constant === 'string' ? textNeeds([constant], caseInsensitive ? 'folded' : 'exact', field.lowercased) : nothing,
    ),
  );
}

function patternsOf({ field, patterns, caseInsensitive }: Wildcard): Needs {
  return any(patterns.map((pattern) => textNeeds(textsOf(pattern), caseInsensitive ? 'folded' : 'exact', field.lowercased)));
}

function textsOf(pattern: WildcardPattern): readonly string[] {
  return pattern.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
}

/** Two letters of ASCII are also the lower case of others: of the Kelvin sign, and of I with a dot above. */
const alsoOthers = /[ik\u0130\u212a]/i;

/** A value that holds all of the texts: it stands in the line as it is, unless it is a number. */
function textNeeds(texts: readonly string[], folding: Folding, lowercased?: true): Needs {
  if (!texts.some(isNeverNumber)) return nothing;
  const certain = lowercased === true ? texts.flatMap((text) => text.split(alsoOthers)) : texts;
  return all(certain.flatMap((text) => fragmentsOf(folding === 'folded' ? foldAscii(text) : text, folding)).map(literalNeed));
}

function literalNeed(literal: Literal): Needs {
  return { kind: 'literal', literal };
}
