/** Answers the commands that make, import, export and configure rule files. */
import { CancellationToken, type Connection } from 'vscode-languageserver';
import { nameOf } from '../base/fileName.js';
import type { Host } from '../base/host.js';
import { changeConfig, newConfigText } from '../config/editConfig.js';
import { changeRule } from '../features/changeRule.js';
import type { LanguageService } from '../features/languageService.js';
import { newRule, ruleTypeChoices } from '../features/newRule.js';
import { modelAt, type RuleModel } from '../features/ruleModel.js';
import type { Position } from '../protocol/protocol.js';
import {
  changeConfigRequest,
  changeRuleRequest,
  exportRuleRequest,
  importRulesRequest,
  newRuleRequest,
  projectRequest,
  readAttackRequest,
  readFieldsRequest,
  ruleTypesRequest,
  type ChangeConfigParams,
  type ChangeConfigResult,
  type ChangeRuleParams,
  type ChangeRuleResult,
  type ExportRuleParams,
  type ExportRuleResult,
  type ImportRulesParams,
  type ImportRulesResult,
  type NewRuleParams,
  type ProjectParams,
  type ProjectResult,
  type ReadAttackParams,
  type ReadAttackResult,
  type ReadFieldsParams,
  type ReadFieldsResult,
} from '../protocol/ruleFiles.js';
import { compactAttack } from '../schema/attackImport.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';
import type { ServerProjects } from './projects.js';
import type { Runner } from './runner.js';
import type { Samples } from './samples.js';

export interface RuleFilesParts {
  readonly connection: Connection;
  readonly host: Host;
  readonly runner: Runner;
  readonly service: Promise<LanguageService>;
  readonly models: Models;
  readonly projects: Pick<ServerProjects, 'of'>;
  readonly samples: Pick<Samples, 'of'>;
  readonly guard: Guard;
}

const unexpected = 'This ended unexpectedly; the Rulewright log says why';
const noFields = { count: 0, namesIndices: false, indexPatterns: [], text: undefined };
const noAttack = { text: undefined, version: '', techniques: 0 };

export function answerRuleFiles(parts: RuleFilesParts): void {
  const { connection, host, guard } = parts;
  const today = () => new Date(host.now()).toISOString().slice(0, 10);
  const answer = <P, R>(method: string, fallback: R, work: (params: P) => R | Promise<R>): void => {
    connection.onRequest(method, (params: P) => guard.attempt({ what: method, uri: '' }, fallback, () => work(params)));
  };
  answer(ruleTypesRequest, { types: [] }, ruleTypeChoices);
  answer(newRuleRequest, null, (params: NewRuleParams) => newRule(params, today()) ?? null);
  answer<ImportRulesParams, ImportRulesResult>(importRulesRequest, { rules: [], notes: [], message: unexpected }, async (params) =>
    (await import('../features/importRules.js')).importRules(params, today()),
  );
  answer<ExportRuleParams, ExportRuleResult>(
    exportRuleRequest,
    { text: undefined, fileName: '', notes: [], message: unexpected },
    async ({ rule, position }) => {
      const opened = await openRuleAt(parts, rule, position);
      if (typeof opened === 'string') return { text: undefined, fileName: '', notes: [], message: opened };
      return (await import('../features/exportRule.js')).exportRule(opened, nameOf(rule));
    },
  );
  answer<ChangeRuleParams, ChangeRuleResult>(changeRuleRequest, { edits: [], message: unexpected }, async ({ rule, position, change }) => {
    const opened = await openRuleAt(parts, rule, position);
    return typeof opened === 'string' ? { edits: [], message: opened } : changeRule(opened, change, today());
  });
  answer<ProjectParams, ProjectResult>(projectRequest, { folder: undefined }, async ({ uri }) => ({
    folder: (await parts.projects.of(uri)).folder,
  }));
  answer<ReadFieldsParams, ReadFieldsResult>(readFieldsRequest, { ...noFields, message: unexpected }, (params) =>
    readFields(params, parts),
  );
  answer<ReadAttackParams, ReadAttackResult>(readAttackRequest, { ...noAttack, message: unexpected }, ({ uri }) => readAttack(uri, host));
  answer<ChangeConfigParams, ChangeConfigResult | null>(changeConfigRequest, null, ({ text, change }) => {
    const begun = text === undefined || text.trim() === '' ? newConfigText : text;
    return { text: change === undefined ? begun : changeConfig(begun, change) };
  });
}

/** The rule as the editor has it, else as it is on disk; a sentence where it cannot be read. */
async function openRuleAt(
  { models, projects, service, host }: RuleFilesParts,
  uri: string,
  position: Position | undefined,
): Promise<RuleModel | string> {
  const opened = await models.of(uri);
  if (opened !== undefined) return position === undefined ? opened : modelAt(opened, position);
  const text = await host.readText(uri);
  if (!text.ok) return text.failure.message;
  const { schemas } = await projects.of(uri);
  const model = (await service).open(text.value, { uri }, schemas);
  return position === undefined ? model : modelAt(model, position);
}

async function readFields({ source, rule, indexPatterns }: ReadFieldsParams, parts: RuleFilesParts): Promise<ReadFieldsResult> {
  const model = rule === undefined ? undefined : await openRuleAt(parts, rule, undefined);
  const known = typeof model === 'string' ? undefined : model;
  const { fieldsOfFile, fieldsOfSample } = await import('../features/importFields.js');
  if (source.kind === 'file') {
    const text = source.text === undefined ? await parts.host.readText(source.uri) : { ok: true as const, value: source.text };
    return text.ok ? fieldsOfFile(text.value, nameOf(source.uri), known) : { ...noFields, message: text.failure.message };
  }
  const uri = rule === undefined ? undefined : await parts.samples.of(rule);
  if (uri === undefined || known === undefined) return { ...noFields, message: 'The rule has no sample events; pick a sample first' };
  const sample = await parts.runner.readSample({ uri }, CancellationToken.None);
  if (sample === undefined) return { ...noFields, message: `${nameOf(uri)} cannot be read` };
  return fieldsOfSample(sample, nameOf(uri), known, indexPatterns);
}

/** A bundle of ATT&CK has tens of megabytes: more than a rule may have, and not endless. */
const longestBundle = 256 * 1024 * 1024;

async function readAttack(uri: string, host: Host): Promise<ReadAttackResult> {
  const name = nameOf(uri);
  const stream = await host.openStream(uri);
  if (!stream.ok) return { ...noAttack, message: stream.failure.message };
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.value.chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestBundle) return { ...noAttack, message: `${name} is longer than any bundle of ATT&CK` };
  }
  const read = compactAttack(text + decoder.decode());
  return read.ok ? { ...read.value, message: undefined } : { ...noAttack, message: `${name} is ${read.message}` };
}
