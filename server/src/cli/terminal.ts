/** All that the command line asks of the process it runs in. Node's entry point supplies one, the tests another. */
import type { CancelToken } from '../base/cancel.js';
import type { Profile } from '../analysis/profile.js';
import type { Helpers, Host, Outcome } from '../base/host.js';
import type { ClusterAccess } from './clusterFiles.js';

/** All that a command may ask of the process it runs in; tests give it one in memory. */
export interface Terminal {
  readonly host: Host;
  readonly token: CancelToken;
  /** Of the product. */
  readonly version: string;
  /** The folder that relative paths start from; absolute. */
  readonly folder: string;
  /** To standard output. */
  write(text: string): void;
  /** To standard error. */
  writeError(text: string): void;
  /** Standard output takes colours. */
  readonly colour: boolean;
  /** Characters in a row of standard output; undefined when it is no terminal. */
  readonly width: number | undefined;
  /** Standard error is a terminal, so that a line of progress can be redrawn there. */
  readonly progress: boolean;
  readonly findFiles: FindFiles;
  readonly writeFile: WriteFile;
  readonly openRevision: OpenRevision;
  readonly compareRevisions: CompareRevisions;
  /** Starts further threads that judge files too: each part of the setup gives a list of verdicts. Undefined where one thread does better. */
  startCheckThreads?(setup: CheckSetup): Helpers | undefined;
  /** Makes the process a language server over standard input and output, for as long as its editor is there. */
  startLanguageServer(): Promise<void>;
  readonly clusters: ClusterAccess;
  /** What the user answers, on one line; undefined where nobody is there to be asked. */
  ask(question: string): Promise<string | undefined>;
  /** A new random UUID. */
  randomId(): string;
}

/**
 * Writes a text file; the folders above it are made. Fails with a sentence for the user, also where the file exists already and
 * `overwrite` is false.
 */
export type WriteFile = (path: string, text: string, overwrite: boolean) => Promise<Outcome<undefined>>;

/** An earlier state of the files, by the name that git knows it by. Fails with a sentence for the user where there is none. */
export type OpenRevision = (revision: string) => Promise<Outcome<EarlierFiles>>;

/** The text that the file of a path had; undefined where it is the same as now, and where there was no such file. */
export type EarlierFiles = (path: string) => Promise<string | undefined>;

/** The files that a path or a pattern names: the file itself, the rule files of a folder, or what a glob matches. Paths as the user would write them, sorted. */
export type FindFiles = (pattern: string) => Promise<FoundFiles>;

export interface FoundFiles {
  /** `file`: the user named this very file, so it is used whatever it is and whether it exists or not. */
  readonly kind: 'file' | 'folder' | 'glob';
  readonly paths: readonly string[];
}

/** All that judging files takes, as plain data. */
export interface CheckSetup {
  /** The folder that paths start from. */
  readonly folder: string;
  readonly profile: Profile | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly since: string | undefined;
  /** Paths of files. */
  readonly parts: readonly (readonly string[])[];
}

/** What differs between two states of the files. Fails with a sentence for the user. */
export type CompareRevisions = (wanted: WantedRevisions) => Promise<Outcome<RevisionDiff>>;

export interface WantedRevisions {
  readonly from: string;
  /** Undefined for the files as they are now. */
  readonly to: string | undefined;
  /** Compares with the last commit that both have in common instead of `from`. */
  readonly sinceCommonCommit: boolean;
}

export interface Revision {
  /** As the user gave it. */
  readonly name: string;
  readonly commit: string;
}

export interface RevisionDiff {
  readonly from: Revision;
  readonly to: Revision | undefined;
  readonly files: readonly ChangedFile[];
  /** The text that a file had at a commit. */
  readonly read: (commit: string, path: string) => Promise<Outcome<string>>;
}

/** Paths as the user would write them; one of them is undefined where the file was added or deleted. */
export interface ChangedFile {
  readonly before: string | undefined;
  readonly after: string | undefined;
}
