/** Keys of the table at the cursor that are not there yet, with a value to begin with, and the headers of tables. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { isRuleType } from '../../rule/queryRegion.js';
import { entryOf, type RuleTable } from '../../rule/value.js';
import { allowsType, isOfNotation, isRequired, ruleTables, shapeName, tableAtKeys, tableOfShape } from '../../schema/ruleKeys.js';
import type { ExampleValue, KeyRow, KeyShape, TableSpec } from '../../schema/ruleKeysRow.js';
import type { RuleType } from '../../schema/ruleTypes.js';
import { lineEnd } from '../../toml/strings.js';
import { tableAtPath, type RuleCursor } from '../context/toml.js';
import { describeKey } from '../hover/ruleKey.js';
import type { RuleModel } from '../ruleModel.js';
import type { Insertion } from './candidate.js';
import type { RuleCandidate } from './ruleCandidate.js';

function typeOf({ document }: RuleModel): RuleType | undefined {
  const type = document.type?.value;
  return isRuleType(type) ? type : undefined;
}

export function ruleKeyCandidates(cursor: RuleCursor, model: RuleModel): readonly RuleCandidate[] {
  const spec = cursor.kind === 'key' ? tableAtKeys(cursor.path) : undefined;
  if (spec === undefined || spec === ruleTables['file'] || cursor.quotes !== '') return [];
  const { text } = model.document;
  const type = typeOf(model);
  const rest = text.slice(cursor.replace.end, lineEnd(text, cursor.replace.end));
  const hasValue = /^[ \t]*=/.test(rest);
  const others = cursor.table.entries.filter(({ keySpan }) => keySpan.start !== cursor.replace.start);
  const present = new Set(others.map(({ key }) => key));
  return spec.keys
    .filter((row) => !present.has(row.key) && isOfNotation(row, 'toml') && allowsType(row, type))
    .flatMap((row): readonly RuleCandidate[] => {
      const insertion: Insertion | undefined = hasValue ? [keyText(row.key)] : keyInsertion(row, cursor, text);
      if (insertion === undefined) return [];
      const required = isRequired(row, type, 'toml', present);
      return [
        {
          label: row.key,
          kind: CompletionItemKind.Property,
          insertion,
          rank: required ? 0 : row.computed === true ? 2 : 1,
          detail: `${required ? 'required, ' : ''}${shapeName(row.shape)}`,
          documentation: describeKey(row),
          ...(!hasValue && suggestsValues(row.shape) ? { continues: true } : {}),
        },
      ];
    });
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

function keyInsertion(row: KeyRow, cursor: RuleCursor, text: string): Insertion | undefined {
  const spec = tableOfShape(row.shape);
  if (spec === undefined) return [`${keyText(row.key)} = `, ...valueInsertion(row.shape, row.example)];
  if (spec.free === true && spec.keys.length === 0) return undefined;
  return endsTable(cursor, text) ? blockInsertion(row, spec, cursor.path) : undefined;
}

/** Whether no more keys of the table follow, so that a table of its own may begin here. */
function endsTable({ replace }: RuleCursor, text: string): boolean {
  const before = text.slice(text.lastIndexOf('\n', replace.start - 1) + 1, replace.start);
  return before.trim() === '' && /^[ \t]*(?:\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:\[|$)|$)/.test(text.slice(replace.end));
}

function blockInsertion({ key, shape }: KeyRow, spec: TableSpec, path: readonly string[]): Insertion {
  const name = [...path, key].map(keyText).join('.');
  const header = shape.kind === 'list' ? `[[${name}]]` : `[${name}]`;
  const lines = spec.keys.filter((row) => row.required !== undefined && tableOfShape(row.shape) === undefined && isOfNotation(row, 'toml'));
  return [`${header}\n`, ...lines.flatMap((row): Insertion => [`${keyText(row.key)} = `, ...valueInsertion(row.shape, row.example), '\n'])];
}

/** Whether completion knows the values, and should be asked for them at once. */
function suggestsValues(shape: KeyShape): boolean {
  if (shape.kind === 'oneOf' || shape.kind === 'list') return suggestsValues(shape.kind === 'list' ? shape.of : (shape.shapes[0] ?? shape));
  const known = ['field', 'indexPattern', 'tag', 'dateMath', 'duration'];
  return shape.kind === 'enum' || shape.kind === 'boolean' || (shape.kind === 'string' && known.includes(shape.format ?? ''));
}

function valueInsertion(shape: KeyShape, example: ExampleValue | undefined): Insertion {
  switch (shape.kind) {
    case 'oneOf':
      return shape.shapes[0] === undefined ? [{ placeholder: '' }] : valueInsertion(shape.shapes[0], example);
    case 'list':
      return ['[', ...valueInsertion(shape.of, Array.isArray(example) ? (example as readonly ExampleValue[])[0] : undefined), ']'];
    case 'boolean':
      return [{ placeholder: 'true' }];
    case 'integer':
      return [{ placeholder: typeof example === 'number' ? String(example) : '1' }];
    case 'enum':
      return ['"', { placeholder: shape.values.length === 1 ? (shape.values[0]?.value ?? '') : '' }, '"'];
    case 'string':
      return textInsertion(shape.format, typeof example === 'string' ? example : '', shape);
    default:
      return [{ placeholder: '' }];
  }
}

function textInsertion(format: string | undefined, example: string, shape: KeyShape): Insertion {
  if (format === 'query') return ["'''\n", { placeholder: example }, "\n'''"];
  if (format === 'markdown') return ['"""\n', { placeholder: example }, '\n"""'];
  return ['"', { placeholder: suggestsValues(shape) ? '' : example }, '"'];
}

/** `[rule.thr|]` */
export function ruleHeaderCandidates(cursor: RuleCursor, model: RuleModel): readonly RuleCandidate[] {
  const root = model.document.tree?.root;
  if (cursor.kind !== 'header' || root === undefined) return [];
  const { text } = model.document;
  const closed = text.startsWith(']', cursor.replace.end);
  return headersBelow([], typeOf(model)).flatMap(({ path, row, isArray }): readonly RuleCandidate[] => {
    if ((cursor.isArray && !isArray) || (!isArray && hasTable(root, path, cursor.replace.start))) return [];
    const name = path.map(keyText).join('.');
    const doubled = isArray && !cursor.isArray;
    const close = closed ? '' : cursor.isArray ? ']]' : ']';
    return [
      {
        label: name,
        kind: CompletionItemKind.Module,
        insertion: [doubled ? `[${name}]${close}` : `${name}${close}`],
        rank: path.length,
        detail: isArray ? 'one table of several' : 'a table',
        documentation: describeKey(row),
        filter: name,
      },
    ];
  });
}

interface HeaderPath {
  readonly path: readonly string[];
  readonly row: KeyRow;
  readonly isArray: boolean;
}

function headersBelow(path: readonly string[], type: RuleType | undefined): readonly HeaderPath[] {
  const spec = tableAtKeys(path);
  return (spec?.keys ?? [])
    .filter((row) => tableOfShape(row.shape) !== undefined && isOfNotation(row, 'toml') && allowsType(row, type))
    .flatMap((row) => {
      const own = [...path, row.key];
      // Lists of lists have no headers.
      if (row.shape.kind === 'list' && row.shape.of.kind === 'list') return [];
      return [{ path: own, row, isArray: row.shape.kind === 'list' }, ...headersBelow(own, type)];
    });
}

/** Whether the table is there already, with a header other than the one at the cursor. */
function hasTable(root: RuleTable, path: readonly string[], cursor: number): boolean {
  const parent = tableAtPath(root, path.slice(0, -1), cursor);
  const entry = entryOf(parent, path.at(-1) ?? '');
  return entry !== undefined && !(entry.span.start <= cursor && cursor <= entry.span.end);
}
