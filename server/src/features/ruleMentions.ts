/**
 * Ids and names of rules in a rule's file: its own, those that its query looks for among alerts, and ids in its texts. Alerts name the rule
 * they come from: https://www.elastic.co/docs/reference/security/fields-and-object-schemas/alert-schema
 */
import type { TextEdit } from '../base/edit.js';
import { containsSpan, type Span } from '../base/span.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { stringAt, type RuleString } from '../rule/value.js';
import { eqlChildren, type EqlNode, type EqlQuery, type Expr } from '../syntax/eql/ast.js';
import { writeString } from '../syntax/eql/write.js';
import { hasWildcard, kqlChildren, literalText, type KqlNode, type KqlQuery, type Value } from '../syntax/kql/ast.js';
import { escapeKql, quoteKql } from '../syntax/kql/literals.js';
import { walk } from '../syntax/tree.js';
import { contentOf } from './links.js';
import { offsetEdits } from './queryEdits.js';
import type { RuleModel } from './ruleModel.js';

export interface RuleMention {
  readonly kind: 'id' | 'name';
  readonly value: string;
  /** In the file, without quotes. */
  readonly span: Span;
  /** It is the rule's own `rule_id` or `name`. */
  readonly isOwn: boolean;
  /** The edits of the file that write another value there; undefined where its string cannot hold it. */
  readonly write: (value: string) => readonly TextEdit[] | undefined;
}

/** The fields of alerts that hold a rule's id or name; the older names are those of alerts before 8.0. */
const alertFields: Readonly<Record<string, RuleMention['kind']>> = {
  'kibana.alert.rule.rule_id': 'id',
  'kibana.alert.rule.name': 'name',
  'signal.rule.rule_id': 'id',
  'signal.rule.name': 'name',
};

const uuids = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** Of the rule of the model, not of others in its file. Values with wildcards name no rule in particular. */
export function ruleMentions(model: RuleModel): readonly RuleMention[] {
  const { document } = model;
  const own = [...ownMention(model, 'id', 'rule_id'), ...ownMention(model, 'name', 'name')];
  const inQueries = document.queries.flatMap(mentionsInQuery);
  if (document.format !== 'toml') return [...own, ...inQueries];
  const taken = [...own, ...inQueries];
  const inTexts = [...document.text.matchAll(uuids)].flatMap(({ 0: value, index: start }): readonly RuleMention[] => {
    const span = { start, end: start + value.length };
    if (taken.some((mention) => containsSpan(mention.span, span))) return [];
    const write = (text: string): readonly TextEdit[] | undefined => (/^[\w-]+$/.test(text) ? [{ span, newText: text }] : undefined);
    return [{ kind: 'id', value, span, isOwn: false, write }];
  });
  return [...taken, ...inTexts];
}

function ownMention({ document: { tree } }: RuleModel, kind: RuleMention['kind'], key: string): readonly RuleMention[] {
  const value: RuleString | undefined = stringAt(tree?.rule, key);
  if (tree === undefined || value === undefined || value.value.trim() === '') return [];
  return [{ kind, value: value.value, span: contentOf(value), isOwn: true, write: (text) => tree.writer.replaceValue(value, text) }];
}

interface QueryValue {
  readonly field: string;
  readonly value: string;
  /** Of the value with its quotes; in the query. */
  readonly span: Span;
  readonly quotes: number;
  readonly write: (value: string) => string;
}

function mentionsInQuery(region: QueryRegion): readonly RuleMention[] {
  const { parsed, map } = region;
  if (parsed === undefined || !/\brule\.(?:rule_id|name)\b/.test(parsed.text)) return [];
  const values = parsed.language === 'eql' ? eqlValues(parsed.tree) : kqlValues(parsed.tree);
  return values.flatMap(({ field, value, span, quotes, write }): readonly RuleMention[] => {
    const kind = alertFields[field];
    if (kind === undefined) return [];
    const content = { start: span.start + quotes, end: span.end - quotes };
    const edits = (text: string): readonly TextEdit[] | undefined => offsetEdits([{ span, newText: write(text) }], region);
    return [{ kind, value, span: map.spanToFile(content), isOwn: false, write: edits }];
  });
}

function eqlValues(tree: EqlQuery): readonly QueryValue[] {
  const found: QueryValue[] = [];
  const add = (subject: Expr, value: Expr): void => {
    if (subject.kind !== 'field' || value.kind !== 'string' || value.raw || /[*?]/.test(value.value)) return;
    found.push({ field: subject.name, value: value.value, span: value.span, quotes: 1, write: writeString });
  };
  walk<EqlNode>(tree, eqlChildren, (node) => {
    if (node.kind === 'comparison') {
      add(node.left, node.right);
      add(node.right, node.left);
    } else if (node.kind === 'listTest') for (const value of node.values) add(node.subject, value);
  });
  return found;
}

function kqlValues(tree: KqlQuery): readonly QueryValue[] {
  const found: QueryValue[] = [];
  const add = (field: string, value: Value): void => {
    if (value.kind !== 'literal') {
      if (value.kind === 'valueGroup') add(field, value.inner);
      else if (value.kind === 'valueNot') add(field, value.operand);
      else if (value.kind === 'valueAnd' || value.kind === 'valueOr') for (const operand of value.operands) add(field, operand);
      return;
    }
    if (hasWildcard(value) && !value.quoted) return;
    const { quoted, span } = value;
    const write = (text: string): string => (quoted ? quoteKql(text) : (escapeKql([text]) ?? quoteKql(text)));
    found.push({ field, value: literalText(value), span, quotes: quoted ? 1 : 0, write });
  };
  walk<KqlNode>(tree, kqlChildren, (node) => {
    if (node.kind === 'match' && node.field !== undefined) add(literalText(node.field), node.value);
  });
  return found;
}
