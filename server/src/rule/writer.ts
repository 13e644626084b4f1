/** Edits that change the values of a rule file in its own notation; every other byte of the file stays as it is. */
import type { TextEdit } from '../base/edit.js';
import type { Plain, RuleArray, RuleEntry, RuleTable, RuleValue } from './value.js';

/** What quick fixes are made with. Edits are offsets into the file; an edit that the notation cannot express is an empty list. */
export interface RuleWriter {
  /** A value as it is written on one line; a query or other text of several lines as a string of several lines. */
  readonly literal: (value: Plain) => string;
  readonly replaceValue: (old: RuleValue, value: Plain) => readonly TextEdit[];
  readonly renameKey: (entry: RuleEntry, key: string) => readonly TextEdit[];
  /** With its whole line or lines, and the tables below it where it has a header of its own. */
  readonly removeEntry: (table: RuleTable, entry: RuleEntry) => readonly TextEdit[];
  /** With its comma, or with its `[[header]]` and all below it. */
  readonly removeElement: (array: RuleArray, index: number) => readonly TextEdit[];
  /** Several new entries behind the last one of the table; a table is written with a header of its own where that is the file's way. */
  readonly insertEntries: (table: RuleTable, entries: readonly (readonly [key: string, value: Plain])[]) => readonly TextEdit[];
  /** Behind the last element. */
  readonly insertElement: (array: RuleArray, value: Plain) => readonly TextEdit[];
}
