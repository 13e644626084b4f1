/** `rulewright synthesize`: events that a rule matches, and near misses for each of its clauses. */
import { createProjects } from '../../config/projects.js';
import { loadSchemas } from '../../schema/load.js';
import { sampleLines, testText, whatIsMissing } from '../../synthesis/sampleText.js';
import type { Synthesis } from '../../synthesis/synthesis.js';
import { prepareSynthesis, synthesize, testHeadOf, type PreparedSynthesis } from '../../synthesis/synthesize.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { printable } from '../printable.js';
import { pickRule, readRule } from '../readRule.js';
import type { RuleFile } from '../report.js';
import type { SynthesizeOptions } from '../synthesizeOptions.js';
import type { Terminal } from '../terminal.js';

export async function synthesizeSamples(rulePath: string, options: SynthesizeOptions, terminal: Terminal): Promise<ExitCode> {
  const reading = await readRule(terminal, rulePath);
  if (reading.kind !== 'rule') return complain(reading.message, terminal);
  const rule = pickRule(reading.rule, options.rule);
  if (typeof rule === 'string') return complain(rule, terminal);
  const { schemas } = await createProjects(terminal.host, await loadSchemas(terminal.host)).of(uriOf(terminal.folder, rulePath));
  const prepared = prepareSynthesis(rule.document, rulePath, schemas, options.base);
  if (!prepared.ok) {
    const exitCode = prepared.status === 'invalid' ? exitCodes.ruleHasErrors : exitCodes.notEvaluated;
    return complain(prepared.message, terminal, exitCode);
  }
  const synthesis = await synthesize(prepared, terminal.token);
  const wanted = wantedOf(synthesis, options);
  for (const note of whatIsMissing(wanted)) terminal.writeError(`${printable(note)}.\n`);
  if (wanted.positive.kind === 'none' && wanted.nearMisses.every(({ sample }) => sample.kind === 'none')) {
    return complain(`no events could be made for ${rulePath}`, terminal, exitCodes.notEvaluated);
  }
  return write(textOf(wanted, prepared, rule, options), options, terminal);
}

/** Test files always have near misses: a test that only ever passes shows little. */
function wantedOf(synthesis: Synthesis, { nearMisses, format }: SynthesizeOptions): Synthesis {
  return nearMisses === true || format === 'test' ? synthesis : { ...synthesis, nearMisses: [] };
}

function textOf(synthesis: Synthesis, prepared: PreparedSynthesis, { path, documents }: RuleFile, { format }: SynthesizeOptions): string {
  if (format === 'ndjson') return sampleLines(synthesis, true);
  return testText(synthesis, testHeadOf(prepared, path, documents.length > 1));
}

async function write(text: string, { out, force }: SynthesizeOptions, terminal: Terminal): Promise<ExitCode> {
  if (out === undefined) {
    terminal.write(text);
    return exitCodes.done;
  }
  const written = await terminal.writeFile(out, text, force === true);
  if (!written.ok) return complain(written.failure.message, terminal);
  terminal.write(`${out} written\n`);
  return exitCodes.done;
}
