/** The command line: arguments to a command, its outcome to an exit code. Nothing else is decided here. */
import { CommanderError, type OutputConfiguration } from 'commander';
import { isCancelled } from '../base/cancel.js';
import { buildProgram, type CheckOptions, type RunOptions } from './args.js';
import { check } from './commands/check.js';
import { run } from './commands/run.js';
import { exitCodes, type ExitCode } from './exitCodes.js';
import type { CheckWriter, RunWriter } from './report.js';
import type { Terminal } from './terminal.js';
import { createHumanCheckWriter, createHumanRunWriter } from './writers/human.js';
import { createJsonCheckWriter, createJsonRunWriter, writeJsonFault } from './writers/json.js';

/** Runs the command that `args` (without the names of node and the script) give. Never throws; the result is the process's exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: ExitCode = exitCodes.done;
  let complaint = '';
  const program = buildProgram(terminal.version, {
    check: async (paths, options) => {
      exitCode = await check(paths, options, terminal, checkWriter(terminal, options));
    },
    run: async (rule, options) => {
      exitCode = await run(rule, options, terminal, runWriter(terminal, options));
    },
  });
  const helpWidth = (): number => terminal.width ?? 100;
  const output: OutputConfiguration = {
    writeOut: (text) => terminal.write(text),
    writeErr: (text) => void (complaint += text),
    getOutHelpWidth: helpWidth,
    getErrHelpWidth: helpWidth,
  };
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput(output);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, complaint, args, terminal);
  }
}

function checkWriter(terminal: Terminal, options: CheckOptions): CheckWriter {
  return options.format === 'json'
    ? createJsonCheckWriter(terminal)
    : createHumanCheckWriter(terminal, options.color ?? terminal.colour, options.quiet === true);
}

function runWriter(terminal: Terminal, options: RunOptions): RunWriter {
  return options.format === 'json' ? createJsonRunWriter(terminal) : createHumanRunWriter(terminal, options.color ?? terminal.colour);
}

/** `complaint` is what the parser of the arguments said about them. */
function exitCodeOf(error: unknown, complaint: string, args: readonly string[], terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (wantsJson(args))
      writeJsonFault(terminal, undefined, { exitCode: exitCodes.notUsable, message: complaint.replace(/^error: /, '').trim() });
    else terminal.writeError(complaint);
    return exitCodes.notUsable;
  }
  if (isCancelled(error)) {
    terminal.writeError('cancelled\n');
    return exitCodes.cancelled;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.writeError(
    `internal error: ${details}\nThis is a bug in rulewright ${terminal.version}: report it with the command and the files you used.\n`,
  );
  return exitCodes.internalError;
}

/** Arguments that could not be parsed may still say how the complaint is to be written. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, index) => arg === '--format=json' || (arg === '--format' && args[index + 1] === 'json'));
}
