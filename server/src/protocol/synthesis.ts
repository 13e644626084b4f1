/** The request between the editor and the language server that makes sample events or tests for a rule: its name and payloads. */
import type { Position } from './protocol.js';

/** Request: events that a rule matches, with near misses for its clauses, as a text to be saved. Of an open document its unsaved text counts. */
export const synthesizeRequest = 'rulewright/synthesize';

export interface SynthesizeParams {
  readonly rule: string;
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
  /** `events`: NDJSON. `tests`: a test file with a case for each sample. */
  readonly form: 'events' | 'tests';
}

export interface SynthesizeResult {
  /** Undefined where nothing could be made. */
  readonly text: string | undefined;
  /** URI of the file beside the rule that the text belongs into. */
  readonly file: string;
  /** Samples that match, and near misses, that are in the text. */
  readonly matching: number;
  readonly nearMisses: number;
  /** What could not be made, in sentences. */
  readonly notes: readonly string[];
  /** Why there is no text. */
  readonly message: string | undefined;
}
