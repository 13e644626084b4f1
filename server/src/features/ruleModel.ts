/** A rule as the features see it: opened, with the fields its index patterns have, and with the other rules of its file. */
import type { Position } from 'vscode-languageserver-types';
import { LineIndex } from '../base/lines.js';
import { openRules, ruleAt, type TextSource } from '../rule/openText.js';
import { catalogOf } from '../rule/ruleCatalog.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { RuleUsage } from './ruleUsage.js';
import type { FieldCatalog, Schemas } from '../schema/catalog.js';
import type { TomlReader } from '../toml/read.js';

export interface RuleModel {
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

/** The rule at `source.offset`, or the first one of the file. `read`: a reader of the file's versions. */
export function createRuleModel(text: string, source: TextSource, schemas: Schemas, read?: TomlReader): RuleModel {
  const { uri } = source;
  const lines = new LineIndex(text);
  const rules: RuleModel[] = [];
  const modelOf = (document: RuleDocument): RuleModel => {
    return { uri, document, catalog: catalogOf(document, schemas), schemas, lines, rules };
  };
  const [first, ...rest] = openRules(text, source, read);
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
