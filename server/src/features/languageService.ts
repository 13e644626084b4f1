/** All that an editor can ask about rules, as one record: no connection, no files, no timers. */
import type { CodeAction, CodeLens, CompletionItem, CompletionList, Hover, Position, Range } from 'vscode-languageserver-types';
import type { AnalysisSettings } from '../analysis/analyze.js';
import type { EventSample } from '../events/sample.js';
import type { TextSource } from '../rule/openText.js';
import type { Schemas } from '../schema/catalog.js';
import { codeActionsAt } from './codeActions.js';
import { codeLenses } from './codeLens.js';
import { completionsAt, resolveCompletion } from './completion.js';
import { diagnosticsOf, type ShownDiagnostic } from './diagnostics.js';
import { hoverAt } from './hover.js';
import { createRuleModel, type RuleModel } from './ruleModel.js';

/** Positions and ranges are those of the Language Server Protocol. A file that is no rule gets empty answers. */
export interface LanguageService {
  /** Opens a text; what the other functions are asked with. Keep it as long as the text is the same. */
  readonly open: (text: string, source: TextSource) => RuleModel;
  readonly diagnostics: (model: RuleModel, settings: AnalysisSettings) => readonly ShownDiagnostic[];
  readonly codeActions: (model: RuleModel, range: Range, settings: AnalysisSettings) => readonly CodeAction[];
  /** `sample`: what the rule's sample events hold, where it has some. */
  readonly complete: (model: RuleModel, position: Position, sample: EventSample | undefined) => CompletionList;
  /** Adds the documentation to an item. */
  readonly resolve: (item: CompletionItem) => Promise<CompletionItem>;
  readonly hover: (model: RuleModel, position: Position) => Promise<Hover | undefined>;
  /** `sample`: the URI of the event file the rule would run on. */
  readonly codeLenses: (model: RuleModel, sample: string | undefined) => readonly CodeLens[];
}

export function createLanguageService(schemas: Schemas): LanguageService {
  return Object.freeze({
    open: (text: string, source: TextSource) => createRuleModel(text, source, schemas),
    diagnostics: diagnosticsOf,
    codeActions: codeActionsAt,
    complete: completionsAt,
    resolve: (item: CompletionItem) => resolveCompletion(item, schemas),
    hover: (model: RuleModel, position: Position) => hoverAt(model, position, schemas),
    codeLenses,
  });
}
