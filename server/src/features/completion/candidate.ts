/** What the producers of completions hand out: text to insert, still as it stands in a query, not yet in a file. */
import type { CompletionItemKind } from 'vscode-languageserver-types';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { Value } from '../../events/event.js';
import type { EventSample } from '../../events/sample.js';
import type { SampledFields } from './sampled.js';

/** Text to insert; a placeholder is where the cursor goes, its text selected. */
export type Insertion = readonly (string | { readonly placeholder: string })[];

export interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly insertion: Insertion;
  /** Shown first the lower it is; equals by label. */
  readonly rank: number;
  readonly detail?: string;
  /** Markdown, where it is at hand. */
  readonly documentation?: string;
  /** The field whose description `resolve` loads. */
  readonly describes?: string;
  /** Text that what the user typed is compared with; the label when undefined. */
  readonly filter?: string;
  /** Something else can be completed right after it. */
  readonly continues?: boolean;
}

/** What a cluster has of a field. */
export interface ClusterValues {
  readonly field: string;
  /** As the user calls it. */
  readonly cluster: string;
  readonly values: readonly string[];
  /** There are no others that begin with what was asked for. */
  readonly isWhole: boolean;
}

/** What a producer knows of its surroundings. */
export interface Surroundings {
  readonly catalog: FieldCatalog;
  /** The query's text, and in it the text that will be replaced and the cursor. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  /** What the rule's sample events hold, where it has a sample. */
  readonly sample: EventSample | undefined;
  /** What the sample says of the fields of such events as stand at the cursor. */
  readonly sampled: SampledFields | undefined;
  /** What a cluster has of the field whose value is wanted. */
  readonly onCluster: ClusterValues | undefined;
}

/** The part of what will be replaced that stands before the cursor. */
export function typed({ text, start, offset }: Surroundings): string {
  return text.slice(start, offset);
}

/** The values of a field in the sample events, the commonest first. */
export function sampleValues({ sample }: Surroundings, field: string): readonly Value[] {
  return (sample?.fields.get(field)?.values ?? []).map(({ value }) => value);
}

/** A blank, where the text before does not end with one and words would run together. */
export function spaceBefore({ text, start }: Surroundings): string {
  return start === 0 || /[\s([{]/.test(text[start - 1] ?? '') ? '' : ' ';
}

/** A blank, where the text after does not begin with one. */
export function spaceAfter({ text, end }: Surroundings): string {
  return /^\s/.test(text.slice(end, end + 1)) ? '' : ' ';
}
