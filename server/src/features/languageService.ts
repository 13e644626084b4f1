/** All that an editor can ask about rules, as one record: no connection, no files, no timers. */
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  DocumentHighlight,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
} from 'vscode-languageserver-types';
import type { AnalysisSettings } from '../analysis/analyze.js';
import type { EventSample } from '../events/sample.js';
import type { TextSource } from '../rule/openText.js';
import type { Schemas } from '../schema/catalog.js';
import { codeActionsAt } from './codeActions.js';
import { codeLenses } from './codeLens.js';
import { completionsAt, resolveCompletion } from './completion.js';
import { diagnosticsOf, type ShownDiagnostic } from './diagnostics.js';
import { foldingRanges } from './folding.js';
import { formatActions, formatEdits } from './format.js';
import { highlightsAt } from './highlights.js';
import { hoverAt } from './hover.js';
import { refactoringsAt } from './refactorings.js';
import { renameAt, renameTargetAt, type RenameResult, type RenameTarget } from './rename.js';
import { createRuleModel, type RuleModel } from './ruleModel.js';
import { selectionRanges } from './selection.js';
import { semanticTokens } from './semanticTokens.js';
import { signatureHelpAt } from './signatureHelp.js';
import { documentSymbols } from './symbols.js';

/** Positions and ranges are those of the Language Server Protocol. A file that is no rule gets empty answers. */
export interface LanguageService {
  /** Opens a text; what the other functions are asked with. Keep it as long as the text is the same. */
  readonly open: (text: string, source: TextSource) => RuleModel;
  readonly diagnostics: (model: RuleModel, settings: AnalysisSettings) => readonly ShownDiagnostic[];
  readonly codeActions: (model: RuleModel, range: Range, settings: AnalysisSettings) => readonly CodeAction[];
  /** Other ways to write what stands in the range, with the same meaning. */
  readonly refactorings: (model: RuleModel, range: Range) => readonly CodeAction[];
  /** `sample`: what the rule's sample events hold, where it has some. */
  readonly complete: (model: RuleModel, position: Position, sample: EventSample | undefined) => CompletionList;
  /** Adds the documentation to an item. */
  readonly resolve: (item: CompletionItem) => Promise<CompletionItem>;
  readonly hover: (model: RuleModel, position: Position) => Promise<Hover | undefined>;
  readonly signatureHelp: (model: RuleModel, position: Position) => SignatureHelp | undefined;
  readonly symbols: (model: RuleModel) => DocumentSymbol[];
  /** Undefined where the editor should fold as it does without us. */
  readonly folding: (model: RuleModel) => FoldingRange[] | undefined;
  /** One for each position; undefined where none stands in a query. */
  readonly selections: (model: RuleModel, positions: readonly Position[]) => SelectionRange[] | undefined;
  /** Undefined where no field stands. */
  readonly highlights: (model: RuleModel, position: Position) => readonly DocumentHighlight[] | undefined;
  readonly renameTarget: (model: RuleModel, position: Position) => RenameTarget | undefined;
  readonly rename: (model: RuleModel, position: Position, newName: string) => RenameResult;
  /** Lays out the queries of the rule; a query with syntax problems stays as it is. */
  readonly format: (model: RuleModel) => readonly TextEdit[];
  readonly formatActions: (model: RuleModel) => readonly CodeAction[];
  readonly semanticTokens: (model: RuleModel) => SemanticTokens | undefined;
  /** `sample`: the URI of the event file the rule would run on. */
  readonly codeLenses: (model: RuleModel, sample: string | undefined) => readonly CodeLens[];
}

export function createLanguageService(schemas: Schemas): LanguageService {
  return Object.freeze({
    open: (text: string, source: TextSource) => createRuleModel(text, source, schemas),
    diagnostics: diagnosticsOf,
    codeActions: codeActionsAt,
    refactorings: refactoringsAt,
    complete: completionsAt,
    resolve: (item: CompletionItem) => resolveCompletion(item, schemas),
    hover: (model: RuleModel, position: Position) => hoverAt(model, position, schemas),
    signatureHelp: signatureHelpAt,
    symbols: documentSymbols,
    folding: foldingRanges,
    selections: selectionRanges,
    highlights: highlightsAt,
    renameTarget: renameTargetAt,
    rename: renameAt,
    format: formatEdits,
    formatActions,
    semanticTokens,
    codeLenses,
  });
}
