/** How a command that has no writer of its own says why it could not do its work. */
import { exitCodes, type ExitCode } from './exitCodes.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

/** One line on standard error; what the message names of files and events cannot drive the terminal. */
export function complain(message: string, terminal: Terminal, exitCode: ExitCode = exitCodes.notUsable): ExitCode {
  terminal.writeError(`error: ${printable(message)}\n`);
  return exitCode;
}
