/** TOM003, TOM006 and TOM014: keys that a table of a rule does not have, or that its rule type does not have. */
import { append } from '../../base/append.js';
import { nearestNames } from '../../base/nearest.js';
import { oncePer } from '../../base/oncePer.js';
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import { allOf } from '../../base/wordList.js';
import { isRuleType } from '../../rule/queryRegion.js';
import { stringAt, type RuleEntry, type RuleTable, type RuleValue } from '../../rule/value.js';
import { isOfNotation, keysFor, rowOf, ruleTables } from '../../schema/ruleKeys.js';
import type { KeyRow, RuleNotation, TableSpec } from '../../schema/ruleKeysRow.js';
import { lineStart } from '../../toml/strings.js';
import type { FrameCheck, RuleFrame } from './check.js';
import type { KeyContext } from './keyContext.js';
import { missingKeys } from './missingKeys.js';
import { fixOf, removing, replacing } from './repairs.js';
import { isFine, valueProblems } from './valueShapes.js';

export const checkKeys: FrameCheck = (document, { today, schemas }) => {
  const { tree, format } = document;
  if (tree === undefined) return [];
  const written = stringAt(tree.rule, 'type')?.value;
  const type = isRuleType(written) ? written : undefined;
  const notation = format === 'json' ? 'json' : 'toml';
  const keysOf = keysFor(notation, type);
  const context: KeyContext = { document, tree, notation, type, keysOf, today, attack: schemas.attack };
  const table = notation === 'toml' ? tree.root : tree.rule;
  const problems: Problem[] = [];
  if (table !== undefined) addTableProblems(problems, context, table, ruleTables[notation === 'toml' ? 'file' : 'rule']);
  if (problems.length === 0) return problems;
  const end = damagedHeader(document)?.span.start ?? document.text.length;
  return problems.filter(({ span }) => span.end <= end && !document.problems.some((known) => sameSpan(known.span, span)));
};

/** The keys below a damaged header count as those of the table above it, or of none. */
function damagedHeader({ text, problems }: RuleFrame): Problem | undefined {
  return problems.find(({ code, span }) => code === 'TOM001' && /^[ \t]*\[/.test(text.slice(lineStart(text, span.start), span.end)));
}

/** What is wrong there was said when the file was read. */
function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function addTableProblems(problems: Problem[], context: KeyContext, table: RuleTable, spec: TableSpec | undefined): void {
  if (spec === undefined) return;
  const { allowed } = context.keysOf(spec);
  const strays = straysIn(context, table, spec);
  append(problems, missingKeys(context, table, spec));
  for (const entry of table.entries) {
    const known = allowed.get(entry.key);
    if (known === undefined) {
      if (!strays.includes(entry)) append(problems, strangeKey(context, table, entry, spec));
      continue;
    }
    if (!isFine(entry.value, known.shape)) append(problems, valueProblems(context.tree, entry, known.shape));
    if (known.inner !== undefined) addInnerProblems(problems, context, entry.value, known.inner);
  }
  if (strays.length > 0) append(problems, strayProblem(context, spec, strays));
}

/** Of the tables of a value, also of lists in lists. */
function addInnerProblems(problems: Problem[], context: KeyContext, value: RuleValue, spec: TableSpec): void {
  if (value.kind === 'table') addTableProblems(problems, context, value, spec);
  else if (value.kind === 'array') for (const element of value.elements) addInnerProblems(problems, context, element, spec);
}

/** A key that the table does not have, or not in such a rule. */
function strangeKey(context: KeyContext, table: RuleTable, entry: RuleEntry, spec: TableSpec): readonly Problem[] {
  const row = rowOf(spec, entry.key);
  if (row !== undefined && isOfNotation(row, context.notation)) return [notOfType(context, table, entry, row)];
  return spec.free === true ? [] : unknownKey(context, table, entry, spec, row);
}

function notOfType({ tree, type = 'query' }: KeyContext, table: RuleTable, entry: RuleEntry, { types = [] }: KeyRow): Problem {
  const others = types.length === 1 ? `rules of type ${types[0]}` : `rules of the types ${allOf(types)}`;
  const message = `\`${entry.key}\` is for ${others}; this one is of type ${type}`;
  const typeValue = stringAt(tree.rule, 'type');
  const only = types.length === 1 ? types[0] : undefined;
  const change = only === undefined || typeValue === undefined ? [] : replacing(tree, typeValue, only, `Change the type to \`${only}\``);
  return { code: 'TOM006', span: entry.keySpan, message, fixes: [...removing(tree, table, entry), ...change] };
}

function unknownKey(context: KeyContext, table: RuleTable, entry: RuleEntry, spec: TableSpec, row: KeyRow | undefined): readonly Problem[] {
  const { tree, notation } = context;
  const base = { span: entry.keySpan };
  const remove = removing(tree, table, entry);
  if (spec === ruleTables['file']) return [topLevel(context, entry)];
  if (row !== undefined)
    return [{ ...base, code: 'TOM003', severity: 'warning', message: otherNotation(entry.key, notation), fixes: remove }];
  const free = spec.keys.filter((each) => isOfNotation(each, notation)).map(({ key }) => key);
  const [nearest] = nearestNames(
    entry.key,
    free.filter((key) => !keysIn(table).has(key)),
  );
  if (nearest !== undefined) {
    const message = `${quoted(entry.key)} is not a key of ${spec.title}; did you mean \`${nearest}\`?`;
    const rename = fixOf(`Rename to \`${nearest}\``, tree.writer.renameKey(entry, nearest));
    return [{ ...base, code: 'TOM003', ...levelIn(notation, 'warning'), message, fixes: [...rename, ...remove] }];
  }
  const home = homeOf(entry.key, spec);
  const advice = home === undefined ? '' : `; it belongs to ${home}`;
  const message = `${quoted(entry.key)} is not a key of ${spec.title}${advice}`;
  return [{ ...base, code: 'TOM003', ...levelIn(notation, 'information'), message, fixes: remove }];
}

const keysIn = oncePer(({ entries }: RuleTable): ReadonlySet<string> => new Set(entries.map(({ key }) => key)));

/** Kibana passes over keys it does not know, and newer versions of it know more keys than we do. */
function levelIn(notation: RuleNotation, level: 'warning' | 'information'): Pick<Problem, 'severity'> {
  return notation === 'json' ? { severity: level } : {};
}

function quoted(key: string): string {
  return key === '' ? 'An empty key' : `\`${key}\``;
}

function otherNotation(key: string, notation: RuleNotation): string {
  if (notation === 'toml') return `\`${key}\` is for rules in Kibana; loaders of rules in TOML refuse it`;
  if (key === 'new_terms') return '`new_terms` is for rules in TOML; Kibana has `new_terms_fields` and `history_window_start`';
  return `\`${key}\` is for rules in TOML; Kibana does not have it`;
}

/** The one of the two main tables that has the key, where it is not this one. */
function homeOf(key: string, spec: TableSpec): string | undefined {
  return ['metadata', 'rule']
    .map((name) => ruleTables[name])
    .find((table) => table !== undefined && table !== spec && rowOf(table, key) !== undefined)?.title;
}

function topLevel({ tree, document }: KeyContext, entry: RuleEntry): Problem {
  const isTable = hasTable(entry.value);
  const tables = ['metadata', 'rule', 'transform'];
  const [nearest] = nearestNames(
    entry.key,
    tables.filter((name) => !keysIn(tree.root).has(name)),
  );
  const advice = nearest === undefined ? 'a rule file has [metadata], [rule] and [transform]' : `did you mean [${nearest}]?`;
  const what = isTable
    ? `[${document.text.slice(entry.keySpan.start, entry.keySpan.end)}] is not a table of a rule file`
    : `${quoted(entry.key)} stands outside of [rule] and [metadata]`;
  const rename = nearest === undefined || !isTable ? [] : fixOf(`Rename to [${nearest}]`, tree.writer.renameKey(entry, nearest));
  return { code: 'TOM014', span: entry.keySpan, message: `${what}; ${advice}`, fixes: [...rename, ...removing(tree, tree.root, entry)] };
}

function hasTable(value: RuleValue): boolean {
  return value.kind === 'table' || (value.kind === 'array' && value.elements.some(hasTable));
}

/** Keys of a rule that stand in `[metadata]`, where the header of `[rule]` above them is missing. */
function straysIn({ tree, notation }: KeyContext, table: RuleTable, spec: TableSpec): readonly RuleEntry[] {
  const rule = ruleTables['rule'];
  if (notation === 'json' || table !== tree.metadata || rule === undefined || stringAt(tree.rule, 'type') !== undefined) return [];
  const strays = table.entries.filter(({ key }) => rowOf(spec, key) === undefined && rowOf(rule, key) !== undefined);
  return strays.length > 1 ? strays : [];
}

function strayProblem({ tree, document }: KeyContext, spec: TableSpec, strays: readonly RuleEntry[]): readonly Problem[] {
  const [first] = strays;
  if (first === undefined) return [];
  const names =
    strays.length > 3
      ? `${strays
          .slice(0, 2)
          .map(({ key }) => `\`${key}\``)
          .join(', ')} and ${strays.length - 2} others`
      : allOf(strays.map(({ key }) => `\`${key}\``));
  const message = `${names} are keys of [rule], but stand in ${spec.title}; write [rule] above them`;
  const eol = document.text.includes('\r\n') ? '\r\n' : '\n';
  const at = { start: first.span.start, end: first.span.start };
  const insert = tree.rule === undefined ? fixOf('Insert [rule]', [{ span: at, newText: `${eol}[rule]${eol}` }]) : [];
  return [{ code: 'TOM003', span: first.keySpan, message, fixes: insert }];
}
