/** One row of the table of diagnostics, and short ways to write its parts. */
import type { Severity } from '../../base/problem.js';
import type { Profile } from '../profile.js';

export interface CodeRow {
  readonly code: string;
  readonly severity: Severity;
  /** The repositories it is for, where not all: nothing is reported under it in a less strict profile. */
  readonly profile?: Exclude<Profile, 'any'>;
  /** Some of its findings are repaired without asking, by `check --fix` and on saving: those with a safe fix. */
  readonly repaired?: true;
  /** Shown only where the settings give it a level: too many good rules have it. */
  readonly defaultOff?: true;
  /** Found with more than the texts of rules: by a run on sample events, beside an earlier version or a version lock. There is no example. */
  readonly needsRun?: true;
  /** Sentence case, no full stop; the heading of its documentation. */
  readonly title: string;
  /** Markdown of a few sentences: what it means, what it does to the rule's matches, what to do. */
  readonly about: string;
  readonly examples?: readonly Example[];
  /** Numbers of the error and lint catalogues of the two languages that are reported under this code. */
  readonly covers?: readonly string[];
}

/** A text that has this problem and no other, and one that says what was meant and has none. */
export interface Example {
  /** `toml` is part of a rule's `[rule]` table, or begins with the header of another table. */
  readonly language: 'eql' | 'kuery' | 'toml';
  readonly wrong: string;
  readonly right: string;
  /** Of the file, where it matters. */
  readonly uri?: string;
  /** Part of another rule of the repository, for what two rules have in common. */
  readonly beside?: string;
  /** Codes that the wrong text has as well, for a diagnostic that builds on others. */
  readonly also?: readonly string[];
}

export const inEql = (wrong: string, right: string): Example => ({ language: 'eql', wrong, right });
export const inKql = (wrong: string, right: string): Example => ({ language: 'kuery', wrong, right });
export const inToml = (wrong: string, right: string): Example => ({ language: 'toml', wrong, right });

export const eqlErrors = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => `eql-error-${number}`);
export const kqlErrors = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => `kql-error-E${number}`);
export const kqlLints = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => `kql-lint-L${number}`);
