/** Answers how a rule can be tuned from one of its matches: the edits, and what they do to the matches on the rule's sample. */
import type { CancellationToken, Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../base/host.js';
import type { Source } from '../evaluate/runRule.js';
import { toRange } from '../features/convert.js';
import type { LanguageService } from '../features/languageService.js';
import { modelAt, type RuleModel } from '../features/ruleModel.js';
import { expectedEvents, previewOf } from '../features/tune/preview.js';
import { tune } from '../features/tune/tune.js';
import type { RunResult } from '../protocol/protocol.js';
import { tuneRequest, type TuneParams, type TunePreview, type TuneResult } from '../protocol/tuning.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';
import type { ServerProjects } from './projects.js';
import type { Runner } from './runner.js';
import type { Samples } from './samples.js';

export interface TuneParts {
  readonly connection: Connection;
  readonly host: Host;
  readonly documents: TextDocuments<TextDocument>;
  readonly service: Promise<LanguageService>;
  readonly models: Models;
  readonly projects: Pick<ServerProjects, 'of'>;
  readonly runner: Runner;
  readonly samples: Samples;
  readonly guard: Guard;
}

export function answerTune(parts: TuneParts): void {
  parts.connection.onRequest(tuneRequest, (params: TuneParams, token: CancellationToken) => {
    const fallback = impossible('The change could not be worked out; the Rulewright log says why');
    return parts.guard.attempt({ what: 'tune', uri: params.rule }, fallback, () => answer(params, parts, token));
  });
}

async function answer(params: TuneParams, parts: TuneParts, token: CancellationToken): Promise<TuneResult> {
  const opened = await modelOf(params.rule, parts);
  if (typeof opened === 'string') return impossible(opened);
  const ruleVersion = parts.documents.get(params.rule)?.version;
  const model = params.position === undefined ? opened : modelAt(opened, params.position);
  const tuning = tune(model, params);
  if (!tuning.ok) return impossible(tuning.message);
  const uri = params.sample?.uri ?? (await parts.samples.of(params.rule));
  const sample = uri === undefined ? undefined : { ...params.sample, uri };
  return {
    message: undefined,
    clause: tuning.clause,
    edits: tuning.edits.map(({ span, newText }) => ({ range: toRange(model.lines, span), newText })),
    ruleVersion,
    preview: sample === undefined ? undefined : await compare(model, tuning.text, sample, parts, token),
    exception: tuning.exception,
  };
}

async function modelOf(rule: string, { models, host, service, projects }: TuneParts): Promise<RuleModel | string> {
  const opened = await models.of(rule);
  if (opened !== undefined) return opened;
  const text = await host.readText(rule);
  if (!text.ok) return text.failure.message;
  const { schemas } = await projects.of(rule);
  return (await service).open(text.value, { uri: rule }, schemas);
}

/** Undefined where one of the runs does not come to its end: a run of the rule says why. */
async function compare(
  { uri, document }: RuleModel,
  changed: string,
  sample: Source,
  { runner, documents }: TuneParts,
  token: CancellationToken,
): Promise<TunePreview | undefined> {
  const languageId = documents.get(uri)?.languageId;
  const rule = { uri, offset: document.tree?.root.span.start ?? 0, ...(languageId === undefined ? {} : { languageId }) };
  const runs: RunResult[] = [];
  for (const each of [
    { ...rule, text: document.text },
    { ...rule, text: changed },
    { uri: `${uri}.expected.kuery`, text: expectedEvents, languageId: 'kuery' },
  ]) {
    runs.push(await runner.run({ rule: each, ruleVersion: undefined, sample }, () => undefined, token));
  }
  const [before, after, expected] = runs;
  if (before === undefined || after === undefined || expected === undefined) return undefined;
  return runs.every(({ status }) => status === 'finished') ? previewOf(before, after, expected) : undefined;
}

function impossible(message: string): TuneResult {
  return { message, clause: '', edits: [], ruleVersion: undefined, preview: undefined, exception: undefined };
}
