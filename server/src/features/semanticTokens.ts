/**
 * Semantic tokens: what the grammars cannot tell. Join keys stand out from other fields, and values that ECS lists for their field from
 * other texts; keywords, operators and numbers are left to the grammars.
 */
import { SemanticTokenModifiers, SemanticTokenTypes, type SemanticTokens } from 'vscode-languageserver-types';
import type { Span } from '../base/span.js';
import type { ParsedQuery, QueryRegion } from '../rule/ruleDocument.js';
import type { FieldCatalog } from '../schema/catalog.js';
import { findFunction } from '../schema/functions.js';
import { eqlChildren, type EqlNode, type EqlQuery } from '../syntax/eql/ast.js';
import { kqlChildren, literalText, type KqlNode, type KqlQuery } from '../syntax/kql/ast.js';
import { walk } from '../syntax/tree.js';
import { semanticLegend } from './announced.js';
import { comparedField } from './hover/subject.js';
import { fieldOccurrences } from './occurrences.js';
import type { RuleModel } from './ruleModel.js';

const { tokenTypes: types, tokenModifiers: modifiers } = semanticLegend;

interface Token {
  /** Into the query's text. */
  readonly span: Span;
  readonly type: (typeof types)[number];
  readonly modifier?: (typeof modifiers)[number];
}

/** Undefined for a file without a query that is parsed: other providers then have their say. */
export function semanticTokens(model: RuleModel): SemanticTokens | undefined {
  const { lines, rules } = model;
  if (rules.every(({ document }) => document.queries.every(({ parsed }) => parsed === undefined))) return undefined;
  const data: number[] = [];
  let [lastLine, lastCharacter] = [0, 0];
  for (const { span, type, modifier } of rules.flatMap(ruleTokens).sort(byStart)) {
    const start = lines.positionAt(span.start);
    const end = lines.positionAt(span.end);
    // A token stands on one line; a name or text that a line break splits is left to the grammar.
    if (start.line !== end.line) continue;
    const character = start.line === lastLine ? start.character - lastCharacter : start.character;
    const modifierBits = modifier === undefined ? 0 : 1 << modifiers.indexOf(modifier);
    data.push(start.line - lastLine, character, span.end - span.start, types.indexOf(type), modifierBits);
    [lastLine, lastCharacter] = [start.line, start.character];
  }
  return { data };
}

function ruleTokens({ document, catalog }: RuleModel): readonly Token[] {
  return document.queries.flatMap((region) => tokensOf(region, catalog));
}

function byStart(a: Token, b: Token): number {
  return a.span.start - b.span.start;
}

/** With spans of the file. */
function tokensOf({ parsed, map }: QueryRegion, catalog: FieldCatalog): readonly Token[] {
  if (parsed === undefined) return [];
  const others = parsed.language === 'eql' ? eqlTokens(parsed.tree, catalog) : kqlTokens(parsed.tree, catalog);
  return [...fieldTokens(parsed), ...others].map((token) => ({ ...token, span: map.spanToFile(token.span) }));
}

function fieldTokens(parsed: ParsedQuery): readonly Token[] {
  return fieldOccurrences(parsed).map(({ span, joinKey }) => ({
    span,
    type: SemanticTokenTypes.property,
    ...(joinKey === undefined ? {} : { modifier: SemanticTokenModifiers.readonly }),
  }));
}

function eqlTokens(tree: EqlQuery, catalog: FieldCatalog): readonly Token[] {
  const tokens: Token[] = [];
  const visit = (node: EqlNode, parent: EqlNode | undefined): void => {
    if (node.kind === 'category' && !node.any) tokens.push({ span: node.span, type: SemanticTokenTypes.type });
    if (node.kind === 'call' && findFunction(node.name) !== undefined) {
      tokens.push({ span: node.nameSpan, type: SemanticTokenTypes.function, modifier: SemanticTokenModifiers.defaultLibrary });
    }
    const field = node.kind === 'string' ? comparedField(node, parent) : undefined;
    if (node.kind === 'string' && isListed(field, node.value, catalog))
      tokens.push({ span: node.span, type: SemanticTokenTypes.enumMember });
    for (const child of eqlChildren(node)) visit(child, node);
  };
  visit(tree, undefined);
  return tokens;
}

function kqlTokens(tree: KqlQuery, catalog: FieldCatalog): readonly Token[] {
  const tokens: Token[] = [];
  walk<KqlNode>(tree, kqlChildren, (node) => {
    if (node.kind !== 'match' || node.field === undefined) return;
    const field = literalText(node.field);
    walk<KqlNode>(node.value, kqlChildren, (value) => {
      if (value.kind === 'literal' && isListed(field, literalText(value), catalog)) {
        tokens.push({ span: value.span, type: SemanticTokenTypes.enumMember });
      }
    });
  });
  return tokens;
}

/** Whether ECS allows only certain values for the field and this is one of them. */
function isListed(field: string | undefined, value: string, catalog: FieldCatalog): boolean {
  const values = field === undefined ? undefined : catalog.field(field)?.values;
  return values?.closed === true && values.list.some(({ name }) => name === value);
}
