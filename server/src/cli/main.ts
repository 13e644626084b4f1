/** The command line: arguments to a command, its outcome to an exit code. Nothing else is decided here. */
import { CommanderError, type Command, type OutputConfiguration } from 'commander';
import { isCancelled } from '../base/cancel.js';
import { createActions } from './actions.js';
import { buildProgram } from './args.js';
import { exitCodes, type ExitCode } from './exitCodes.js';
import type { Terminal } from './terminal.js';

/** Runs the command that `args` (without the names of node and the script) give. Never throws; the result is the process's exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: ExitCode = exitCodes.done;
  let complaint = '';
  const actions = createActions(terminal, (code) => void (exitCode = code));
  const program = buildProgram(terminal.version, actions, args[0]);
  const output = outputOf(terminal, (text) => void (complaint += text));
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])])
    command.exitOverride().configureOutput(output);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, withHint(complaint, error, args, program), args, terminal);
  }
}

function outputOf(terminal: Terminal, complain: (text: string) => void): OutputConfiguration {
  const helpWidth = (): number => terminal.width ?? 100;
  return { writeOut: (text) => terminal.write(text), writeErr: complain, getOutHelpWidth: helpWidth, getErrHelpWidth: helpWidth };
}

/** `complaint` is what the parser of the arguments said about them. */
async function exitCodeOf(error: unknown, complaint: string, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (wantsJson(args)) {
      const { writeJsonFault } = await import('./writers/json.js');
      writeJsonFault(terminal, undefined, { exitCode: exitCodes.notUsable, message: complaint.replace(/^error: /, '').trim() });
    } else terminal.writeError(complaint);
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

/** The complaint, with what it does not know: that a name is missing because it was taken for an event file, or is one too many because it is one. */
function withHint(complaint: string, error: unknown, args: readonly string[], program: Command): string {
  if (!(error instanceof CommanderError)) return complaint;
  const at = args.findIndex((arg) => arg === '-e' || arg === '--events');
  const second = at < 0 ? undefined : args[at + 2];
  if (error.code === 'commander.missingArgument' && second !== undefined && !second.startsWith('-'))
    return complaint.replace('\n', '; --events takes every name behind it, so name it before\n');
  const takesEvents = program.commands.some(({ options }) => options.some(({ long, variadic }) => long === '--events' && variadic));
  if (error.code === 'commander.excessArguments' && at < 0 && takesEvents)
    return complaint.replace('\n', ' Name event files after --events.\n');
  return complaint;
}

/** Arguments that could not be parsed may still say how the complaint is to be written. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, index) => arg === '--format=json' || (arg === '--format' && args[index + 1] === 'json'));
}
