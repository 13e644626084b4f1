/** Which rule of an earlier state is which rule of a later one. */
import type { RuleDocument } from '../rule/ruleDocument.js';

export interface RulePair<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

interface Holder {
  readonly document: RuleDocument;
}

/**
 * The rules of two states of one file: the same by `rule_id`, else by name; a file with one rule before and one after has the same rule,
 * whatever was changed in it. In the order of the state after; rules that are gone come last.
 */
export function pairRules<T extends Holder>(before: readonly T[], after: readonly T[]): readonly RulePair<T>[] {
  const [old, current] = [before.filter(isRule), after.filter(isRule)];
  const [onlyOld, onlyCurrent] = [old[0], current[0]];
  if (old.length === 1 && current.length === 1 && onlyOld !== undefined && onlyCurrent !== undefined)
    return [{ before: onlyOld, after: onlyCurrent }];
  return joined(old, current, [idOf, nameOf]);
}

/** Rules that were deleted in one file and added in another, the same by `rule_id`; all other pairs stay as they are. */
export function joinMoved<T extends Holder>(pairs: readonly RulePair<T>[]): readonly RulePair<T>[] {
  const gone = pairs.flatMap(({ before, after }) => (before !== undefined && after === undefined ? [before] : []));
  const added = pairs.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : []));
  const moved = joined(gone, added, [idOf]);
  const target = new Map(moved.flatMap(({ before, after }) => (before !== undefined && after !== undefined ? [[after, before]] : [])));
  const sources = new Set(target.values());
  return pairs
    .filter(({ before, after }) => after !== undefined || before === undefined || !sources.has(before))
    .map((pair) => (pair.after === undefined || pair.before !== undefined ? pair : { ...pair, before: target.get(pair.after) }));
}

type KeyOf = (holder: Holder) => string | undefined;

function joined<T extends Holder>(before: readonly T[], after: readonly T[], keys: readonly KeyOf[]): readonly RulePair<T>[] {
  const partner = new Map<T, T>();
  const free = new Set(before);
  for (const key of keys) {
    for (const each of after) {
      const wanted = key(each);
      if (wanted === undefined || partner.has(each)) continue;
      const found = [...free].find((other) => key(other) === wanted);
      if (found === undefined) continue;
      partner.set(each, found);
      free.delete(found);
    }
  }
  return [
    ...after.map((each) => ({ before: partner.get(each), after: each })),
    ...[...free].map((each) => ({ before: each, after: undefined })),
  ];
}

function isRule({ document }: Holder): boolean {
  return document.format !== 'other' && document.format !== 'exceptions';
}

function idOf({ document }: Holder): string | undefined {
  return document.ruleId?.value;
}

function nameOf({ document }: Holder): string | undefined {
  return document.name?.value;
}
