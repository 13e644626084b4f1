/** The options of `rulewright diff`, and the help that teaches them. */
import { exitCodeHelp } from './exitCodes.js';

export const diffFormats = ['text', 'json', 'markdown'] as const;
export type DiffFormat = (typeof diffFormats)[number];

export interface DiffOptions {
  readonly events: readonly string[] | undefined;
  /** A mapping by its name or file, or `none`. */
  readonly mapping?: string | undefined;
  readonly now: string | undefined;
  readonly limit: number;
  /** Tell by the exit code that matches were gained or lost. */
  readonly exitCode: boolean | undefined;
  readonly format: DiffFormat;
  readonly color: boolean | undefined;
}

/** Matches of each kind that are listed of a rule. */
export const defaultDiffLimit = 10;

export const diffHelp = `
Runs the rules that were changed since REVISION of git (default: HEAD), as they were and as they are, on
the same events: those of --events, or of RULE.events.ndjson beside each rule. With two revisions the
second is compared instead of the files as they are now; A...B compares B with the last commit that both
have in common. What exists as a file or a folder is a path, what stands before the first path a revision.

  text      matches gained (+) and lost (-), each with the clauses that decide
  json      for other programs
  markdown  for a review comment: no longer than GitHub takes

Examples:
  rulewright diff                                        what my changes do, not committed yet
  rulewright diff main rules/linux --events monday.ndjson
  rulewright diff origin/main...HEAD --format markdown > comment.md
  rulewright diff v1.2 v1.3 --exit-code                  1 when a rule matches otherwise
${exitCodeHelp({
  0: 'compared; with --exit-code: no match was gained or lost',
  1: 'with --exit-code: matches were gained or lost',
  2: 'wrong usage, no such revision, or a file that cannot be read',
})}`;
