/** Completion of the ATT&CK mapping: by id and by name, filling the whole entry, what fits the entry's tactic or technique first. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { TextEdit } from '../../base/edit.js';
import { stringAt, tableAt, tablesAt, type RuleTable } from '../../rule/value.js';
import {
  attackUrl,
  fullTechniqueName,
  isSubtechniqueId,
  parentTechniqueId,
  type AttackMatrix,
  type Tactic,
  type Technique,
} from '../../schema/attack.js';
import { lineEnd } from '../../toml/strings.js';
import { tableAtPath, type RuleCursor } from '../context/toml.js';
import type { RuleModel } from '../ruleModel.js';
import { textAt, type RuleCandidate, type RuleProducer } from './ruleCandidate.js';

export const attackCandidates: RuleProducer = (cursor, model) => {
  if (cursor.kind === 'header') return headerCandidates(cursor, model);
  const choices = choicesAt(cursor, model);
  if (cursor.kind === 'value') {
    const key = partKeys.find((each) => each === cursor.key);
    return key === undefined ? [] : choices.map((choice) => valueCandidate(choice, key, cursor, model));
  }
  if (cursor.path.join('.') === 'rule.threat' && tableAt(cursor.table, 'tactic') === undefined) {
    return tacticChoices(model).map((choice) => blockCandidate(choice, tacticBlock(choice.item, cursor.table)));
  }
  return stringAt(cursor.table, 'id') === undefined
    ? choices.map((choice) => blockCandidate(choice, partLines(choice.item).join('\n')))
    : [];
};

const partKeys = ['id', 'name', 'reference'] as const;
type PartKey = (typeof partKeys)[number];

interface Choice {
  readonly item: Tactic | Technique;
  /** Of a sub-technique with the name of its technique. */
  readonly fullName: string;
  /** The lower the better it fits what is around. */
  readonly rank: number;
}

/** What the table at the cursor can be: a tactic, a technique or a sub-technique. */
function choicesAt(cursor: RuleCursor, model: RuleModel): readonly Choice[] {
  const matrix = model.schemas.attack;
  const { root } = model.document.tree ?? {};
  const at = (path: readonly string[]): RuleTable | undefined =>
    root === undefined ? undefined : tableAtPath(root, path, cursor.replace.start);
  switch (cursor.path.join('.')) {
    case 'rule.threat.tactic':
      return tacticChoices(model);
    case 'rule.threat.technique': {
      const tactic = stringAt(tableAt(at(['rule', 'threat']), 'tactic'), 'id')?.value;
      const techniques = matrix.techniques.filter(({ id }) => !isSubtechniqueId(id));
      return techniques.map((item) => choiceOf(item, matrix, tactic !== undefined && item.tactics.includes(tactic) ? 0 : 1));
    }
    case 'rule.threat.technique.subtechnique': {
      const technique = stringAt(at(['rule', 'threat', 'technique']), 'id')?.value ?? '';
      const known = matrix.technique(technique) === undefined ? undefined : matrix.subtechniquesOf(parentTechniqueId(technique));
      return (known ?? matrix.techniques.filter(({ id }) => isSubtechniqueId(id))).map((item) => choiceOf(item, matrix, 0));
    }
    default:
      return [];
  }
}

function choiceOf(item: Technique, matrix: AttackMatrix, rank: number): Choice {
  return { item, fullName: fullTechniqueName(item, matrix), rank };
}

/** Tactics that have no entry yet come first. */
function tacticChoices({ document, schemas }: RuleModel): readonly Choice[] {
  const taken = tablesAt(document.tree?.rule, 'threat').map((entry) => stringAt(tableAt(entry, 'tactic'), 'id')?.value);
  return schemas.attack.tactics.map((item) => ({ item, fullName: item.name, rank: taken.includes(item.id) ? 1 : 0 }));
}

function valueOf({ id, name }: Tactic | Technique, key: PartKey): string {
  return key === 'id' ? id : key === 'name' ? name : (attackUrl(id) ?? '');
}

function partLines(item: Tactic | Technique): readonly string[] {
  return partKeys.map((key) => `${key} = ${JSON.stringify(valueOf(item, key))}`);
}

function tacticBlock(item: Tactic | Technique, table: RuleTable): string {
  const framework = stringAt(table, 'framework') === undefined ? ['framework = "MITRE ATT&CK"', ''] : [];
  return [...framework, '[rule.threat.tactic]', ...partLines(item)].join('\n');
}

function blockCandidate(choice: Choice, text: string): RuleCandidate {
  return { ...looks(choice, 'name'), insertion: [text] };
}

/** How a choice is shown, and what the typed text is compared with: both its id and its name. */
function looks({ item, fullName, rank }: Choice, key: PartKey): Omit<RuleCandidate, 'insertion'> {
  const byId = key === 'id';
  return {
    label: byId ? item.id : fullName,
    detail: byId ? fullName : item.id,
    filter: byId
      ? `${item.id} ${fullName}`
      : key === 'name'
        ? `${fullName} ${item.id}`
        : `${attackUrl(item.id) ?? ''} ${fullName} ${item.id}`,
    kind: CompletionItemKind.EnumMember,
    rank,
  };
}

function valueCandidate(choice: Choice, key: PartKey, cursor: RuleCursor, model: RuleModel): RuleCandidate {
  const { document } = model;
  const { text } = document;
  const { replace, quotes, table } = cursor;
  const isInline = text[table.span.start] === '{';
  const own = textAt(cursor, valueOf(choice.item, key));
  const isOpen = quotes !== '' && !text.startsWith(quotes, replace.end);
  const others = partKeys.filter((other) => other !== key);
  const absent = isInline ? [] : others.filter((other) => !hasKey(other, table, text));
  const added = absent.map((other) => `\n${other} = ${JSON.stringify(valueOf(choice.item, other))}`).join('');
  const end = contentEnd(text, replace.end);
  // An edit elsewhere must not touch the one at the cursor.
  const isApart = end > replace.end;
  return {
    ...looks(choice, key),
    insertion: [`${own}${isOpen ? quotes : ''}${isApart ? '' : added}`],
    alsoEdits: [
      ...others.flatMap((other) => replacing(model, table, other, valueOf(choice.item, other))),
      ...(isApart && added !== '' ? [{ span: { start: end, end }, newText: added }] : []),
    ],
  };
}

/** The end of the line, without the `\r` of its break. */
function contentEnd(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** Also where the table could not be read to its end. */
function hasKey(key: PartKey, table: RuleTable, text: string): boolean {
  if (table.entries.some((entry) => entry.key === key)) return true;
  const rest = text.slice(table.span.end);
  const next = /^[ \t]*\[/m.exec(rest)?.index ?? rest.length;
  return new RegExp(`^[ \\t]*${key}[ \\t]*=`, 'm').test(rest.slice(0, next));
}

function replacing({ document }: RuleModel, table: RuleTable, key: PartKey, value: string): readonly TextEdit[] {
  const old = stringAt(table, key);
  if (document.tree === undefined || old === undefined || !old.closed || old.value === value) return [];
  return document.tree.writer.replaceValue(old, value);
}

/** `[[rule.thr|]]`: a whole entry for each tactic, behind the brackets that are there or with its own. */
function headerCandidates(cursor: RuleCursor, model: RuleModel): readonly RuleCandidate[] {
  if (!cursor.isArray) return [];
  const { text } = model.document;
  const { end } = cursor.replace;
  const rest = text.slice(end, contentEnd(text, end));
  if (rest.trim() !== '' && rest.trim() !== ']]') return [];
  const isClosed = rest.trim() !== '';
  return tacticChoices(model).map((choice) => {
    const block = `\n${tacticBlock(choice.item, { kind: 'table', span: cursor.replace, entries: [] })}`;
    const at = end + rest.length;
    return {
      ...looks(choice, 'name'),
      label: `rule.threat: ${choice.item.name}`,
      filter: `rule.threat ${choice.item.name} ${choice.item.id}`,
      kind: CompletionItemKind.Snippet,
      rank: 50 + choice.rank,
      insertion: [isClosed ? 'rule.threat' : `rule.threat]]${block}`],
      alsoEdits: isClosed ? [{ span: { start: at, end: at }, newText: block }] : [],
    };
  });
}
