/** `rulewright sample`: events of a cluster into an event file. */
import { compileRedaction } from '../../elastic/redact.js';
import { fetchSamples } from '../../elastic/samples.js';
import { exitCodeOfFailure, onCluster, runOptionsOf } from '../clusterCommand.js';
import type { SampleOptions } from '../clusterOptions.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { counted, printable } from '../printable.js';
import type { Terminal } from '../terminal.js';

export async function sample(rulePath: string, options: SampleOptions, terminal: Terminal): Promise<ExitCode> {
  const onFault = ({ message, exitCode }: { readonly message: string; readonly exitCode: ExitCode }): void =>
    void complain(message, terminal, exitCode);
  return onCluster(rulePath, options, terminal, onFault, async ({ rule, schemas, cluster }) => {
    const redact = compileRedaction({ remove: options.remove ?? [], hash: options.hash ?? [], salt: terminal.randomId() });
    const tools = { cluster, schemas, host: terminal.host, token: terminal.token };
    const fetched = await fetchSamples(
      rule.document,
      { kind: options.kind, redact },
      runOptionsOf(options, options.limit, terminal),
      tools,
    );
    if (!fetched.ok) return complain(fetched.failure.message, terminal, exitCodeOfFailure(fetched.failure));
    const { lines, notes } = fetched.value;
    for (const note of notes) terminal.writeError(`note: ${printable(note)}\n`);
    if (lines.length === 0) return complain('no events were found, so nothing is written; search a longer time with --from.', terminal);
    return write(lines, options, terminal);
  });
}

async function write(lines: readonly string[], { out, force }: SampleOptions, terminal: Terminal): Promise<ExitCode> {
  const text = lines.map((line) => `${line}\n`).join('');
  if (out === undefined) {
    terminal.write(text);
    return exitCodes.done;
  }
  const written = await terminal.writeFile(out, text, force === true);
  if (!written.ok) return complain(written.failure.message, terminal);
  terminal.write(`${counted(lines.length, 'event')} written to ${out}\n`);
  return exitCodes.done;
}
