/** A whole rule file in its usual layout: its queries, and in TOML what is around them. */
import { applyEdits } from '../base/edit.js';
import { openRules, type TextSource } from '../rule/openText.js';
import { layoutEdits } from '../rule/queryLayout.js';
import { tomlLayoutEdits } from '../toml/layout.js';
import { readToml } from '../toml/read.js';
import { offsetEdits } from './queryEdits.js';

/** Damaged parts stay as they are: a query with syntax problems, all but the queries of TOML with problems. */
export function formatFile(text: string, source: TextSource): string {
  const rules = openRules(text, source);
  const edits = rules.flatMap(({ queries }) => queries.flatMap((region) => offsetEdits(layoutEdits(region), region) ?? []));
  const formatted = applyEdits(text, edits);
  return rules[0].format === 'toml' ? applyEdits(formatted, tomlLayoutEdits(formatted, readToml(formatted))) : formatted;
}
