/** Values of a rule's keys: those allowed, and for texts of a known kind the usual ones: fields, index patterns, times, tags, templates. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { TextEdit } from '../../base/edit.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { readAgo, readInterval } from '../../rule/schedule.js';
import { entryOf, numberAt, stringAt, type RuleTable } from '../../rule/value.js';
import { rowOf, tableAtKeys } from '../../schema/ruleKeys.js';
import type { KeyShape, TextFormat } from '../../schema/ruleKeysRow.js';
import { severities, timelineTemplates } from '../../schema/ruleKeysRule.js';
import { ruleTags, usualIndexPatterns } from '../../schema/ruleValues.js';
import type { RuleCursor } from '../context/toml.js';
import { timeInWords } from '../hover/ruleKey.js';
import type { RuleModel } from '../ruleModel.js';
import type { UsedText } from '../ruleUsage.js';
import { mostItems, textAt, type RuleCandidate } from './ruleCandidate.js';

/** A value before it is written: `text` is in quotes in the file, unless `bare`. */
interface Offer {
  readonly text: string;
  readonly bare?: true;
  readonly detail?: string;
  readonly documentation?: string;
  readonly rank?: number;
  readonly label?: string;
  readonly describes?: string;
  readonly alsoEdits?: readonly TextEdit[];
}

export function ruleValueCandidates(cursor: RuleCursor, model: RuleModel): readonly RuleCandidate[] {
  const spec = cursor.kind === 'value' ? tableAtKeys(cursor.path) : undefined;
  const row = spec === undefined || cursor.key === undefined ? undefined : rowOf(spec, cursor.key);
  if (row === undefined) return [];
  const element = elementShape(row.shape, cursor.inList);
  if (element === undefined) return [];
  const { shape, wrapped } = element;
  const taken = cursor.inList ? textsBeside(cursor) : new Set<string>();
  return offersOf(row.key, shape, cursor, model)
    .filter(({ text, bare }) => !taken.has(text) && (bare !== true || cursor.quotes === ''))
    .map((offer, index) => candidateOf(offer, index, cursor, wrapped));
}

/** What is written at the cursor; `wrapped` where a list is wanted and none was begun. */
function elementShape(shape: KeyShape, inList: boolean): { readonly shape: KeyShape; readonly wrapped: boolean } | undefined {
  const shapes = shape.kind === 'oneOf' ? shape.shapes : [shape];
  const list = shapes.find((each) => each.kind === 'list');
  if (inList) return list === undefined ? undefined : { shape: list.of, wrapped: false };
  const single = shapes.find((each) => each.kind !== 'list');
  if (list !== undefined) return { shape: list.of, wrapped: true };
  return single === undefined ? undefined : { shape: single, wrapped: false };
}

/** The texts of the list that the cursor is not in. */
function textsBeside({ value, replace }: RuleCursor): ReadonlySet<string> {
  const elements = value?.kind === 'array' ? value.elements : [];
  return new Set(
    elements.flatMap((each) =>
      each.kind === 'string' && !(each.span.start <= replace.start && replace.end <= each.span.end) ? [each.value] : [],
    ),
  );
}

function candidateOf(offer: Offer, index: number, cursor: RuleCursor, wrapped: boolean): RuleCandidate {
  const { text, bare, rank = 0, label = text, detail, documentation, describes, alsoEdits } = offer;
  const written = bare === true ? text : textAt(cursor, text);
  return {
    label,
    kind: CompletionItemKind.Value,
    insertion: [wrapped && cursor.quotes === '' ? `[${written}]` : written],
    rank: rank + Math.min(index, 999) / 1000,
    filter: label === text ? label : `${label} ${text}`,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(describes === undefined ? {} : { describes }),
    ...(alsoEdits === undefined ? {} : { alsoEdits }),
  };
}

function offersOf(key: string, shape: KeyShape, cursor: RuleCursor, model: RuleModel): readonly Offer[] {
  const rule = model.document.tree?.rule;
  if (key === 'timeline_id' || key === 'timeline_title') return timelineOffers(key, model.document.tree);
  if (key === 'severity' && cursor.path.length === 1) return severityOffers(rule);
  switch (shape.kind) {
    case 'enum':
      return shape.values.map(({ value, docs }) => ({ text: value, documentation: docs }));
    case 'boolean':
      return [
        { text: 'true', bare: true },
        { text: 'false', bare: true },
      ];
    case 'integer':
      return key === 'risk_score' ? scoreOffers(rule) : [];
    case 'string':
      return shape.format === undefined ? [] : textOffers(shape.format, cursor, model);
    default:
      return [];
  }
}

function textOffers(format: TextFormat, cursor: RuleCursor, model: RuleModel): readonly Offer[] {
  switch (format) {
    case 'field':
      return fieldOffers(cursor, model);
    case 'indexPattern':
      return usedAndUsual(
        model.usage?.().index,
        usualIndexPatterns.map(([text, detail]) => ({ text, detail })),
      );
    case 'tag':
      return usedAndUsual(
        model.usage?.().tags,
        ruleTags.map((text) => ({ text })),
      );
    case 'duration':
      return ['5m', '10m', '15m', '30m', '1h', '12h', '24h'].map((text) => ({
        text,
        detail: `every ${timeInWords(readInterval(text) ?? 0)}`,
      }));
    case 'dateMath':
      return cursor.key === 'from' || cursor.key === 'to' ? windowOffers(cursor.key, model.document.tree?.rule) : historyOffers();
    default:
      return [];
  }
}

/** What other rules use, most used first, then the others that are usual. */
function usedAndUsual(used: readonly UsedText[] = [], usual: readonly Offer[]): readonly Offer[] {
  const details = new Map(usual.map(({ text, detail }) => [text, detail]));
  const known = new Set(used.map(({ text }) => text));
  return [
    ...used.map(({ text, rules }) => {
      const count = rules === 1 ? 'in 1 rule' : `in ${rules} rules`;
      const detail = details.get(text);
      return { text, detail: detail === undefined ? count : `${detail}, ${count}` };
    }),
    ...usual.filter(({ text }) => !known.has(text)),
  ];
}

/** Fields with what was typed in their names. */
function fieldOffers({ prefix }: RuleCursor, { catalog }: RuleModel): readonly Offer[] {
  const typed = prefix.toLowerCase();
  return catalog.names
    .filter((name) => name.toLowerCase().includes(typed))
    .slice(0, mostItems + 1)
    .map((text) => {
      const type = catalog.field(text)?.type;
      return { text, describes: text, ...(type === undefined ? {} : { detail: type }) };
    });
}

function severityOffers(rule: RuleTable | undefined): readonly Offer[] {
  const score = Number(numberAt(rule, 'risk_score')?.value ?? -1);
  return severities.map(({ value, docs, score: usual, least, most }) => ({
    text: value,
    detail: `risk score ${usual}`,
    documentation: docs,
    rank: least <= score && score <= most ? 0 : 1,
  }));
}

function scoreOffers(rule: RuleTable | undefined): readonly Offer[] {
  const severity = stringAt(rule, 'severity')?.value;
  return severities.map(({ value, score }) => ({
    text: String(score),
    bare: true,
    detail: `severity ${value}`,
    rank: value === severity ? 0 : 1,
  }));
}

/** Beginnings of the searched time, with how much they exceed the rule's interval. */
function windowOffers(key: 'from' | 'to', rule: RuleTable | undefined): readonly Offer[] {
  if (key === 'to') return [{ text: 'now', detail: 'the time of the run' }];
  const every = readInterval(stringAt(rule, 'interval')?.value ?? '5m');
  return ['now-6m', 'now-9m', 'now-15m', 'now-30m', 'now-65m', 'now-119m', 'now-25h'].map((text) => {
    const back = readAgo(text) ?? 0;
    const extra = every === undefined ? 0 : back - every;
    const more = extra > 0 ? `, ${timeInWords(extra)} more than the interval` : ', less than the interval';
    return { text, detail: `looks back ${timeInWords(back)}${every === undefined ? '' : more}`, rank: extra > 0 ? 0 : 1 };
  });
}

function historyOffers(): readonly Offer[] {
  return ['now-5d', 'now-7d', 'now-10d', 'now-14d', 'now-30d'].map((text) => ({
    text,
    detail: `${timeInWords(readAgo(text) ?? 0)} before`,
  }));
}

/** A template sets both of its keys. */
function timelineOffers(key: 'timeline_id' | 'timeline_title', tree: RuleTree | undefined): readonly Offer[] {
  return timelineTemplates.map(([id, title]) => {
    const other = key === 'timeline_id' ? ({ key: 'timeline_title', text: title } as const) : ({ key: 'timeline_id', text: id } as const);
    return {
      text: key === 'timeline_id' ? id : title,
      label: title,
      detail: id,
      alsoEdits: tree?.rule === undefined ? [] : settingText(tree, tree.rule, other.key, other.text),
    };
  });
}

function settingText({ writer }: RuleTree, rule: RuleTable, key: string, text: string): readonly TextEdit[] {
  const old = entryOf(rule, key)?.value;
  if (old === undefined) return writer.insertEntries(rule, [[key, text]]);
  return old.kind === 'string' && old.value === text ? [] : writer.replaceValue(old, text);
}
