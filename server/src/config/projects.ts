/** The project that a rule belongs to: its configuration, its own fields, and how strictly its rules are judged. */
import picomatch from 'picomatch/posix.js';
import type { AnalysisSettings } from '../analysis/analyze.js';
import type { Profile } from '../analysis/profile.js';
import { readVersionLock, type VersionLock } from '../analysis/repository/versionLock.js';
import { nameOf } from '../base/fileName.js';
import { isFileUri, namedFile, parentFolder } from '../base/fileUri.js';
import type { Host } from '../base/host.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { stringsAt } from '../rule/value.js';
import type { AttackMatrix } from '../schema/attack.js';
import { readAttack } from '../schema/attackImport.js';
import type { FieldImport, Schemas } from '../schema/catalog.js';
import { concerns, readPatterns } from '../schema/families.js';
import { configFileName, repositoryConfigName } from './configNames.js';
import type { ProjectConfig } from './projectConfig.js';
import type { RepositoryConfig } from './repositoryConfig.js';

/** What holds for the rules of one folder: its configuration, its own fields, the files that they name. */
export interface Project {
  /** URI of the folder of its configuration, with a slash at its end; undefined for rules outside any project. */
  readonly folder: string | undefined;
  readonly config: ProjectConfig;
  /** What is known, the project's own fields included. */
  readonly schemas: Schemas;
  /** How a rule of the project is analysed; `own` are the settings of the editor or the command line, which the configuration overrides. */
  settingsFor(document: RuleDocument, own: AnalysisSettings): AnalysisSettings;
  /** Whether a search of the project finds the file: it is among `rules`, and not among `exclude`. Files that someone names or opens are checked all the same. */
  isFound(uri: string): boolean;
  /** URIs of the files that describe the project's own fields. */
  readonly fieldFiles: readonly string[];
  /** The cluster that fields of such indices come from, as users call it. */
  clusterOf(indexPatterns: readonly string[]): string | undefined;
  /** URIs of the project's own mappings of events. */
  readonly mappingFiles: readonly string[];
  /** What was released of its rules; read when it is first asked for. Undefined where that is not written down. */
  lock(): Promise<VersionLock | undefined>;
  /** What is wrong with the configuration and the files it names: one sentence each, with the file it is about. */
  readonly problems: readonly ProjectProblem[];
}

/** A mistake of a project's own files, told apart from those of its rules. */
export interface ProjectProblem {
  readonly uri: string;
  readonly message: string;
}

export interface Projects {
  /** The project of a rule. Read once and kept until `forget`. */
  of(uri: string): Promise<Project>;
  /** Reads everything anew on the next question: a configuration or a file it names was changed. */
  forget(): void;
}

export function createProjects(host: Pick<Host, 'readText' | 'exists'>, schemas: Schemas): Projects {
  const nowhere = projectOf({
    folder: undefined,
    config: {},
    repository: undefined,
    isElastic: false,
    schemas,
    fieldFiles: [],
    clusters: [],
    problems: [],
    lock: () => Promise.resolve(undefined),
  });
  let byFolder = new Map<string, Promise<Project>>();

  /** The nearest folder upwards that has a configuration. */
  function ofFolder(folder: string | undefined): Promise<Project> {
    if (folder === undefined) return Promise.resolve(nowhere);
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const found = readProject(folder, host, schemas).then((project) => project ?? ofFolder(parentFolder(folder)));
    byFolder.set(folder, found);
    return found;
  }

  return {
    of: (uri) => (isFileUri(uri) ? ofFolder(parentFolder(uri)) : Promise.resolve(nowhere)),
    forget: () => void (byFolder = new Map()),
  };
}

type Files = Pick<Host, 'readText' | 'exists'>;

/** In the repository of Elastic's own rules. */
const elasticLock = 'detection_rules/etc/version.lock.json';

async function readProject(folder: string, host: Files, schemas: Schemas): Promise<Project | undefined> {
  const [own, repository, isElastic] = await Promise.all([
    textIfThere(host, folder + configFileName),
    textIfThere(host, folder + repositoryConfigName),
    host.exists(folder + elasticLock),
  ]);
  if (own === undefined && repository === undefined && !isElastic) return undefined;
  // What reads these files is loaded where there are some.
  const { config, problems } =
    own === undefined ? { config: {}, problems: [] } : (await import('./projectConfig.js')).readProjectConfig(own);
  const repositoryConfig = repository === undefined ? undefined : (await import('./repositoryConfig.js')).readRepositoryConfig(repository);
  const [imported, attack] = await Promise.all([readImports(folder, config, repositoryConfig, host), readOwnAttack(folder, config, host)]);
  const withFields = imported.fields.length === 0 ? schemas : schemas.withFields(imported.fields);
  return projectOf({
    folder,
    config,
    repository: repositoryConfig,
    isElastic,
    schemas: attack.matrix === undefined ? withFields : withFields.withAttack(attack.matrix),
    fieldFiles: imported.files,
    clusters: imported.clusters,
    lock: lockReader(host, isElastic ? folder + elasticLock : repositoryConfig && namedFile(folder, repositoryConfig.versionLock)),
    problems: [...problems.map((message) => ({ uri: folder + configFileName, message })), ...imported.problems, ...attack.problems],
  });
}

/** A big repository's lock is a megabyte, and not everyone who asks for a project needs it. */
function lockReader(host: Files, uri: string | undefined): Project['lock'] {
  let reading: Promise<VersionLock | undefined> | undefined;
  const read = async (): Promise<VersionLock | undefined> => {
    const text = uri === undefined ? undefined : await textIfThere(host, uri);
    return text === undefined ? undefined : readVersionLock(text);
  };
  return () => (reading ??= read());
}

interface OwnAttack {
  readonly matrix: AttackMatrix | undefined;
  readonly problems: readonly ProjectProblem[];
}

async function readOwnAttack(folder: string, { attack }: ProjectConfig, host: Files): Promise<OwnAttack> {
  if (attack === undefined) return { matrix: undefined, problems: [] };
  const uri = namedFile(folder, attack);
  const text = await host.readText(uri);
  if (!text.ok) return { matrix: undefined, problems: [unread('attack', folder + configFileName, text.failure.message)] };
  const read = readAttack(text.value);
  return read.ok
    ? { matrix: read.value, problems: [] }
    : { matrix: undefined, problems: [{ uri, message: `${nameOf(uri)} is ${read.message}` }] };
}

/** A file that is not there is a mistake of the configuration that names it under a key. */
function unread(key: keyof ProjectConfig, config: string, message: string): ProjectProblem {
  return { uri: config, message: `${key}: ${message}` };
}

async function textIfThere(host: Files, uri: string): Promise<string | undefined> {
  if (!(await host.exists(uri))) return undefined;
  const text = await host.readText(uri);
  return text.ok ? text.value : undefined;
}

interface Imports {
  readonly fields: readonly FieldImport[];
  readonly problems: readonly ProjectProblem[];
}

async function readImports(
  folder: string,
  config: ProjectConfig,
  repository: RepositoryConfig | undefined,
  host: Files,
): Promise<Imports & { readonly files: readonly string[]; readonly clusters: readonly FieldCluster[] }> {
  const namedBy = folder + configFileName;
  const listed = (config.fields ?? []).map(({ file, ...facts }) => ({
    uri: namedFile(folder, file),
    namedBy,
    indexPatterns: undefined,
    ...facts,
  }));
  const custom = (await repositoryFields(folder, repository, host)).map((uri) => ({
    uri,
    namedBy: undefined,
    indexPatterns: undefined,
    cluster: undefined,
  }));
  const named = [...listed, ...custom];
  const read = await Promise.all(named.map((file) => readImport(file, host)));
  return {
    files: [...new Set(named.map(({ uri }) => uri))],
    clusters: named.flatMap(({ cluster }, at) =>
      cluster === undefined ? [] : [{ cluster, patterns: (read[at]?.fields ?? []).flatMap(({ patterns }) => patterns) }],
    ),
    fields: read.flatMap(({ fields }) => fields),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** Where fields come from, and the indices that have them. */
interface FieldCluster {
  readonly cluster: string;
  readonly patterns: readonly string[];
}

async function repositoryFields(folder: string, repository: RepositoryConfig | undefined, host: Files): Promise<readonly string[]> {
  if (repository?.stackSchemaMap === undefined) return [];
  const mapUri = namedFile(folder, repository.stackSchemaMap);
  const map = await textIfThere(host, mapUri);
  if (map === undefined) return [];
  const { fieldFilesOf } = await import('./repositoryConfig.js');
  const files = fieldFilesOf(map).flatMap((file) => [namedFile(parentFolder(mapUri) ?? folder, file), namedFile(folder, file)]);
  const there = await Promise.all(files.map((uri) => host.exists(uri)));
  return [...new Set(files.filter((_, index) => there[index]))];
}

interface FieldFile {
  readonly uri: string;
  /** The configuration that names it. */
  readonly namedBy: string | undefined;
  readonly indexPatterns: readonly string[] | undefined;
}

async function readImport({ uri, namedBy, indexPatterns: patterns }: FieldFile, host: Files): Promise<Imports> {
  const wrong = (message: string): Imports => ({ fields: [], problems: [{ uri, message }] });
  const text = await host.readText(uri);
  if (!text.ok && namedBy !== undefined) return { fields: [], problems: [unread('fields', namedBy, text.failure.message)] };
  if (!text.ok) return wrong(text.failure.message);
  const source = nameOf(uri);
  const { readFields } = await import('../schema/import/readFields.js');
  const read = readFields(text.value, source);
  if (!read.ok) return wrong(read.failure.message);
  const fields = read.value.map((found) => ({ ...found, source, patterns: patterns ?? found.patterns }));
  if (fields.some((found) => found.patterns === undefined))
    return wrong(`${source} does not say which indices have its fields; add indexPatterns`);
  return {
    fields: fields.flatMap((found) => (found.patterns === undefined ? [] : [{ ...found, patterns: found.patterns }])),
    problems: [],
  };
}

interface ProjectParts extends Pick<Project, 'folder' | 'config' | 'schemas' | 'fieldFiles' | 'problems' | 'lock'> {
  readonly repository: RepositoryConfig | undefined;
  /** Whether it looks like the repository of Elastic's own rules. */
  readonly isElastic: boolean;
  readonly clusters: readonly FieldCluster[];
}

function projectOf({ folder, config, repository, isElastic, schemas, fieldFiles, problems, lock, clusters }: ProjectParts): Project {
  const suppressions = (config.suppress ?? []).map(({ files, codes }) => ({ covers: matcher(files, folder), codes }));
  const isExcluded = matcher(config.exclude ?? [], folder);
  const isRule = config.rules === undefined ? () => true : matcher(config.rules, folder);
  return {
    folder,
    config,
    schemas,
    fieldFiles,
    clusterOf: (patterns) => clusters.find((each) => concerns(each.patterns, readPatterns(patterns)))?.cluster,
    mappingFiles: folder === undefined ? [] : (config.mappings ?? []).map((file) => namedFile(folder, file)),
    problems,
    lock,
    isFound: (uri) => isRule(uri) && !isExcluded(uri),
    settingsFor(document, own) {
      const profile = config.profile ?? own.profile ?? impliedProfile(document, repository, isElastic);
      const severity = { ...own.severity, ...repository?.severity, ...config.severity };
      for (const { covers, codes } of suppressions) if (covers(document.uri)) for (const code of codes) severity[code] = 'off';
      return { ...own, profile, severity };
    },
  };
}

function impliedProfile({ tree }: RuleDocument, repository: RepositoryConfig | undefined, isElastic: boolean): Profile {
  if (isElastic && stringsAt(tree?.rule, 'author').some(({ value }) => value.toLowerCase() === 'elastic')) return 'elastic';
  return repository !== undefined || isElastic ? 'detections-as-code' : 'any';
}

function matcher(patterns: readonly string[], folder: string | undefined): (uri: string) => boolean {
  if (patterns.length === 0 || folder === undefined) return () => false;
  const matches = picomatch([...patterns], { dot: true });
  return (uri) => uri.startsWith(folder) && matches(decodeURIComponent(uri.slice(folder.length)));
}
