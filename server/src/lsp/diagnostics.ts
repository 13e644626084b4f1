/** Sends diagnostics as the user types: for the newest text only, and at a pace that the size of the rule allows. */
import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../base/host.js';
import type { BesideOthers } from '../features/diagnostics.js';
import type { LanguageService } from '../features/languageService.js';
import type { RuleModel } from '../features/ruleModel.js';
import { isTestFile } from '../rule/testNames.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';
import { afterMessages, type Waiting } from './afterMessages.js';
import type { ServerProjects } from './projects.js';
import type { RunFindings } from './runFindings.js';
import type { TestReferences } from './testReferences.js';
import type { Workspace } from './workspace.js';

/** A check that takes longer than this waits until the user pauses. */
const unnoticed = 20;
const longestPause = 500;

export interface Publisher {
  /** Checks a document soon; a later call for the same one replaces it. */
  schedule(uri: string): void;
  /** Takes the diagnostics of a closed document away, but for those of the project's configuration. */
  clear(uri: string): void;
  dispose(): void;
}

export interface PublisherParts {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly models: Models;
  readonly service: Promise<LanguageService>;
  readonly projects: Pick<ServerProjects, 'settingsOf' | 'problemsOf'>;
  readonly workspace: Pick<Workspace, 'edited' | 'problemsOf'>;
  readonly runFindings: Pick<RunFindings, 'of'>;
  readonly testReferences: Pick<TestReferences, 'problemsOf'>;
  readonly guard: Guard;
  readonly host: Pick<Host, 'now'>;
}

export function createPublisher(parts: PublisherParts): Publisher {
  const { connection, documents, guard, host, projects, workspace } = parts;
  const waiting = new Map<string, Waiting>();
  let lastCost = 0;
  let isOver = false;

  async function publish(uri: string): Promise<void> {
    const version = documents.get(uri)?.version;
    const { diagnostics } = await parts.service;
    const model = await parts.models.of(uri);
    const settings = await projects.settingsOf(uri);
    if (model !== undefined && documents.get(uri)?.version === version) workspace.edited(model).forEach(schedule);
    const ofOthers = model === undefined ? undefined : await besideOthers(model, parts);
    // Closed or edited meanwhile: another check is on its way.
    if (model === undefined || ofOthers === undefined || documents.get(uri)?.version !== version || version === undefined) return;
    const started = host.now();
    const ofRun = parts.runFindings.of(model, version);
    const shown = diagnostics(model, settings, (document, own) => [...ofOthers(document, own), ...ofRun(document)]).map(
      (found) => found.shown,
    );
    lastCost = host.now() - started;
    if (isOver) return;
    await connection.sendDiagnostics({ uri, version, diagnostics: [...projects.problemsOf(uri), ...shown] });
  }

  function schedule(uri: string): void {
    waiting.get(uri)?.cancel();
    const pause = lastCost <= unnoticed ? 0 : Math.min(longestPause, lastCost * 4);
    const check = (): void => {
      waiting.delete(uri);
      void guard.attempt({ what: 'diagnostics', uri }, undefined, () => publish(uri));
    };
    waiting.set(uri, afterMessages(check, pause));
  }

  return {
    schedule,
    clear(uri) {
      waiting.get(uri)?.cancel();
      waiting.delete(uri);
      const left = [...projects.problemsOf(uri)];
      void guard.attempt({ what: 'diagnostics', uri }, undefined, () => connection.sendDiagnostics({ uri, diagnostics: left }));
    },
    dispose() {
      isOver = true;
      for (const check of waiting.values()) check.cancel();
      waiting.clear();
    },
  };
}

/** Rules stand beside the others of their repository, a test file beside the files that it names. */
async function besideOthers(model: RuleModel, { workspace, testReferences }: PublisherParts): Promise<BesideOthers> {
  if (!isTestFile(model.uri)) return workspace.problemsOf(model.uri);
  const problems = await testReferences.problemsOf(model);
  return () => problems;
}
