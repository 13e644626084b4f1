/** The projects of the open rules, and what is wrong with their configuration, shown on the files it is about. */
import { DiagnosticSeverity, type Connection, type Diagnostic, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { AnalysisSettings } from '../analysis/analyze.js';
import type { Host } from '../base/host.js';
import { oncePer } from '../base/oncePer.js';
import { createProjects, type Project, type ProjectProblem, type Projects } from '../config/projects.js';
import type { Settings } from '../protocol/protocol.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';
import type { Guard } from './guard.js';
import { fileKey } from './uris.js';

export interface ServerProjects {
  of(uri: string): Promise<Project>;
  /** How the rules of a file are analysed. */
  settingsOf(uri: string): Promise<(document: RuleDocument) => AnalysisSettings>;
  /** What is wrong with a configuration or a file that one names, as far as it has been read. */
  problemsOf(uri: string): readonly Diagnostic[];
  /** Whether a project was read from the file, or would have been had it been there. */
  isSource(uri: string): boolean;
  /** Reads everything anew on the next question. */
  forget(): void;
}

export interface ProjectParts {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly host: Host;
  readonly schemas: Promise<Schemas>;
  readonly settings: () => Settings;
  readonly guard: Guard;
}

export function createServerProjects(parts: ProjectParts): ServerProjects {
  const { host, settings, guard } = parts;
  const sources = new Set<string>();
  const shown = createShownProblems(parts);
  const watched = watchedHost(host, sources);
  let projects = parts.schemas.then((schemas) => createProjects(watched, schemas));
  const mappingFaults = oncePer(({ mappingFiles }: Project) =>
    guard.attempt({ what: 'mappings', uri: '' }, [], async () =>
      mappingFiles.length === 0 ? [] : (await import('../mapping/wanted.js')).mappingFaults(watched, mappingFiles),
    ),
  );
  // Whoever asks for a project hears of the failure.
  projects.catch(() => undefined);

  const of = async (uri: string): Promise<Project> => {
    const asked = projects;
    const project = await (await asked).of(uri);
    const ofMappings = await mappingFaults(project);
    if (asked === projects) shown.add([...project.problems, ...ofMappings]);
    return project;
  };

  return {
    of,
    async settingsOf(uri) {
      const project = await of(uri);
      const { severity, profile } = settings();
      const today = new Date(host.now()).toISOString().slice(0, 10);
      const own: AnalysisSettings = { severity, today, ...(profile === undefined ? {} : { profile }) };
      return (document) => project.settingsFor(document, own);
    },
    problemsOf: (uri) => shown.of(uri),
    isSource: (uri) => sources.has(fileKey(uri)),
    forget() {
      sources.clear();
      projects = parts.schemas.then((schemas): Projects => createProjects(watched, schemas));
      projects.catch(() => undefined);
      shown.clear();
    },
  };
}

/** Notes the files that are asked for. */
function watchedHost(host: Host, sources: Set<string>): Pick<Host, 'readText' | 'readAsset' | 'exists'> {
  return {
    readAsset: (path) => host.readAsset(path),
    readText(uri) {
      sources.add(fileKey(uri));
      return host.readText(uri);
    },
    exists(uri) {
      sources.add(fileKey(uri));
      return host.exists(uri);
    },
  };
}

interface ShownProblems {
  add(problems: readonly ProjectProblem[]): void;
  clear(): void;
  of(uri: string): readonly Diagnostic[];
}

/** Each problem once, whichever rule's project brought it up. Diagnostics of an open file are sent with its others. */
function createShownProblems({ connection, documents, guard }: ProjectParts): ShownProblems {
  const byFile = new Map<string, Map<string, Diagnostic>>();
  const of = (uri: string): readonly Diagnostic[] => [...(byFile.get(uri)?.values() ?? [])];
  const send = (uri: string): void => {
    if (documents.get(uri) !== undefined) return;
    const diagnostics = [...of(uri)];
    void guard.attempt({ what: 'diagnostics', uri }, undefined, () => connection.sendDiagnostics({ uri, diagnostics }));
  };
  return {
    add(problems) {
      const changed = problems.filter(({ uri, message }) => byFile.get(uri)?.has(message) !== true);
      for (const { uri, message } of changed)
        byFile.set(uri, (byFile.get(uri) ?? new Map<string, Diagnostic>()).set(message, diagnosticOf(message)));
      for (const uri of new Set(changed.map((problem) => problem.uri))) send(uri);
    },
    clear() {
      const files = [...byFile.keys()];
      byFile.clear();
      for (const uri of files) send(uri);
    },
    of,
  };
}

/** On the first line: where in the file it is, the message says. */
function diagnosticOf(message: string): Diagnostic {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  return { range, severity: DiagnosticSeverity.Error, source: 'rulewright', message };
}
