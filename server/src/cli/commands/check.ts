/** `rulewright check`: what is wrong with the rules of some files and folders. */
import { throwIfCancelled } from '../../base/cancel.js';
import type { Severity } from '../../base/problem.js';
import type { Schemas } from '../../schema/catalog.js';
import { loadSchemas } from '../../schema/load.js';
import type { CheckOptions } from '../args.js';
import { diagnosticsOf } from '../diagnose.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { readRule } from '../readRule.js';
import { severities, type CheckedFile, type CheckReport, type CheckWriter, type UnreadFile } from '../report.js';
import type { Terminal } from '../terminal.js';

export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal, writer: CheckWriter): Promise<ExitCode> {
  const shown = shownSeverities(options);
  const report = await checkAll(paths, await loadSchemas(terminal.host), terminal);
  const files = report.files.map((file) => ({ ...file, diagnostics: file.diagnostics.filter(({ severity }) => shown.has(severity)) }));
  writer.report({ ...report, files });
  return exitCodeOf(report);
}

/** Every rule that the paths name, once. A file that was only come across and is no rule is passed over. */
async function checkAll(paths: readonly string[], schemas: Schemas, terminal: Terminal): Promise<CheckReport> {
  const files = new Map<string, CheckedFile>();
  const unread = new Map<string, UnreadFile>();
  for (const pattern of paths) {
    const found = await terminal.findFiles(pattern);
    for (const path of found.paths) {
      throwIfCancelled(terminal.token);
      const reading = await readRule(terminal, path);
      if (reading.kind === 'rule') files.set(path, { ...reading.rule, diagnostics: diagnosticsOf(reading.rule.document, schemas) });
      else if (reading.kind === 'unread' || found.kind === 'file') unread.set(path, { path, message: reading.message });
    }
    if (!found.paths.some((path) => files.has(path) || unread.has(path))) unread.set(pattern, { path: pattern, message: noRules(pattern) });
  }
  return { files: [...files.values()], unread: [...unread.values()] };
}

function noRules(pattern: string): string {
  return `There are no rules in ${pattern}; name rule files (.toml, .eql, .kuery), or a folder or glob that has some.`;
}

function shownSeverities({ severity, quiet }: CheckOptions): ReadonlySet<Severity> {
  return new Set(severities.slice(0, severities.indexOf(quiet === true ? 'error' : severity) + 1));
}

function exitCodeOf({ files, unread }: CheckReport): ExitCode {
  if (unread.length > 0) return exitCodes.notUsable;
  const failed = files.some((file) => file.diagnostics.some(({ severity }) => severity === 'error'));
  return failed ? exitCodes.ruleHasErrors : exitCodes.done;
}
