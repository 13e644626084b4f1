/** TOM012 and TOM013: the name of a rule's file, and the folder that it is in. */
import type { Problem } from '../../base/problem.js';
import { entryOf, stringAt, stringsAt, tableAt, tablesAt, type RuleTable } from '../../rule/value.js';
import type { FrameCheck, RuleFrame } from './check.js';

export const checkFileName: FrameCheck = (document, { isShown }) => {
  const { tree, format, uri } = document;
  const rule = tree?.rule;
  if (rule === undefined || format !== 'toml' || !(isShown('TOM012') || isShown('TOM013'))) return [];
  const parts = segments(uri);
  const name = parts.at(-1);
  if (name === undefined) return [];
  return [...nameProblems(document, rule, name), ...folderProblems(document, rule, parts.slice(0, -1))];
};

/** The folders and the name in a URI, decoded; none where it is not one of a file. */
function segments(uri: string): readonly string[] {
  const [path = ''] = uri.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, '').split(/[?#]/);
  const parts = path.split('/').filter((part) => part !== '');
  return path.includes('%') ? parts.map(decoded) : parts;
}

function decoded(part: string): string {
  return part.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
}

function placeOf({ name, type }: RuleFrame, rule: RuleTable): Problem['span'] {
  return name?.span ?? type?.span ?? rule.span;
}

function nameProblems(document: RuleFrame, rule: RuleTable, name: string): readonly Problem[] {
  const span = placeOf(document, rule);
  const code = 'TOM012';
  if (!/^[a-z0-9_]+\.toml$/.test(name)) {
    const wanted = name
      .replace(/\.toml$/i, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    return [{ code, span, message: `The file \`${name}\` is named in lower case with underscores: \`${wanted}.toml\`` }];
  }
  const isElastic = stringsAt(rule, 'author').some(({ value }) => value.toLowerCase() === 'elastic');
  const tactic = tacticOf(rule);
  if (!isElastic || tactic === undefined || document.type?.value === 'machine_learning') return [];
  const prefix = tactic.toLowerCase().replaceAll(' ', '_');
  return name.startsWith(prefix) ? [] : [{ code, span, message: `The file's name begins with the rule's first tactic: \`${prefix}_…\`` }];
}

/** The name of the first tactic. */
function tacticOf(rule: RuleTable): string | undefined {
  const [first] = tablesAt(rule, 'threat');
  return stringAt(tableAt(first, 'tactic'), 'name')?.value;
}

function folderProblems(document: RuleFrame, rule: RuleTable, folders: readonly string[]): readonly Problem[] {
  const { tree } = document;
  const code = 'TOM013';
  const maturity = stringAt(tree?.metadata, 'maturity');
  const block = entryOf(rule, 'building_block_type');
  const isDeprecated = maturity?.value === 'deprecated';
  const inBlocks = folders.includes('rules_building_block');
  const problems: Problem[] = [];
  if (maturity !== undefined && isDeprecated !== folders.includes('_deprecated')) {
    const message = isDeprecated
      ? 'A deprecated rule is kept in the folder `_deprecated`'
      : 'Only deprecated rules are kept in the folder `_deprecated`';
    problems.push({ code, span: maturity.span, message });
  }
  if (block !== undefined && !inBlocks && folders.includes('rules')) {
    problems.push({ code, span: block.value.span, message: 'A building block is kept in the folder `rules_building_block`' });
  }
  if (block === undefined && inBlocks) {
    const message = 'The folder `rules_building_block` is for rules with `building_block_type = "default"`';
    problems.push({ code, span: placeOf(document, rule), message });
  }
  return [...problems, ...integrationFolder(document, folders)];
}

function integrationFolder({ tree }: RuleFrame, folders: readonly string[]): readonly Problem[] {
  const folder = folders.at(folders.indexOf('integrations') + 1);
  const entry = entryOf(tree?.metadata, 'integration');
  if (!folders.includes('integrations') || folder === undefined || folder === 'integrations' || entry === undefined) return [];
  const names = stringsAt(tree?.metadata, 'integration').map(({ value }) => value);
  if (names.length === 0 || names.includes(folder)) return [];
  return [
    {
      code: 'TOM013',
      span: entry.value.span,
      message: `The rule is in the folder of the integration \`${folder}\`, which it does not name`,
    },
  ];
}
