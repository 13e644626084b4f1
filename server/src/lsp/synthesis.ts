/** Answers requests for sample events and test files of a rule: hands the rule's text to the worker. */
import type { CancellationToken, Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isCancelled } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { LineIndex } from '../base/lines.js';
import { fileFor, nothingMade } from '../features/nothingMade.js';
import type { SynthesizeJob } from '../features/synthesize.js';
import { synthesizeRequest, type SynthesizeParams, type SynthesizeResult } from '../protocol/synthesis.js';
import type { Guard } from './guard.js';
import type { Runner } from './runner.js';

interface SynthesisParts {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly host: Host;
  readonly runner: Runner;
  readonly guard: Guard;
}

/** Unsaved text counts. Every outcome is a result; only bugs throw. */
export function answerSynthesis(parts: SynthesisParts): void {
  const { connection, guard } = parts;
  connection.onRequest(synthesizeRequest, (params: SynthesizeParams, token: CancellationToken) => {
    const fallback = nothingMade(fileFor(params.rule, params.form), 'No events could be made; the Rulewright log says why');
    return guard.attempt({ what: 'synthesize', uri: params.rule }, fallback, () => synthesizeFor(params, parts, token));
  });
}

async function synthesizeFor(
  { rule: uri, position, form }: SynthesizeParams,
  { documents, host, runner }: SynthesisParts,
  token: CancellationToken,
): Promise<SynthesizeResult> {
  const open = documents.get(uri);
  const read = open === undefined ? await host.readText(uri) : undefined;
  if (read?.ok === false) return nothingMade(fileFor(uri, form), read.failure.message);
  const text = open?.getText() ?? read?.value ?? '';
  const offset = position === undefined ? undefined : new LineIndex(text).offsetAt(position);
  const rule: SynthesizeJob['rule'] = {
    uri,
    text,
    ...(open === undefined ? {} : { languageId: open.languageId }),
    ...(offset === undefined ? {} : { offset }),
  };
  try {
    return await runner.synthesize({ rule, form }, token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return nothingMade(fileFor(uri, form), 'Making events was cancelled');
  }
}
