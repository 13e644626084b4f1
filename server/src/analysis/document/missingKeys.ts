/** TOM004: keys that a table of a rule must have, all that are missing at once. */
import type { Fix, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import { uuidOf } from '../../base/uuid.js';
import { allOf } from '../../base/wordList.js';
import { entryOf, numberAt, stringAt, type RuleTable } from '../../rule/value.js';
import { attackUrl, isSubtechniqueId, type Technique } from '../../schema/attack.js';
import { isRequired, ruleTables } from '../../schema/ruleKeys.js';
import type { ExampleValue, KeyRow, TableSpec } from '../../schema/ruleKeysRow.js';
import { severities } from '../../schema/ruleKeysRule.js';
import { isDamaged } from './check.js';
import type { KeyContext } from './keyContext.js';
import { fixOf } from './repairs.js';

/** Keys whose absence has a diagnostic of its own. */
const checkedApart: readonly string[] = ['query', 'missing_fields_strategy'];

export function missingKeys(context: KeyContext, table: RuleTable, spec: TableSpec): readonly Problem[] {
  const { needed } = context.keysOf(spec);
  if (hasAll(table, needed)) return [];
  const { document, type, notation } = context;
  // What seems to be missing from a damaged file may stand in its damage.
  if (spec.checkedApart === true || isDamaged(document)) return [];
  const present = new Set(table.entries.map(({ key }) => key));
  const absent = needed.filter(({ key }) => !present.has(key) && !checkedApart.includes(key));
  const missing = absent.filter((row) => isRequired(row, type, notation, present));
  if (missing.length === 0) return [];
  const names = allOf(missing.map(({ key }) => `\`${key}\``));
  const message = `${subjectOf(context, spec)} lacks ${names}`;
  return [{ code: 'TOM004', span: placeOf(context, table), message, fixes: insertion(context, table, spec, missing) }];
}

function hasAll(table: RuleTable, rows: readonly KeyRow[]): boolean {
  return rows.every(({ key }) => entryOf(table, key) !== undefined);
}

function subjectOf({ type, notation }: KeyContext, spec: TableSpec): string {
  if (spec !== ruleTables['rule']) return `\`${spec.title}\``.replace(/^`\[(.*)\]`$/, '[$1]');
  const which = type === undefined ? 'This rule' : `This ${type} rule`;
  return notation === 'toml' ? `${which}'s [rule]` : which;
}

/** The header of the table, or the brace it opens with. */
function placeOf({ document: { text } }: KeyContext, { span }: RuleTable): Span {
  return text[span.start] === '{' ? { start: span.start, end: span.start + 1 } : span;
}

function insertion(context: KeyContext, table: RuleTable, spec: TableSpec, missing: readonly KeyRow[]): readonly Fix[] {
  const part = attackPart(context, table, spec);
  const entries = missing.flatMap((row): readonly (readonly [string, ExampleValue])[] => {
    const value = part?.get(row.key) ?? startOf(row, context, table);
    return value === undefined ? [] : [[row.key, value]];
  });
  if (entries.length < missing.length) return [];
  const title = missing.length === 1 ? `Add \`${missing[0]?.key}\`` : `Add the ${missing.length} missing keys`;
  return fixOf(title, context.tree.writer.insertEntries(table, entries));
}

/** Id, name and page of the tactic or technique that the table names, or else of the example; undefined for other tables. */
function attackPart({ attack }: KeyContext, table: RuleTable, spec: TableSpec): ReadonlyMap<string, string> | undefined {
  const isTactic = spec === ruleTables['tactic'];
  const isSubtechnique = spec === ruleTables['subtechnique'];
  if (!isTactic && !isSubtechnique && spec !== ruleTables['technique']) return undefined;
  const [id, name] = [stringAt(table, 'id')?.value, stringAt(table, 'name')?.value];
  const example = spec.keys.find(({ key }) => key === 'id')?.example;
  const meant = id ?? name ?? (typeof example === 'string' ? example : '');
  const technique = (): Technique | undefined =>
    attack.technique(meant) ?? attack.named(meant).find((each) => isSubtechniqueId(each.id) === isSubtechnique);
  const known = isTactic ? attack.tactic(meant) : technique();
  const page = known === undefined ? undefined : attackUrl(known.id);
  if (known === undefined || page === undefined) return undefined;
  return new Map([
    ['id', known.id],
    ['name', known.name],
    ['reference', page],
  ]);
}

/** What to begin with: what follows from the rest of the rule, else an example to be changed. */
function startOf({ key, example }: KeyRow, { document, today, type, tree }: KeyContext, table: RuleTable): ExampleValue | undefined {
  switch (key) {
    case 'rule_id':
      return uuidOf(`${document.uri}\n${document.text}`);
    case 'creation_date':
    case 'updated_date':
      return stringAt(table, key === 'creation_date' ? 'updated_date' : 'creation_date')?.value ?? today?.replaceAll('-', '/') ?? example;
    case 'language':
      return type === 'eql' || type === 'esql' ? type : example;
    case 'risk_score':
      return severities.find(({ value }) => value === stringAt(tree.rule, 'severity')?.value)?.score ?? example;
    case 'severity': {
      const score = Number(numberAt(tree.rule, 'risk_score')?.value ?? -1);
      return severities.find(({ least, most }) => least <= score && score <= most)?.value ?? example;
    }
    default:
      return example;
  }
}
