/** A rule file and event files to hits: what the command line and the editor's worker both call. */
import type { Host } from '../base/host.js';
import type { CancelToken } from '../base/cancel.js';
import type { Schemas } from '../schema/catalog.js';
import type { RunUpdate } from './run.js';

/** A file by its URI; `text` instead of what is on disk where an editor holds unsaved text. */
export interface Source {
  readonly uri: string;
  readonly text?: string;
}

export interface RunRequest {
  readonly rule: Source & { readonly languageId?: string };
  readonly events: readonly Source[];
  /** ISO 8601 or epoch milliseconds; the newest event time of the sample when undefined. */
  readonly now?: string;
}

/** Runs the rule's query on the events. Never throws for what the user did: the summary says it. */
export type RunRule = (request: RunRequest, host: Host, schemas: Schemas, token: CancelToken) => AsyncIterable<RunUpdate>;
