/** Where in a query a value is wanted that a cluster may know. */
import type { Position } from 'vscode-languageserver-types';
import { queryAt } from './context/toml.js';
import { toOffset } from './convert.js';
import { languages } from './language.js';
import type { RuleModel } from './ruleModel.js';

/** A value of a keyword field that is being written. */
export interface WantedValue {
  readonly field: string;
  /** What stands of the value before the cursor. */
  readonly prefix: string;
  /** Index patterns of the rule. */
  readonly patterns: readonly string[];
}

/** The types whose terms can be enumerated by their beginning, which have values worth typing. */
const enumerated: readonly string[] = ['keyword', 'constant_keyword'];

/** Undefined where none is wanted, where a pattern is being written, and where the rule names no indices. */
export function wantedValueAt(model: RuleModel, position: Position): WantedValue | undefined {
  const patterns = (model.document.index?.value ?? []).map(({ value }) => value);
  const place = queryAt(model.document, toOffset(model.lines, position));
  const parsed = place?.region.parsed;
  if (place === undefined || parsed === undefined || patterns.length === 0) return undefined;
  const { offset } = place;
  const { places } = parsed.language === 'eql' ? languages.eql.contextAt(parsed, offset) : languages.kuery.contextAt(parsed, offset);
  for (const { want, replace } of places) {
    if (want.kind !== 'value' || want.bound === true) continue;
    const info = model.catalog.field(want.field);
    const prefix = writtenValue(parsed.text.slice(replace.start, offset));
    if (info === undefined || !enumerated.includes(info.type) || prefix === undefined) return undefined;
    return { field: want.field, prefix, patterns };
  }
  return undefined;
}

/** Without its quotes and escapes; undefined for the beginning of a pattern. */
function writtenValue(text: string): string | undefined {
  const bare = text.replace(/^"+/, '');
  return /(?<!\\)[*?]/.test(bare) ? undefined : bare.replace(/\\(.)/g, '$1');
}
