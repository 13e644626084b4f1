/**
 * The rules of the workspace, open or not: read in the background once the editor is up, kept up to date as files change, so that rules
 * can be judged beside each other and found by what names them.
 */
import { LineIndex } from '../base/lines.js';
import { FileChangeType, type FileEvent, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { factsOf, type RuleFacts } from '../analysis/repository/facts.js';
import { repositoryProblems } from '../analysis/repository/repository.js';
import type { AnalysisSettings } from '../analysis/analyze.js';
import type { Host } from '../base/host.js';
import { once } from '../base/once.js';
import { oncePer } from '../base/oncePer.js';
import type { Problem } from '../base/problem.js';
import type { LanguageService } from '../features/languageService.js';
import type { RuleModel } from '../features/ruleModel.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';
import { createKnownRules, type KnownRules } from './knownRules.js';
import type { ServerProjects } from './projects.js';
import { folderOf, readRules, type RuleFile } from './readRules.js';
import { createRepositories, type Repositories } from './repositories.js';
import { fileKey } from './uris.js';

export interface Workspace {
  /** Reads the rules of these folders and no others; done when all are read. */
  read(folders: readonly string[]): Promise<void>;
  /** Files changed on disk. Gives the open rules that are to be judged anew. */
  changed(changes: readonly FileEvent[]): Promise<readonly string[]>;
  /** An open rule has this text now. Gives the other open rules that are to be judged anew. */
  edited(model: RuleModel): readonly string[];
  closed(uri: string): void;
  /** What is wrong with the rules of an open file beside the others. */
  problemsOf(uri: string): Promise<(document: RuleDocument, settings: AnalysisSettings) => readonly Problem[]>;
  /** When what was asked to be read last has been. */
  whenRead(): Promise<void>;
  /** All that are known so far; of open files as they stand. */
  rules(): readonly RuleFacts[];
  /** The rules of all other files. */
  others(uri: string): readonly RuleFacts[];
  /** Every file that has rules or is nothing but a query. */
  files(): readonly string[];
  /** A file as it stands, open or not; undefined where it cannot be read. */
  model(uri: string): Promise<RuleModel | undefined>;
  dispose(): void;
}

export interface WorkspaceParts {
  readonly host: Host;
  readonly documents: TextDocuments<TextDocument>;
  readonly models: Models;
  readonly projects: Pick<ServerProjects, 'of'>;
  readonly service: Promise<LanguageService>;
  readonly guard: Pick<Guard, 'attempt'>;
}

/** Reading goes on for this many milliseconds before other work has its turn. */
const slice = 20;

export function createWorkspace(parts: WorkspaceParts): Workspace {
  const { host, projects, guard } = parts;
  let folders: readonly string[] = [];
  let isDisposed = false;
  let reading: Promise<void> = Promise.resolve();
  const known = createKnownRules((uri) => uri.startsWith('file:') || folderOf(uri, folders) !== undefined);
  const repositories = createRepositories(projects, known.rules, (uri) => folderOf(uri, folders));
  const facts: FactsOf = oncePer((document, lines) => factsOf(document, lines()));
  const read = (uri: string): Promise<RuleFile | undefined> =>
    guard.attempt({ what: 'reading rules', uri }, undefined, () => readRules(uri, host));

  async function readAll(wanted: readonly string[]): Promise<void> {
    folders = wanted;
    const found: RuleFile[] = [];
    for (const folder of wanted) found.push(...(await readFolder(folder, { host, read, isOver: () => isDisposed || folders !== wanted })));
    if (folders !== wanted) return;
    known.replaceAll(found);
    repositories.forget();
  }

  return {
    read: (wanted) => (reading = readAll(wanted)),
    whenRead: () => reading,
    async changed(changes) {
      await reading;
      const touched: string[] = [];
      for (const { uri, type } of changes.filter((change) => folderOf(change.uri, folders) !== undefined)) {
        const before = known.rulesOf(uri);
        known.setOnDisk(uri, type === FileChangeType.Deleted ? undefined : await read(uri));
        repositories.forget();
        touched.push(...known.openBeside([...before, ...known.rulesOf(uri)], uri));
      }
      return [...new Set(touched)];
    },
    edited: (model) => follow(model, { known, repositories, facts }),
    closed(uri) {
      known.close(uri);
      repositories.forget();
    },
    async problemsOf(uri) {
      const repository = await repositories.of(uri);
      let lines: LineIndex | undefined;
      return (document, { profile = 'any' }) => {
        const rule = repository && facts(document, () => (lines ??= new LineIndex(document.text)));
        return rule === undefined || repository === undefined ? [] : repositoryProblems(rule, repository, profile);
      };
    },
    rules: known.rules,
    others: (uri) => known.rules().filter((rule) => fileKey(rule.uri) !== fileKey(uri)),
    files: known.files,
    model: (uri) => openModel(uri, known, parts),
    dispose: () => void (isDisposed = true),
  };
}

interface FolderReading {
  readonly host: Pick<Host, 'findRules' | 'now'>;
  readonly read: (uri: string) => Promise<RuleFile | undefined>;
  /** Nobody waits for the result any more. */
  readonly isOver: () => boolean;
}

async function readFolder(folder: string, { host, read, isOver }: FolderReading): Promise<readonly RuleFile[]> {
  const found: RuleFile[] = [];
  let started = host.now();
  for (const uri of await host.findRules(folder)) {
    if (isOver()) break;
    const file = await read(uri);
    if (file !== undefined) found.push(file);
    if (host.now() - started < slice) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    started = host.now();
  }
  return found;
}

async function openModel(
  uri: string,
  known: Pick<KnownRules, 'openUri'>,
  { host, documents, models, projects, service }: WorkspaceParts,
): Promise<RuleModel | undefined> {
  const opened = known.openUri(uri);
  if (documents.get(opened) !== undefined) return models.of(opened);
  const text = await host.readText(uri);
  if (!text.ok) return undefined;
  return (await service).open(text.value, { uri }, (await projects.of(uri)).schemas);
}

type FactsOf = (document: RuleDocument, lines: () => LineIndex) => RuleFacts | undefined;

interface Followed {
  readonly known: KnownRules;
  readonly repositories: Repositories;
  readonly facts: FactsOf;
}

/** Gives the other open rules that are to be judged anew. */
function follow(model: RuleModel, { known, repositories, facts }: Followed): readonly string[] {
  const { uri, rules, lines } = model;
  if (known.isCurrent(model)) return [];
  // Nobody compares a file that stands alone: its rules need not be looked at with each key.
  const isAlone = !repositories.areSorted() && !known.hasOthersOpen(uri);
  const before = isAlone ? [] : known.rulesOf(uri);
  const after = once(() => rules.flatMap(({ document }) => facts(document, () => lines) ?? []));
  known.setOpen(model, after);
  if (isAlone) return [];
  repositories.replace(before, after());
  return areAlike(before, after()) ? [] : known.openBeside([...before, ...after()], uri);
}

/** Whether what others can have in common with the rules is the same. */
function areAlike(before: readonly RuleFacts[], after: readonly RuleFacts[]): boolean {
  const isAlike = (one: RuleFacts, other: RuleFacts | undefined): boolean =>
    one.ruleId?.value === other?.ruleId?.value &&
    one.name?.value === other?.name?.value &&
    one.fingerprint === other?.fingerprint &&
    one.isDeprecated === other?.isDeprecated;
  return before.length === after.length && before.every((rule, index) => isAlike(rule, after[index]));
}
