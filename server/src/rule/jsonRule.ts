/**
 * Rules as Kibana's API and exports write them: one object, a list of objects, the answer of a search for rules, assets of the rules
 * package, or an export with one object on each line. https://www.elastic.co/docs/solutions/security/detect-and-alert/manage-detection-rules
 */
import { limits } from '../base/limits.js';
import type { Problem } from '../base/problem.js';
import { containsSpan, type Span } from '../base/span.js';
import { containerProblems, itemProblems } from './exceptions.js';
import { createJsonWriter } from './jsonWriter.js';
import { jsonStart, readJson, type JsonDocument } from './jsonRead.js';
import { emptyDocument, openTree } from './openTree.js';
import { isRecord } from './plain.js';
import { isRuleType } from './queryRegion.js';
import { ruleTypes, type RuleDocument } from './ruleDocument.js';
import { ruleKeys } from './tomlRule.js';
import { entryOf, stringAt, tableAt, type Plain, type RuleTable } from './value.js';

/** What a line of an export is. */
export type ExportShape = 'rule' | 'exceptionList' | 'exceptionItem' | 'connector' | 'summary';

/** In files without it there is no rule; they are passed over before they are parsed. */
const mark = new RegExp(
  String.raw`"(?:rule_id|list_id|exported_count)"\s*:|"type"\s*:\s*"(?:${[...ruleTypes, 'security-rule'].join('|')})"`,
);

/** Lines looked at to tell an export from events. */
const looked = 5;

/** The rules of a text in JSON, in order; empty for JSON that is something else, such as events. Each keeps the whole text as its file. */
export function openJsonRules(text: string, uri: string): readonly RuleDocument[] {
  if (text.length > limits.textBytes || !mark.test(text)) return [];
  if (hasLines(text)) return isExport(text) ? openExport(text, uri) : [];
  return isOther(text) ? [] : openObjects(text, uri);
}

/** Whether the text, or the first part of a file, may hold rules: what is not is passed over without being read. */
export function mayHoldRules(text: string): boolean {
  return mark.test(text);
}

/** The tables with the rules' own keys, as `openJsonRules` finds them, without their queries being read. */
export function ruleTablesOf(text: string): readonly RuleTable[] {
  if (text.length > limits.textBytes || !mark.test(text)) return [];
  if (!hasLines(text)) return isOther(text) ? [] : rulesIn(readJson(text)).flatMap((table) => ruleOf(table) ?? []);
  if (!isExport(text)) return [];
  const read = linesOf(text).flatMap((line) => readLine(readJson(text, line)));
  return read.flatMap(({ table, shape }) => (table !== undefined && shape === 'rule' ? (ruleOf(table) ?? []) : []));
}

/** Whether no object of the text can be a rule. Reading values with their places takes ten times as long as reading the values alone. */
function isOther(text: string): boolean {
  try {
    const value = JSON.parse(text) as Plain;
    const found = isRecord(value) ? value['data'] : undefined;
    return ![value, found ?? []].flat().some(couldBeRule);
  } catch {
    return false;
  }
}

function couldBeRule(value: Plain): boolean {
  if (!isRecord(value)) return false;
  const { rule_id: id, type } = value;
  return id !== undefined || type === 'security-rule' || (typeof type === 'string' && isRuleType(type));
}

/** What an object of an export is; undefined for other objects. Events, which have a `@timestamp`, are none of these. */
function exportShape(table: RuleTable): ExportShape | undefined {
  if (entryOf(table, '@timestamp') !== undefined) return undefined;
  if (ruleOf(table) !== undefined) return 'rule';
  if (entryOf(table, 'exported_count') !== undefined) return 'summary';
  if (entryOf(table, 'list_id') !== undefined) return entryOf(table, 'entries') === undefined ? 'exceptionList' : 'exceptionItem';
  return stringAt(table, 'type')?.value === 'action' ? 'connector' : undefined;
}

/** The object with the rule's own keys: of an asset of the rules package its `attributes`. */
function ruleOf(table: RuleTable): RuleTable | undefined {
  if (stringAt(table, 'type')?.value === 'security-rule') return tableAt(table, 'attributes');
  const known = table.entries.filter(({ key }) => ruleKeys.includes(key)).length;
  const hasId = stringAt(table, 'rule_id') !== undefined;
  const hasType = isRuleType(stringAt(table, 'type')?.value);
  // Of three keys that rules have, one is telling: others, such as `name`, are anybody's.
  const isTelling = hasId || hasType;
  return isTelling && entryOf(table, '@timestamp') === undefined && known >= (hasId && hasType ? 2 : 3) ? table : undefined;
}

/** The lines that are not empty; `most` of them. */
function linesOf(text: string, most = Infinity): readonly Span[] {
  const lines: Span[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]*\S[^\r\n]*/g)) {
    if (lines.length >= most) break;
    lines.push({ start: index, end: index + line.length });
  }
  return lines;
}

/** Whether each line is an object of its own, judged by the first two. */
function hasLines(text: string): boolean {
  const from = text.slice(jsonStart(text));
  const [first, second] = linesOf(from, 2).map(({ start, end }) => from.slice(start, end).trimStart());
  return first !== undefined && /^\{./.test(first) && (second === undefined || second.startsWith('{'));
}

/** Whether one of the first lines is what exports have and events do not. */
function isExport(text: string): boolean {
  return linesOf(text, looked).some((line) => readLine(readJson(text, line)).some(({ shape }) => shape !== undefined));
}

interface ReadObject {
  readonly table: RuleTable | undefined;
  readonly shape: ExportShape | undefined;
  readonly problems: readonly Problem[];
}

function openExport(text: string, uri: string): readonly RuleDocument[] {
  const read = linesOf(text).flatMap((line) => readLine(readJson(text, line)));
  const rules = read.flatMap(({ table, shape, problems }) =>
    table !== undefined && shape === 'rule' ? [openObject(text, uri, table, problems)] : [],
  );
  const others = read.flatMap(({ table, shape, problems }) => (shape === 'rule' ? [] : [...problems, ...listProblems(text, table, shape)]));
  const [first, ...rest] = rules;
  if (first === undefined) return [{ ...emptyDocument(text, 'exceptions', uri), problems: others }];
  return [{ ...first, problems: [...first.problems, ...others] }, ...rest];
}

/** The objects of a line; what is wrong with it is said with the first. */
function readLine(json: JsonDocument): readonly [ReadObject, ...ReadObject[]] {
  const [first, ...rest] = objectsIn(json).map((table) => ({ table, shape: exportShape(table), problems: [] }));
  return [{ table: undefined, shape: undefined, ...first, problems: json.problems }, ...rest];
}

function listProblems(text: string, table: RuleTable | undefined, shape: ExportShape | undefined): readonly Problem[] {
  if (table === undefined) return [];
  if (shape === 'exceptionList') return containerProblems(table, createJsonWriter(text, table));
  return shape === 'exceptionItem' ? itemProblems(table, createJsonWriter(text, table)) : [];
}

/** One object, or a list of them. What is wrong between the rules of a list is said with its first. */
function openObjects(text: string, uri: string): readonly RuleDocument[] {
  const json = readJson(text);
  const { problems } = json;
  const tables = rulesIn(json);
  const own = (span: Span): RuleTable | undefined => tables.find((table) => containsSpan(table.span, span)) ?? tables[0];
  return tables.map((table) => {
    const mine = problems.filter(({ span }) => own(span) === table);
    return openObject(text, uri, table, mine);
  });
}

function rulesIn(json: JsonDocument): readonly RuleTable[] {
  return objectsIn(json).filter((table) => ruleOf(table) !== undefined);
}

/** The value itself, the elements of a list, or what Kibana answers where it is asked for rules: `{"total": 1, "data": [{…}]}`. */
function objectsIn({ root }: JsonDocument): readonly RuleTable[] {
  const found = root?.kind === 'table' && entryOf(root, 'total') !== undefined ? entryOf(root, 'data')?.value : undefined;
  const value = found ?? root;
  const values = value?.kind === 'array' ? value.elements : value === undefined ? [] : [value];
  return values.filter((each) => each.kind === 'table');
}

function openObject(text: string, uri: string, root: RuleTable, problems: readonly Problem[]): RuleDocument {
  const rule = ruleOf(root) ?? root;
  const tree = { root, rule, metadata: undefined, writer: createJsonWriter(text, rule) };
  return openTree({ format: 'json', uri, text, tree, problems, comments: [] });
}

/** What the lines of an export are that are no rules; empty for other files. */
export function otherShapes(text: string): readonly ExportShape[] {
  if (!hasLines(text) || !isExport(text)) return [];
  return linesOf(text)
    .flatMap((line) => readLine(readJson(text, line)).flatMap(({ shape }) => shape ?? []))
    .filter((shape) => shape !== 'rule');
}
