/** `rulewright convert`: rules from one notation to another, with what the new one has no place for said on standard error. */
import { assertNever } from '../../base/invariant.js';
import { throwIfCancelled } from '../../base/cancel.js';
import { toNdjson } from '../../rule/export/ndjson.js';
import { freeName, ruleFileName } from '../../rule/import/fileName.js';
import { readRules, type ReadRule } from '../../rule/import/readRules.js';
import { jsonText } from '../../rule/jsonWriter.js';
import type { ConvertOptions } from '../convertOptions.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { printable } from '../printable.js';
import type { Terminal } from '../terminal.js';

/** A rule that was read, with its file as the user named it. */
export interface Rule extends ReadRule {
  readonly path: string;
}

type ReadChoice = Pick<ConvertOptions, 'keepMetadata'>;

export interface Reading {
  readonly rules: readonly Rule[];
  /** What of the inputs could not be read as rules, in sentences. */
  readonly faults: readonly string[];
  /** What stands beside the rules and is not converted. */
  readonly notes: readonly string[];
}

export async function convert(inputs: readonly string[], options: ConvertOptions, terminal: Terminal): Promise<ExitCode> {
  const { rules, faults, notes } = await readAll(inputs, options, terminal);
  if (faults.length > 0) return refuse(terminal, faults);
  if (rules.length === 0) return refuse(terminal, [`There are no rules in ${inputs.join(', ')}.`]);
  const failed = await writeRules(rules, options, terminal);
  if (failed.length > 0) return refuse(terminal, failed);
  const lost = rules.flatMap(({ path, toml, lostInKibana }) =>
    (options.to === 'toml' ? toml.lost : lostInKibana).map((sentence) => `${path}: ${sentence}`),
  );
  for (const line of [...lost, ...notes]) terminal.writeError(`note: ${printable(line)}\n`);
  return exitCodes.done;
}

function refuse(terminal: Terminal, messages: readonly string[]): ExitCode {
  for (const message of messages) complain(message, terminal);
  return exitCodes.notUsable;
}

/** The rules of files, folders and globs, in both notations. */
export async function readAll(inputs: readonly string[], options: ReadChoice, terminal: Terminal): Promise<Reading> {
  const readings: Reading[] = [];
  for (const input of inputs) {
    const found = await terminal.findFiles(input);
    if (found.paths.length === 0) readings.push({ rules: [], faults: [`There are no rules in ${input}.`], notes: [] });
    for (const path of found.paths) {
      throwIfCancelled(terminal.token);
      const text = await terminal.host.readText(uriOf(terminal.folder, path));
      if (text.ok) readings.push(readFile(path, text.value, found.kind === 'file', options, terminal));
      else readings.push({ rules: [], faults: [text.failure.message], notes: [] });
    }
  }
  return {
    rules: readings.flatMap((reading) => reading.rules),
    faults: readings.flatMap((reading) => reading.faults),
    notes: readings.flatMap((reading) => reading.notes),
  };
}

/** Files that were only come across may be something else; those that were named have to be rules. */
function readFile(path: string, text: string, isNamed: boolean, { keepMetadata = false }: ReadChoice, terminal: Terminal): Reading {
  const surroundings = { today: today(terminal), newId: () => terminal.randomId() };
  const source = { uri: uriOf(terminal.folder, path) };
  const { rules, fault, nothing, notes } = readRules(text, source, { name: path, keepMetadata, ...surroundings });
  const faults = [fault, isNamed ? nothing : undefined].filter((sentence) => sentence !== undefined);
  return { rules: rules.map((rule) => ({ ...rule, path })), faults, notes };
}

export function today(terminal: Terminal): string {
  return new Date(terminal.host.now()).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** What could not be written, in sentences. */
export async function writeRules(rules: readonly Rule[], options: ConvertOptions, terminal: Terminal): Promise<readonly string[]> {
  const objects = rules.map(({ kibana }) => kibana);
  switch (options.to) {
    case 'ndjson':
      return writeOne(toNdjson(objects), options, terminal);
    case 'json':
      return writeOne(`${jsonText(objects.length === 1 ? (objects[0] ?? null) : objects, '  ')}\n`, options, terminal);
    case 'toml':
      return writeToml(rules, options, terminal);
    default:
      return assertNever(options.to);
  }
}

async function writeOne(text: string, { out, force }: ConvertOptions, terminal: Terminal): Promise<readonly string[]> {
  if (out === undefined) {
    terminal.write(text);
    return [];
  }
  const written = await terminal.writeFile(out, text, force === true);
  return written.ok ? [] : [written.failure.message];
}

/** One file for one rule. Several rules go to a folder, under the names that repositories give them. */
async function writeToml(rules: readonly Rule[], options: ConvertOptions, terminal: Terminal): Promise<readonly string[]> {
  const { out } = options;
  const [only] = rules;
  const isFile = out === undefined || /\.toml$/i.test(out);
  if (only !== undefined && rules.length === 1 && isFile) return writeOne(only.toml.value, options, terminal);
  if (isFile) return [`There are ${rules.length} rules, and a file in TOML has one; name a folder with --out.`];
  const failed: string[] = [];
  const taken = new Set<string>();
  for (const { kibana, toml } of rules) {
    const name = freeName(ruleFileName(kibana), taken);
    failed.push(...(await writeOne(toml.value, { ...options, out: `${out.replace(/[\\/]+$/, '')}/${name}.toml` }, terminal)));
  }
  return failed;
}
