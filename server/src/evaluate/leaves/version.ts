/**
 * Leaves on version fields: ordered as semantic versions (1.10.4 after 1.9.0), with any number of parts. What is no version is still a
 * value; it comes after all versions.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/version
 */
import { orderedLeaves, type FamilyLeaves } from './family.js';
import { textOf } from './text.js';
import { compareCodePoints } from '../text.js';

const legal =
  /^((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*)(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*))?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

interface VersionKey {
  readonly text: string;
  /** Undefined when the text is no version. */
  readonly parts: { readonly main: readonly string[]; readonly pre: readonly string[] | undefined; readonly build: string } | undefined;
}

function versionKey(text: string): VersionKey {
  const [, main, pre, build] = legal.exec(text) ?? [];
  return { text, parts: main === undefined ? undefined : { main: main.split('.'), pre: pre?.split('.'), build: build ?? '' } };
}

/** Negative, zero or positive. */
function compareKeys(a: VersionKey, b: VersionKey): number {
  if (a.parts === undefined || b.parts === undefined) {
    return a.parts === b.parts ? compareCodePoints(a.text, b.text) : a.parts === undefined ? 1 : -1;
  }
  return (
    compareLists(a.parts.main, b.parts.main, compareDigits) ||
    comparePreReleases(a.parts.pre, b.parts.pre) ||
    compareCodePoints(a.parts.build, b.parts.build)
  );
}

/** A version without a pre-release part comes after those that have one. */
function comparePreReleases(a: readonly string[] | undefined, b: readonly string[] | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareLists(a, b, (left, right) => {
    const [leftIsNumber, rightIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
    return leftIsNumber ? compareDigits(left, right) : compareCodePoints(left, right);
  });
}

function compareDigits(a: string, b: string): number {
  return a.length - b.length || compareCodePoints(a, b);
}

function compareLists(a: readonly string[], b: readonly string[], compare: (left: string, right: string) => number): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const result = compare(left, right);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

export const versionLeaves: FamilyLeaves = orderedLeaves<VersionKey>({
  valueKey: (value) => versionKey(textOf(value)),
  constantKey: (constant) => (typeof constant === 'object' ? undefined : versionKey(textOf(constant))),
  compare: compareKeys,
});
