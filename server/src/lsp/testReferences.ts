/** Which files an open test file names that are not there, followed as files come and go. */
import { FileChangeType, type FileEvent, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../base/host.js';
import type { Problem } from '../base/problem.js';
import type { RuleModel } from '../features/ruleModel.js';
import { isTestFile } from '../rule/testNames.js';
import { readTestFile } from '../ruleTests/readTestFile.js';
import { missingFiles } from '../ruleTests/references.js';

export interface TestReferences {
  /** Of an open test file. None for one that is itself nowhere yet: a folder to look in is still to come. */
  problemsOf(model: RuleModel): Promise<readonly Problem[]>;
  /** The open test files, where some of these files came or went. */
  concernedBy(changes: readonly FileEvent[]): readonly string[];
}

export function createTestReferences(documents: TextDocuments<TextDocument>, host: Pick<Host, 'exists'>): TestReferences {
  return {
    async problemsOf({ uri, document }) {
      return (await host.exists(uri)) ? missingFiles(readTestFile(uri, document.text), host) : [];
    },
    concernedBy(changes) {
      if (changes.every(({ type }) => type === FileChangeType.Changed)) return [];
      return documents.keys().filter(isTestFile);
    },
  };
}
