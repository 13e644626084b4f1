/** `rulewright format`: rule files in their usual layout. */
import { throwIfCancelled } from '../../base/cancel.js';
import { createProjects, type Projects } from '../../config/projects.js';
import { formatFile } from '../../features/formatFile.js';
import { loadSchemas } from '../../schema/load.js';
import type { FormatOptions } from '../args.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { noRules, uriOf } from '../files.js';
import { counted, printable } from '../printable.js';
import { readRule } from '../readRule.js';
import type { FoundFiles, Terminal } from '../terminal.js';

/** With `--check` nothing is written, and files that would change are a failure. */
export async function format(paths: readonly string[], options: FormatOptions, terminal: Terminal): Promise<ExitCode> {
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  const outcomes = new Map<string, Outcome>();
  for (const pattern of paths.length === 0 ? ['.'] : paths) {
    const found = await terminal.findFiles(pattern);
    let isEmpty = true;
    for (const path of found.paths) {
      throwIfCancelled(terminal.token);
      const outcome = outcomes.get(path) ?? (await formatPath(path, found.kind, options, { terminal, projects }));
      if (outcome === undefined) continue;
      outcomes.set(path, outcome);
      isEmpty = false;
    }
    if (isEmpty) outcomes.set(pattern, { kind: 'failed', message: noRules(pattern) });
  }
  return report(outcomes, options, terminal);
}

type Outcome = { readonly kind: 'same' | 'changed' } | { readonly kind: 'failed'; readonly message: string };

interface Surroundings {
  readonly terminal: Terminal;
  readonly projects: Projects;
}

/** Undefined for a file that was only come across and that the search passes over. */
async function formatPath(
  path: string,
  kind: FoundFiles['kind'],
  options: FormatOptions,
  { terminal, projects }: Surroundings,
): Promise<Outcome | undefined> {
  const fileUri = uriOf(terminal.folder, path);
  if (kind === 'folder' && !(await projects.of(fileUri)).isFound(fileUri)) return undefined;
  const reading = await readRule(terminal, path);
  if (reading.kind === 'other' && kind !== 'file') return undefined;
  if (reading.kind !== 'rule') return { kind: 'failed', message: reading.message };
  const { text, uri } = reading.rule.document;
  const formatted = formatFile(text, { uri });
  if (formatted === text) return { kind: 'same' };
  const written = options.check === true ? undefined : await terminal.writeFile(path, formatted, true);
  return written?.ok === false ? { kind: 'failed', message: written.failure.message } : { kind: 'changed' };
}

function report(outcomes: ReadonlyMap<string, Outcome>, options: FormatOptions, terminal: Terminal): ExitCode {
  const failures = [...outcomes.values()].flatMap((outcome) => (outcome.kind === 'failed' ? outcome.message : []));
  const changed = [...outcomes].flatMap(([path, { kind }]) => (kind === 'changed' ? path : []));
  for (const path of changed) terminal.write(`${printable(path)}\n`);
  for (const message of failures) complain(message, terminal);
  const done = options.check === true ? 'would change' : 'changed';
  terminal.write(`${counted(outcomes.size - failures.length, 'file')}: ${counted(changed.length, 'file')} ${done}\n`);
  if (failures.length > 0) return exitCodes.notUsable;
  return options.check === true && changed.length > 0 ? exitCodes.ruleHasErrors : exitCodes.done;
}
