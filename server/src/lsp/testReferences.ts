/** What an open test file names and that is not there, followed as files come and go. */
import { FileChangeType, type FileEvent, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../base/problem.js';
import type { RuleModel } from '../features/ruleModel.js';
import { missingReferences, type ProjectsOfRules, type ReferenceFiles } from '../features/testReferences.js';
import { isTestFile } from '../rule/testNames.js';
import { readTestFile } from '../ruleTests/readTestFile.js';

export interface TestReferences {
  /** Of an open test file. None for one that is itself nowhere yet: a folder to look in is still to come. */
  problemsOf(model: RuleModel): Promise<readonly Problem[]>;
  /** The open test files, where some of these files came or went. */
  concernedBy(changes: readonly FileEvent[]): readonly string[];
}

export function createTestReferences(
  documents: TextDocuments<TextDocument>,
  projects: ProjectsOfRules,
  host: ReferenceFiles,
): TestReferences {
  return {
    async problemsOf({ uri, document }) {
      return (await host.exists(uri)) ? missingReferences(readTestFile(uri, document.text), projects, host) : [];
    },
    concernedBy(changes) {
      if (changes.every(({ type }) => type === FileChangeType.Changed)) return [];
      return documents.keys().filter(isTestFile);
    },
  };
}
