/** The open documents, each opened as a rule once for each version of its text. */
import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService } from '../features/languageService.js';
import type { RuleModel } from '../features/ruleModel.js';

export interface Models {
  /** The model of an open document's newest text; undefined for documents that are not open. */
  of(uri: string): Promise<RuleModel | undefined>;
  forget(uri: string): void;
}

/** `service` is awaited with each request: it is there once the field data is loaded. */
export function createModels(documents: TextDocuments<TextDocument>, service: Promise<LanguageService>): Models {
  const models = new Map<string, { readonly version: number; readonly model: RuleModel }>();
  return {
    async of(uri) {
      const { open } = await service;
      const document = documents.get(uri);
      if (document === undefined) return undefined;
      const { version, languageId } = document;
      const known = models.get(uri);
      if (known?.version === version) return known.model;
      const model = open(document.getText(), { uri, languageId });
      models.set(uri, { version, model });
      return model;
    },
    forget: (uri) => void models.delete(uri),
  };
}
