/** From a leaf on one field to a test of one value. Everything that can be decided before the first event is decided here. */
import { assertNever, invariant } from '../base/invariant.js';
import type { FieldFamily } from '../schema/fieldType.js';
import { booleanLeaves } from './leaves/boolean.js';
import { dateLeaves, dateNanosLeaves } from './leaves/date.js';
import { dynamicLeaves } from './leaves/dynamic.js';
import type { FamilyLeaves, ValueTest } from './leaves/family.js';
import { ipLeaves } from './leaves/ip.js';
import { decimalLeaves, integerLeaves, singleLeaves } from './leaves/number.js';
import { textLeaves } from './leaves/text.js';
import { versionLeaves } from './leaves/version.js';
import { fieldFamily } from './lowering.js';
import { compileLuceneRegex } from './luceneRegex.js';
import type { Equals, Exists, FieldRef, InRange, Regex, Wildcard } from './predicate.js';
import type { TextTest } from './text.js';
import { compileWildcards, inLowerCase } from './wildcard.js';

/** Leaves that look at one field, value by value. */
export type ValueLeaf = Exists | Equals | Wildcard | Regex | InRange;

/** Whether a value satisfies the leaf. */
export function valueTest(leaf: ValueLeaf): ValueTest {
  const family = familyLeaves(leaf.field);
  switch (leaf.kind) {
    case 'exists':
      return family.visible;
    case 'equals':
      return family.equals(leaf.constants, leaf.caseInsensitive);
    case 'wildcard':
      return family.matches(compileWildcards(patternsOn(leaf), leaf.caseInsensitive));
    case 'regex':
      return family.matches(compileRegexes(leaf));
    case 'range':
      return family.within(leaf.lower, leaf.upper);
    default:
      return assertNever(leaf);
  }
}

function patternsOn({ field, patterns }: Wildcard): Wildcard['patterns'] {
  return field.lowercased === true ? patterns.map(inLowerCase) : patterns;
}

/** Whether an index holds the value for this field. */
export function visibleTest(field: FieldRef): ValueTest {
  return familyLeaves(field).visible;
}

const byFamily: Readonly<Record<FieldFamily, FamilyLeaves | undefined>> = {
  keyword: undefined,
  flattened: undefined,
  text: textLeaves(undefined),
  integer: integerLeaves,
  decimal: decimalLeaves,
  boolean: booleanLeaves,
  date: dateLeaves,
  ip: ipLeaves,
  version: versionLeaves,
  object: dynamicLeaves,
  nested: dynamicLeaves,
  unsupported: dynamicLeaves,
};

function familyLeaves({ type, ignoreAbove, lowercased }: FieldRef): FamilyLeaves {
  const family = fieldFamily(type);
  if (family === undefined) return dynamicLeaves;
  if (type === 'float') return singleLeaves;
  if (type === 'date_nanos') return dateNanosLeaves;
  return byFamily[family] ?? textLeaves(ignoreAbove, lowercased);
}

function compileRegexes({ patterns, caseInsensitive }: Regex): TextTest {
  const tests = patterns.map((pattern) => {
    const compiled = compileLuceneRegex(pattern, caseInsensitive);
    invariant(compiled.ok, 'lowering lets only valid patterns through');
    return compiled.test;
  });
  return (text) => tests.some((test) => test(text));
}
