/** `rulewright format`: rule files in their usual layout. */
import { throwIfCancelled } from '../../base/cancel.js';
import { formatFile } from '../../features/formatFile.js';
import type { FormatOptions } from '../args.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { counted } from '../printable.js';
import { readRule } from '../readRule.js';
import type { Terminal } from '../terminal.js';

/** With `--check` nothing is written, and files that would change are a failure. */
export async function format(paths: readonly string[], options: FormatOptions, terminal: Terminal): Promise<ExitCode> {
  const changed: string[] = [];
  const failures: string[] = [];
  let files = 0;
  for (const pattern of paths.length === 0 ? ['.'] : paths) {
    const found = await terminal.findFiles(pattern);
    for (const path of found.paths) {
      throwIfCancelled(terminal.token);
      const reading = await readRule(terminal, path);
      if (reading.kind === 'other' && found.kind !== 'file') continue;
      if (reading.kind !== 'rule') {
        failures.push(reading.message);
        continue;
      }
      files += 1;
      const { text, uri } = reading.rule.document;
      const formatted = formatFile(text, { uri });
      if (formatted === text) continue;
      changed.push(path);
      const written = options.check === true ? undefined : await terminal.writeFile(path, formatted, true);
      if (written?.ok === false) failures.push(written.failure.message);
    }
    if (found.paths.length === 0) failures.push(`There are no rules in ${pattern}; name rule files, or a folder or glob that has some.`);
  }
  for (const path of changed) terminal.write(`${path}\n`);
  for (const message of failures) terminal.writeError(`error: ${message}\n`);
  const done = options.check === true ? 'would change' : 'changed';
  terminal.write(`${counted(files, 'file')}: ${counted(changed.length, 'file')} ${done}\n`);
  if (failures.length > 0) return exitCodes.notUsable;
  return options.check === true && changed.length > 0 ? exitCodes.ruleHasErrors : exitCodes.done;
}
