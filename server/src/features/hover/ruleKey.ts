/** Hover in a rule file outside its queries: what a key does and takes, what one of its values means, and when the rule runs. */
import { touches, type Span } from '../../base/span.js';
import { readAgo, readInterval } from '../../rule/schedule.js';
import { stringAt, type RuleEntry, type RuleTable, type RuleValue } from '../../rule/value.js';
import { rowOf, ruleTables, shapeName, tableAtKeys, tableOfShape } from '../../schema/ruleKeys.js';
import type { EnumValue, KeyRow, KeyShape, TableSpec } from '../../schema/ruleKeysRow.js';
import { timelineTemplates } from '../../schema/ruleKeysRule.js';
import { ruleContextAt } from '../context/toml.js';
import type { RuleModel } from '../ruleModel.js';

export interface RuleHover {
  /** Markdown. */
  readonly value: string;
  /** Of the key or the value, in the file. */
  readonly span: Span;
}

/** Undefined where nothing of the table of keys stands. */
export function ruleHoverAt(model: RuleModel, offset: number): RuleHover | undefined {
  const { tree, format } = model.document;
  if (tree === undefined) return undefined;
  const header = format === 'toml' ? headerHover(model, offset) : undefined;
  if (header !== undefined) return header;
  const start = format === 'json' ? tree.rule : tree.root;
  return start === undefined ? undefined : hoverIn(start, ruleTables[format === 'json' ? 'rule' : 'file'], offset, tree.rule);
}

function headerHover({ document }: RuleModel, offset: number): RuleHover | undefined {
  const cursor = ruleContextAt(document, offset);
  if (cursor?.kind !== 'header') return undefined;
  const content = document.text.slice(cursor.replace.start, cursor.replace.end);
  const path: string[] = [];
  for (const part of content.matchAll(/"([^"]*)"|'([^']*)'|([^."'\s]+)/g)) {
    path.push(part[1] ?? part[2] ?? part[3] ?? '');
    const span = { start: cursor.replace.start + part.index, end: cursor.replace.start + part.index + part[0].length };
    if (!touches(span, offset)) continue;
    const parent = tableAtKeys(path.slice(0, -1));
    const row = parent === undefined ? undefined : rowOf(parent, path.at(-1) ?? '');
    return row === undefined ? undefined : { value: `**\`${row.key}\`** · ${shapeName(row.shape)}\n\n${describeKey(row)}`, span };
  }
  return undefined;
}

function hoverIn(table: RuleTable, spec: TableSpec | undefined, offset: number, rule: RuleTable | undefined): RuleHover | undefined {
  if (spec === undefined) return undefined;
  for (const entry of table.entries) {
    const row = rowOf(spec, entry.key);
    const found = row === undefined ? undefined : entryHover(entry, row, offset, rule);
    if (found !== undefined) return found;
  }
  return undefined;
}

function entryHover(entry: RuleEntry, row: KeyRow, offset: number, rule: RuleTable | undefined): RuleHover | undefined {
  const span = entry.keySpan;
  if (touches(span, offset)) return { value: `**\`${row.key}\`** · ${shapeName(row.shape)}\n\n${describeKey(row)}`, span };
  return valueHover(entry.value, row, row.shape, offset, rule);
}

function valueHover(value: RuleValue, row: KeyRow, shape: KeyShape, offset: number, rule: RuleTable | undefined): RuleHover | undefined {
  if (value.kind === 'table') return hoverIn(value, tableOfShape(shape), offset, rule);
  if (value.kind === 'array') {
    const inner = shape.kind === 'list' ? shape.of : shape;
    return value.elements.map((element) => valueHover(element, row, inner, offset, rule)).find((found) => found !== undefined);
  }
  if (value.kind !== 'string' || !touches(value.span, offset)) return undefined;
  const text = textHover(value.value, row, shape, rule);
  return text === undefined ? undefined : { value: text, span: value.span };
}

function textHover(value: string, { key }: KeyRow, shape: KeyShape, rule: RuleTable | undefined): string | undefined {
  const allowed = shape.kind === 'enum' ? shape.values.find((each) => each.value === value) : undefined;
  if (allowed !== undefined) return `**\`${value}\`** · value of \`${key}\`\n\n${allowed.docs}`;
  if (key === 'from' || key === 'interval') return scheduleInWords(rule);
  const template = key === 'timeline_id' ? timelineTemplates.find(([id]) => id === value) : undefined;
  return template === undefined ? undefined : `Timeline template **${template[1]}**`;
}

/** Markdown: what the key does, what it takes and since when it exists. */
export function describeKey(row: KeyRow): string {
  const values = valuesOf(row.shape);
  const facts = [
    requirement(row),
    ...(row.types === undefined ? [] : [`Rule types: ${row.types.map((type) => `\`${type}\``).join(', ')}.`]),
    ...(row.default === undefined ? [] : [`Without it: \`${row.default}\`.`]),
    ...(row.since === undefined ? [] : [`Since Elastic Stack ${row.since}.`]),
    ...(row.only === undefined ? [] : [row.only === 'toml' ? 'Exists in TOML only.' : 'Exists in Kibana only.']),
  ].filter((fact) => fact !== '');
  return [
    row.docs,
    ...(facts.length === 0 ? [] : [facts.join(' ')]),
    ...(values.length === 0 ? [] : [values.map(({ value, docs }) => `- \`${value}\`: ${docs}`).join('\n')]),
  ].join('\n\n');
}

function requirement({ required, requiredIn }: KeyRow): string {
  if (required === undefined) return '';
  const where = requiredIn === undefined ? '' : requiredIn === 'toml' ? ' in TOML' : ' in Kibana';
  return required === 'always' ? `Required${where}.` : `Required${where} for ${required.map((type) => `\`${type}\``).join(', ')}.`;
}

function valuesOf(shape: KeyShape): readonly EnumValue[] {
  if (shape.kind === 'enum') return shape.values;
  return shape.kind === 'list' ? valuesOf(shape.of) : [];
}

/** `Runs every 5 minutes, looks back 9 minutes: 4 minutes more than from one run to the next.` */
function scheduleInWords(rule: RuleTable | undefined): string | undefined {
  const interval = readInterval(stringAt(rule, 'interval')?.value ?? '5m');
  const back = readAgo(stringAt(rule, 'from')?.value ?? 'now-6m');
  if (interval === undefined || back === undefined) return undefined;
  const base = `Runs every ${timeInWords(interval)}, looks back ${timeInWords(back)}`;
  if (back === interval) return `${base}: exactly from one run to the next, so events that arrive late are missed.`;
  if (back < interval) return `${base}: events of the ${timeInWords(interval - back)} between are never searched.`;
  return `${base}: ${timeInWords(back - interval)} more than from one run to the next, for events that arrive late.`;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** Milliseconds in the largest unit that fits: `90 minutes`. */
export function timeInWords(milliseconds: number): string {
  const [name, size] = units.find(([, each]) => milliseconds >= each && milliseconds % each === 0) ?? ['millisecond', 1];
  const count = milliseconds / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
