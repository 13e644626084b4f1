/** Events of another shape made into events with the fields that rules ask for. `mapping` supplies one; reading events applies it. */
import type { JsonObject } from './json.js';

/** What a mapping made of one event. */
export type MappedEvent =
  /** `mapping`: its name, such as `windows-sysmon`. */
  | { readonly kind: 'mapped'; readonly event: JsonObject; readonly mapping: string }
  /** Has the fields already, so it is taken as it stands. */
  | { readonly kind: 'asIs' }
  /** No mapping knows its kind: it is taken as it stands, counted and said. `label` tells what it is, such as `Sysmon event 255`. */
  | { readonly kind: 'unmapped'; readonly label: string };

export interface EventMapper {
  /** Called once for each event, in file order. */
  map(event: JsonObject): MappedEvent;
}

/** What mapping did in a run, for the result. */
export interface MappingReport {
  /** Events by the mapping that was used, the most frequent first. */
  readonly mapped: readonly { readonly mapping: string; readonly events: number }[];
  readonly asIs: number;
  readonly unmapped: number;
  /** Kinds of unmapped events with their numbers, the most frequent first; at most twenty. */
  readonly unmappedKinds: readonly { readonly label: string; readonly events: number }[];
}
