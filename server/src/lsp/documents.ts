/** The open documents, each opened as a rule once for each version of its text. */
import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService } from '../features/languageService.js';
import { createFileVersions, type FileVersions, type RuleModel } from '../features/ruleModel.js';
import type { Project } from '../config/projects.js';
import type { ServerProjects } from './projects.js';

export interface Models {
  /** The model of an open document's newest text; undefined for documents that are not open. */
  of(uri: string): Promise<RuleModel | undefined>;
  forget(uri: string): void;
}

interface Opened {
  readonly version: number;
  readonly project: Project;
  readonly model: RuleModel;
  readonly versions: FileVersions;
}

/** `service` is awaited with each request: it is there once the field data is loaded. */
export function createModels(
  documents: TextDocuments<TextDocument>,
  service: Promise<LanguageService>,
  projects: Pick<ServerProjects, 'of'>,
): Models {
  const models = new Map<string, Opened>();
  return {
    async of(uri) {
      const { open } = await service;
      const project = await projects.of(uri);
      const document = documents.get(uri);
      if (document === undefined) return undefined;
      const { version, languageId } = document;
      const known = models.get(uri);
      if (known?.version === version && known.project === project) return known.model;
      const versions = known?.versions ?? createFileVersions();
      const model = open(document.getText(), { uri, languageId }, project.schemas, versions);
      models.set(uri, { version, project, model, versions });
      return model;
    },
    forget: (uri) => void models.delete(uri),
  };
}
