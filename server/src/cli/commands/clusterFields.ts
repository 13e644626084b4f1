/** `rulewright fields --cluster`: the fields that the indices of a cluster have, as a file for the configuration. */
import { knownFields } from '../../elastic/fieldCache.js';
import { customSchemaText } from '../../schema/import/customSchema.js';
import { connectTo, profileOf } from '../clusterAccess.js';
import { exitCodeOfFailure } from '../clusterCommand.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import type { FieldsOptions } from '../fieldsOptions.js';
import { counted, printable } from '../printable.js';
import { readRule } from '../readRule.js';
import type { Terminal } from '../terminal.js';

export async function clusterFields(options: FieldsOptions, terminal: Terminal): Promise<ExitCode> {
  const patterns = await patternsOf(options, terminal);
  if (typeof patterns === 'string') return complain(patterns, terminal);
  // Without a name the only profile, or the environment, is meant.
  const choice = { ...options, cluster: options.cluster === true ? undefined : options.cluster };
  const profile = await profileOf(choice, terminal);
  if (!profile.ok) return complain(profile.failure.message, terminal, exitCodeOfFailure(profile.failure));
  const { clusters, host, token } = terminal;
  const connect = (): ReturnType<typeof connectTo> => connectTo(profile.value, choice, terminal);
  const source = { profile: profile.value, files: clusters, connect, now: host.now(), token };
  const known = await knownFields(patterns, source, options.refresh === true);
  if (!known.ok) return complain(known.failure.message, terminal, exitCodeOfFailure(known.failure));
  const { fields, kept, asked, notes } = known.value;
  terminal.write(customSchemaText(patterns, fields.fields));
  for (const note of notes) terminal.writeError(`note: ${printable(note)}\n`);
  const age = kept ? `, as asked for ${ageInWords(host.now() - asked)} ago (--refresh asks again)` : '';
  terminal.writeError(
    `${counted(fields.fields.length, 'field')} of ${printable(fields.source)}${age}; name the file under "fields" in rulewright.config.json\n`,
  );
  return exitCodes.done;
}

function ageInWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  return minutes < 60 ? counted(minutes, 'minute') : counted(Math.floor(minutes / 60), 'hour');
}

async function patternsOf({ rule, index }: FieldsOptions, terminal: Terminal): Promise<readonly string[] | string> {
  if (index !== undefined && index.length > 0) return index;
  if (rule === undefined) return 'Say whose fields are meant: --index logs-*, or --rule with a rule file.';
  const reading = await readRule(terminal, rule);
  if (reading.kind !== 'rule') return reading.message;
  const own = (reading.rule.document.index?.value ?? []).map(({ value }) => value);
  return own.length > 0 ? own : `${rule} names no index; give --index.`;
}
