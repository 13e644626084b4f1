/** All that an editor can ask about rules, as one record: no connection, no files, no timers. */
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  DocumentHighlight,
  DocumentLink,
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
import type { EventSample } from '../events/sample.js';
import type { ElasticsearchQueryResult, RunExclusion } from '../protocol/protocol.js';
import type { TextSource } from '../rule/openText.js';
import type { Schemas } from '../schema/catalog.js';
import { codeActionsAt } from './codeActions.js';
import { wantedValueAt, type WantedValue } from './clusterValues.js';
import { codeLenses, type RuleTestsSummary } from './codeLens.js';
import { completionsAt, resolveCompletion } from './completion.js';
import type { ClusterValues } from './completion/candidate.js';
import { diagnosticsOf, type BesideOthers, type RuleSettings, type ShownDiagnostic } from './diagnostics.js';
import { elasticsearchQueryOf } from './elasticsearchQuery.js';
import { fixAllActions } from './fixAllActions.js';
import { foldingRanges } from './folding.js';
import { formatActions, formatEdits } from './format.js';
import { highlightsAt } from './highlights.js';
import { hoverAt } from './hover.js';
import { conversionsAt } from './refactor/convertQuery.js';
import { documentLinks } from './links.js';
import { refactoringsAt } from './refactorings.js';
import { renameAt, renameTargetAt, type RenameResult, type RenameTarget } from './rename.js';
import { createRuleModel, modelAt, type FileVersions, type RuleModel } from './ruleModel.js';
import type { RuleUsage } from './ruleUsage.js';
import { selectionRanges } from './selection.js';
import { semanticTokens } from './semanticTokens.js';
import { signatureHelpAt } from './signatureHelp.js';
import { documentSymbols } from './symbols.js';

/**
 * Positions and ranges are those of the Language Server Protocol. A file that is no rule gets empty answers. In a file of several rules
 * a position asks about the rule it lies in; what is asked of the file is answered for all of them.
 */
export interface LanguageService {
  /**
   * Opens a text; what the other functions are asked with. Keep it as long as the text is the same. `known`: the schemas of its project.
   * `versions`: what is kept of the file's versions.
   */
  readonly open: (text: string, source: TextSource, known?: Schemas, versions?: FileVersions) => RuleModel;
  readonly diagnostics: (model: RuleModel, settings: RuleSettings, besideOthers?: BesideOthers) => readonly ShownDiagnostic[];
  readonly codeActions: (model: RuleModel, range: Range, settings: RuleSettings, besideOthers?: BesideOthers) => readonly CodeAction[];
  /** Other ways to write what stands in the range, with the same meaning. */
  readonly refactorings: (model: RuleModel, range: Range) => readonly CodeAction[];
  /** The rule in the other query language. `explain`: one that is not possible is there too, disabled, with the reason. */
  readonly conversions: (model: RuleModel, range: Range, explain: boolean) => readonly CodeAction[];
  /** `sample`: what the rule's sample events hold, where it has some. `usage`: what other rules of the workspace use. */
  readonly complete: (
    model: RuleModel,
    position: Position,
    sample: EventSample | undefined,
    usage?: () => RuleUsage,
    onCluster?: ClusterValues,
  ) => CompletionList;
  /** The value that `complete` can offer more of when it is told what a cluster has. */
  readonly wantedValue: (model: RuleModel, position: Position) => WantedValue | undefined;
  /** Adds the documentation to an item. */
  readonly resolve: (item: CompletionItem) => Promise<CompletionItem>;
  /** `ran`: what the exclusions of this text took out in its last run. `sample`: what the rule's sample events hold. */
  readonly hover: (model: RuleModel, position: Position, ran?: readonly RunExclusion[], sample?: EventSample) => Promise<Hover | undefined>;
  readonly signatureHelp: (model: RuleModel, position: Position) => SignatureHelp | undefined;
  /** References, and the pages of ATT&CK ids. */
  readonly links: (model: RuleModel) => DocumentLink[];
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
  /** Everything that can be repaired without asking, as one action; none where there is nothing. */
  readonly fixAllActions: (model: RuleModel, settings: RuleSettings) => readonly CodeAction[];
  readonly semanticTokens: (model: RuleModel) => SemanticTokens | undefined;
  /** What Kibana asks Elasticsearch for the rule at the position, or the first one of the file. */
  readonly elasticsearchQuery: (model: RuleModel, position: Position | undefined) => ElasticsearchQueryResult;
  /** `sample`: the URI of the event file the rule would run on. */
  readonly codeLenses: (model: RuleModel, sample: string | undefined, tests?: RuleTestsSummary) => readonly CodeLens[];
}

export function createLanguageService(schemas: Schemas): LanguageService {
  return Object.freeze({
    open: (text: string, source: TextSource, known = schemas, versions?: FileVersions) => createRuleModel(text, source, known, versions),
    diagnostics: diagnosticsOf,
    codeActions: codeActionsAt,
    refactorings: (model: RuleModel, range: Range) => refactoringsAt(modelAt(model, range.start), range),
    conversions: (model: RuleModel, range: Range, explain: boolean) => conversionsAt(modelAt(model, range.start), range, explain),
    complete: (model: RuleModel, position: Position, sample: EventSample | undefined, usage?: () => RuleUsage, onCluster?: ClusterValues) =>
      completionsAt({ ...modelAt(model, position), ...(usage === undefined ? {} : { usage }) }, position, sample, onCluster),
    wantedValue: (model: RuleModel, position: Position) => wantedValueAt(modelAt(model, position), position),
    resolve: (item: CompletionItem) => resolveCompletion(item, schemas),
    hover: (model: RuleModel, position: Position, ran?: readonly RunExclusion[], sample?: EventSample) =>
      hoverAt(modelAt(model, position), position, model.schemas, ran, sample),
    signatureHelp: (model: RuleModel, position: Position) => signatureHelpAt(modelAt(model, position), position),
    symbols: (model: RuleModel) => model.rules.flatMap(documentSymbols),
    links: (model: RuleModel) => model.rules.flatMap(documentLinks),
    folding: foldingRanges,
    selections: (model: RuleModel, positions: readonly Position[]) =>
      selectionRanges(positions[0] === undefined ? model : modelAt(model, positions[0]), positions),
    highlights: (model: RuleModel, position: Position) => highlightsAt(modelAt(model, position), position),
    renameTarget: (model: RuleModel, position: Position) => renameTargetAt(modelAt(model, position), position),
    rename: (model: RuleModel, position: Position, newName: string) => renameAt(modelAt(model, position), position, newName),
    format: formatEdits,
    formatActions,
    fixAllActions,
    elasticsearchQuery: (model: RuleModel, position: Position | undefined) =>
      elasticsearchQueryOf(position === undefined ? model : modelAt(model, position)),
    semanticTokens,
    codeLenses,
  });
}
