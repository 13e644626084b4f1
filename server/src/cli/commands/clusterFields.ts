/** `rulewright fields --cluster`: the fields that the indices of a cluster have, as a file for the configuration. */
import { fieldsOf } from '../../elastic/indices.js';
import { customSchemaText } from '../../schema/import/customSchema.js';
import { connectAs } from '../clusterAccess.js';
import { exitCodeOfFailure } from '../clusterCommand.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import type { FieldsOptions } from '../fieldsOptions.js';
import { counted, printable } from '../printable.js';
import { readRule } from '../readRule.js';
import type { Terminal } from '../terminal.js';

export async function clusterFields(options: FieldsOptions, terminal: Terminal): Promise<ExitCode> {
  const complain = (message: string, exitCode: ExitCode = exitCodes.notUsable): ExitCode => {
    terminal.writeError(`error: ${printable(message)}\n`);
    return exitCode;
  };
  const patterns = await patternsOf(options, terminal);
  if (typeof patterns === 'string') return complain(patterns);
  // Without a name the only profile, or the environment, is meant.
  const connected = await connectAs({ ...options, cluster: options.cluster === true ? undefined : options.cluster }, terminal);
  if (!connected.ok) return complain(connected.failure.message, exitCodeOfFailure(connected.failure));
  try {
    const fields = await fieldsOf(patterns, connected.value, terminal.token);
    if (!fields.ok) return complain(fields.failure.message, exitCodeOfFailure(fields.failure));
    terminal.write(customSchemaText(patterns, fields.value.fields));
    terminal.writeError(
      `${counted(fields.value.fields.length, 'field')} of ${fields.value.source}; name the file under "fields" in rulewright.config.json\n`,
    );
    return exitCodes.done;
  } finally {
    await connected.value.close();
  }
}

async function patternsOf({ rule, index }: FieldsOptions, terminal: Terminal): Promise<readonly string[] | string> {
  if (index !== undefined && index.length > 0) return index;
  if (rule === undefined) return 'Say whose fields are meant: --index logs-*, or --rule with a rule file.';
  const reading = await readRule(terminal, rule);
  if (reading.kind !== 'rule') return reading.message;
  const own = (reading.rule.document.index?.value ?? []).map(({ value }) => value);
  return own.length > 0 ? own : `${rule} names no index; give --index.`;
}
