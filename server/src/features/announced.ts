/** What an editor is told of the features before it asks for the first: the language server says it without loading them. */
import { CodeActionKind, SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver-types';

/** Characters after which the editor asks for completions without being told to. */
export const completionTriggers: readonly string[] = ['.', '"', ':', '(', '[', ' '];

/** Characters that open the help on a function's arguments, and that move it on. */
export const signatureTriggers: readonly string[] = ['(', ','];

/** Everything that can be repaired without asking. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.rulewright`;

/** Formats on request or on save (`editor.codeActionsOnSave`) where the editor's formatter of the file is another one, as for TOML. */
export const formatQueryKind = 'source.formatQuery';

/** The same for a whole rule in TOML: its queries, and the spaces and lists around them. */
export const formatRuleKind = 'source.formatRule';

/** What the numbers of semantic tokens mean. */
export const semanticLegend = {
  tokenTypes: [SemanticTokenTypes.property, SemanticTokenTypes.type, SemanticTokenTypes.function, SemanticTokenTypes.enumMember],
  tokenModifiers: [SemanticTokenModifiers.readonly, SemanticTokenModifiers.defaultLibrary],
} as const;
