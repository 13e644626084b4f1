/** What the command line's exit codes mean. They are public: scripts and pipelines rely on them, `docs/cli.md` and `--help` list them. */

export const exitCodes = {
  /** check: no errors. run: it ran, whatever the number of matches. */
  done: 0,
  /** The rule, or one of them, has errors. */
  ruleHasErrors: 1,
  /** test: a test failed, or could not be run. */
  testsFail: 1,
  /** diff --exit-code: matches were gained or lost. */
  matchesDiffer: 1,
  /** Wrong usage, a file that cannot be read, or a search that would fail on a cluster too. */
  notUsable: 2,
  /** The rule is valid, but cannot be evaluated locally. */
  notEvaluated: 3,
  /** A bug of ours. */
  internalError: 70,
  /** Ctrl+C. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit codes of a command as its help lists them; each command can be cancelled. */
export function exitCodeHelp(codes: Readonly<Partial<Record<ExitCode, string>>>): string {
  const rows = Object.entries({ ...codes, [exitCodes.cancelled]: 'cancelled with Ctrl+C' });
  return ['', 'Exit codes:', ...rows.map(([code, meaning]) => `  ${code.padEnd(5)}${meaning}`)].join('\n');
}

/** Of what runs a rule here. */
export const runExitCodes = {
  [exitCodes.done]: 'it ran, whatever it found',
  [exitCodes.ruleHasErrors]: 'the rule has errors',
  [exitCodes.notUsable]: 'wrong usage, a file that cannot be read, or a search that would fail on a cluster too',
  [exitCodes.notEvaluated]: 'the rule is valid, but cannot be evaluated locally (ES|QL, machine learning)',
} as const;

/** Of all commands together. */
export const allExitCodes = {
  [exitCodes.done]: 'done, whatever matches',
  [exitCodes.ruleHasErrors]: 'a rule has errors, or a test fails; where an option asks for it: warnings, differences',
  [exitCodes.notUsable]: 'wrong usage, a file that cannot be read or written, or a search that would fail on a cluster too',
  [exitCodes.notEvaluated]: runExitCodes[exitCodes.notEvaluated],
  [exitCodes.internalError]: 'a bug in rulewright',
} as const;

/** A command that could not do its work. `message` says why and what to do next. */
export interface Fault {
  readonly exitCode: ExitCode;
  readonly message: string;
}

/** Ends a command that cannot begin: wrong usage, or what it needs cannot be read. */
export function refuse(writer: { readonly fault: (fault: Fault) => void }, message: string): ExitCode {
  writer.fault({ exitCode: exitCodes.notUsable, message });
  return exitCodes.notUsable;
}
