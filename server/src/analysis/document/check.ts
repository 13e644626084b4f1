/** What a check of a rule as a document is given, and gives. */
import type { Problem } from '../../base/problem.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import type { FieldCatalog, Schemas } from '../../schema/catalog.js';
import type { Profile } from '../profile.js';

export interface DocumentContext {
  /** The fields of the rule's own index patterns. */
  readonly catalog: FieldCatalog;
  readonly schemas: Schemas;
  /** For checks that say something else in another profile; a code that is for one profile alone says so in its row. */
  readonly profile: Profile;
  /** `YYYY-MM-DD`, where it is known. */
  readonly today: string | undefined;
  /** Whether findings of a code are shown at all, for checks that take long; one function for equal settings. */
  readonly isShown: (code: string) => boolean;
}

/** Spans and fixes are offsets into the file. A check passes over what is damaged: it was reported when the file was read. */
export type DocumentCheck = (document: RuleDocument, context: DocumentContext) => readonly Problem[];

/** A rule without its queries. */
export type RuleFrame = Omit<RuleDocument, 'queries' | 'suppressions'>;

/** A check that does not look at the text of the query: `createFrameProblems` keeps what it finds while that is edited. */
export type FrameCheck = (frame: RuleFrame, context: DocumentContext) => readonly Problem[];

/** Whether parts of the rule cannot be read: what seems to be absent may be one of them. */
export function isDamaged({ problems }: Pick<RuleDocument, 'problems'>): boolean {
  return problems.some(({ code }) => code === 'TOM001' || code === 'TOM009');
}
