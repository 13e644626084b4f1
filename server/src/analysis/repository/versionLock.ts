/**
 * The version lock of a repository: what each rule was when it was last released. A rule cannot become one of another type after that,
 * and leaves the releases by being deprecated only.
 * https://dac-reference.readthedocs.io/en/latest/dac_concept_and_workflows.html
 */
import type { Problem } from '../../base/problem.js';
import type { RuleFacts } from './facts.js';

export interface LockedRule {
  readonly type: string | undefined;
  readonly version: number | undefined;
}

/** By `rule_id`. */
export type VersionLock = ReadonlyMap<string, LockedRule>;

/** Undefined when the text is no version lock: the tool it belongs to says so. */
export function readVersionLock(text: string): VersionLock | undefined {
  const content = jsonOf(text);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  return new Map(
    Object.entries(content).flatMap(([id, entry]: [string, unknown]) => {
      if (typeof entry !== 'object' || entry === null) return [];
      const type = 'type' in entry && typeof entry.type === 'string' ? entry.type : undefined;
      const version = 'version' in entry && typeof entry.version === 'number' ? entry.version : undefined;
      return [[id, { type, version }] as const];
    }),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What of a rule goes against its entry. Exports are no part of a release. */
export function lockProblems({ format, ruleId, type, typeSpan, maturity }: RuleFacts, lock: VersionLock): readonly Problem[] {
  const locked = ruleId === undefined ? undefined : lock.get(ruleId.value);
  if (locked === undefined || format !== 'toml') return [];
  const released = locked.version === undefined ? 'The rule was released' : `Version ${locked.version} of the rule was released`;
  const problems: Problem[] = [];
  if (type !== undefined && typeSpan !== undefined && locked.type !== undefined && type !== locked.type) {
    const message = `${released} as one of type \`${locked.type}\`, which cannot become \`${type}\`; give the rule a new \`rule_id\` and deprecate the old one`;
    problems.push({ code: 'REP003', span: typeSpan, message });
  }
  if (maturity !== undefined && maturity.value !== 'production' && maturity.value !== 'deprecated') {
    const message = `${released}, so it cannot go back to \`${maturity.value}\`; a released rule stays \`production\` until it is \`deprecated\``;
    problems.push({ code: 'REP003', span: maturity.span, message });
  }
  return problems;
}
