/**
 * What a query's conditions mean, whatever language they are written in: a small tree for checks that compare conditions with one another.
 * What such checks have nothing to say about (function calls, arithmetic, free text, nested objects) stands in it as it is written.
 */
import type { Span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { Category } from '../../syntax/eql/ast.js';
import type { TextList } from '../../syntax/eql/textList.js';
import { nodesByKind } from '../../syntax/tree.js';
import { oncePer } from '../../base/oncePer.js';
import { foldPattern, type Pattern } from './pattern.js';

/** `span` includes the parentheses around the condition; `grouped` says that there are some. */
interface ConditionBase {
  readonly span: Span;
  readonly grouped: boolean;
}

/** Two or more operands at one level. */
export interface Logic extends ConditionBase {
  readonly kind: 'all' | 'any';
  readonly operands: readonly Condition[];
}

/** Also the `!=` and `not in` of EQL. */
interface Negation extends ConditionBase {
  readonly kind: 'not';
  readonly operand: Condition;
}

interface Constant extends ConditionBase {
  readonly kind: 'constant';
  readonly value: boolean;
}

/** A value as the condition gives it. Numbers and booleans are the text they are written as. */
export interface TestValue {
  readonly text: string;
  readonly pattern: Pattern;
  readonly span: Span;
  /** Written in quotes, or, in KQL, an unquoted word. */
  readonly isText: boolean;
  /** A pattern of KQL with white space, any part of which may match on fields of other types than keyword. */
  readonly cutAtSpaces?: true;
  /** Several words of KQL in quotes: in analysed text they have to stand together, without quotes any of them is enough. */
  readonly isPhrase?: true;
}

export type Relation = 'matches' | 'exists' | '<' | '<=' | '>' | '>=';

/** One field against constants; `matches` is true where a value of the field is one of `values`. */
export interface Test extends ConditionBase {
  readonly kind: 'test';
  readonly field: string;
  readonly fieldSpan: Span;
  /** Marked with `?` in EQL. */
  readonly optional: boolean;
  readonly relation: Relation;
  /** ASCII letters of either case are the same. */
  readonly ignoresCase: boolean;
  /** `*` (and `?` in EQL) are wildcards. */
  readonly takesPatterns: boolean;
  readonly values: readonly TestValue[];
  /** What `values` are, of an EQL query, where that is a long list of plain texts: for who can do without the place of each. */
  readonly list?: TextList;
}

interface OtherCondition extends ConditionBase {
  readonly kind: 'other';
  readonly source: string;
}

/** What a condition of either language means, so that one check serves both. */
export type Condition = Logic | Negation | Constant | Test | OtherCondition;

/** A whole condition of a query: of a KQL query, of an EQL query or of one item of a sequence. */
export interface ConditionRoot {
  readonly language: 'eql' | 'kuery';
  readonly condition: Condition;
  /** Of EQL. */
  readonly category: Category | undefined;
  /** Of the whole query; spans are offsets into it. */
  readonly text: string;
}

/** A test and what stands around it. */
export interface TestPlace {
  readonly test: Test;
  readonly root: ConditionRoot;
  readonly catalog: FieldCatalog;
}

/** The operands with those of nested `all`s or `any`s in their place. */
export function flattened(condition: Condition, kind: 'all' | 'any'): readonly Condition[] {
  if (condition.kind !== kind) return [condition];
  const { operands } = condition;
  return operands.some((operand) => operand.kind === kind) ? operands.flatMap((operand) => flattened(operand, kind)) : operands;
}

export function conditionChildren(condition: Condition): readonly Condition[] {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.operands;
  return condition.kind === 'not' ? [condition.operand] : [];
}

/** Whether the value has wildcards. */
export function isPattern({ text, pattern }: Pick<TestValue, 'text' | 'pattern'>): boolean {
  return text !== pattern;
}

/** `conditionNodes(root)('test')` are all tests of the condition, in source order. */
export const conditionNodes = oncePer(({ condition }: ConditionRoot) => nodesByKind(condition, conditionChildren));

/** The same for conditions that say the same in other words: order of operands and values, parentheses. */
export const conditionKey: (condition: Condition) => string = oncePer(keyOf);

function keyOf(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const keys = flattened(condition, condition.kind).map(conditionKey);
      return `${condition.kind}(${[...new Set(keys)].sort().join(' ')})`;
    }
    case 'not':
      return condition.operand.kind === 'not' ? conditionKey(condition.operand.operand) : `not(${conditionKey(condition.operand)})`;
    case 'constant':
      return String(condition.value);
    case 'test': {
      const { field, relation, ignoresCase, takesPatterns, values } = condition;
      const texts = values.map((value) => `${formOf(value)}${ignoresCase ? foldPattern(value.pattern) : value.pattern}`);
      return JSON.stringify([field, relation, ignoresCase, takesPatterns && values.some(isPattern), [...new Set(texts)].sort()]);
    }
    case 'other':
      return JSON.stringify(condition.source);
  }
}

function formOf({ isPhrase, isText }: TestValue): string {
  if (isPhrase === true) return '""';
  return isText ? '"' : '';
}
