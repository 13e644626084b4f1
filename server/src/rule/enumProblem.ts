/** What is said of a value that is not one of those its key may have. */
import type { Problem } from '../base/problem.js';
import { nearestNames } from '../base/nearest.js';
import { quoted } from '../base/quoted.js';
import type { KeyShape } from '../schema/ruleKeysRow.js';
import type { RuleString } from './value.js';
import type { RuleWriter } from './writer.js';

type EnumShape = Extract<KeyShape, { kind: 'enum' }>;

/** Longer lists are not told whole. */
const mostNamed = 10;

/** One problem, or none where the value is one of them. */
export function enumProblem(value: RuleString, { what, values, aliases = {} }: EnumShape, writer: RuleWriter): readonly Problem[] {
  const names = values.map((each) => each.value);
  if (names.includes(value.value)) return [];
  const alias = aliases[value.value.toLowerCase()];
  const nearest = alias ?? nearestNames(value.value.trim(), names)[0];
  const advice = nearest === undefined ? `it is ${names.length === 1 ? '' : 'one of '}${named(names)}` : `did you mean \`${nearest}\`?`;
  const edits = nearest === undefined ? [] : writer.replaceValue(value, nearest);
  const problem = { code: 'TOM007', span: value.span, message: `${quoted(value.value)} is not ${what}; ${advice}` };
  if (nearest === undefined || edits.length === 0) return [problem];
  const isSure = alias !== undefined || nearest.toLowerCase() === value.value.trim().toLowerCase();
  const fix = { title: `Replace by \`${nearest}\``, edits };
  return [{ ...problem, fixes: [isSure ? { ...fix, preferred: true, safe: true } : fix] }];
}

function named(names: readonly string[]): string {
  return names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} and others` : names.join(', ');
}
