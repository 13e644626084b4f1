/** A rule as the features see it: opened, with the fields its index patterns have, and with the other rules of its file. */
import type { Position } from 'vscode-languageserver-types';
import { createFrameProblems, type FrameProblems } from '../analysis/document/frame.js';
import { LineIndex } from '../base/lines.js';
import { openRules, ruleAt, type TextSource } from '../rule/openText.js';
import { catalogOf } from '../rule/ruleCatalog.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { RuleUsage } from './ruleUsage.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import { createTomlReader, type TomlReader } from '../toml/read.js';

/** What is kept from version to version of a file that is being edited, so that an edit takes less than opening it. */
export interface FileVersions {
  readonly read: TomlReader;
  readonly frameProblems: FrameProblems;
}

export function createFileVersions(): FileVersions {
  return { read: createTomlReader(), frameProblems: createFrameProblems() };
}

export interface RuleModel extends Partial<Pick<FileVersions, 'frameProblems'>> {
  readonly uri: string;
  readonly document: RuleDocument;
  readonly catalog: FieldCatalog;
  readonly schemas: Schemas;
  readonly lines: LineIndex;
  /** What other rules of the workspace use; where completion is asked for. */
  readonly usage?: () => RuleUsage;
  /** All rules of the file, in order, this one among them. */
  readonly rules: readonly RuleModel[];
}

/** The rule at `source.offset`, or the first one of the file. */
export function createRuleModel(text: string, source: TextSource, schemas: Schemas, versions?: FileVersions): RuleModel {
  const { uri } = source;
  const lines = new LineIndex(text);
  const rules: RuleModel[] = [];
  const modelOf = (document: RuleDocument): RuleModel => {
    const kept = versions === undefined ? {} : { frameProblems: versions.frameProblems };
    return { uri, document, catalog: catalogOf(document, schemas), schemas, lines, rules, ...kept };
  };
  const [first, ...rest] = openRules(text, source, versions?.read);
  const models = [modelOf(first), ...rest.map(modelOf)] as const;
  rules.push(...models);
  return modelOfRule(models, source.offset) ?? models[0];
}

function modelOfRule(models: readonly RuleModel[], offset: number | undefined): RuleModel | undefined {
  const wanted = ruleAt(
    models.map(({ document }) => document),
    offset,
  );
  return models.find(({ document }) => document === wanted);
}

/** The rule of the file that a position lies in. */
export function modelAt(model: RuleModel, position: Position): RuleModel {
  return modelOfRule(model.rules, model.lines.offsetAt(position)) ?? model;
}
