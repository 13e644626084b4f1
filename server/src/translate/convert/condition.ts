/** Conditions on their way from one query language to the other: both write `and`, `or`, `not` and parentheses the same way. */
import { assertNever } from '../../base/invariant.js';

export interface Leaf {
  readonly kind: 'leaf';
  readonly text: string;
  /** The negation, where there is a shorter one than `not` before the text. */
  readonly negated?: Condition;
  /** A test that the field has a value, which must stand beside the leaf below a `not`: without it the leaf might be null there. */
  readonly guard?: string;
  /** The event category, where the leaf tests nothing else. */
  readonly category?: string;
}

/** What a query means, between the language it is read in and the one it is written in. */
export type Condition =
  | Leaf
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'constant'; readonly value: boolean };

export function leaf(text: string, more: Omit<Leaf, 'kind' | 'text'> = {}): Leaf {
  return { kind: 'leaf', text, ...more };
}

export function constant(value: boolean): Condition {
  return { kind: 'constant', value };
}

export function all(operands: readonly Condition[]): Condition {
  return chain('and', operands);
}

export function any(operands: readonly Condition[]): Condition {
  return chain('or', operands);
}

function chain(kind: 'and' | 'or', operands: readonly Condition[]): Condition {
  const neutral = kind === 'and';
  const flat = operands
    .flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]))
    .filter((operand) => operand.kind !== 'constant' || operand.value !== neutral);
  const decided = flat.find((operand) => operand.kind === 'constant');
  if (decided !== undefined) return decided;
  const [first, ...others] = flat;
  if (first === undefined) return constant(neutral);
  return others.length === 0 ? first : { kind, operands: flat };
}

export function not(operand: Condition): Condition {
  switch (operand.kind) {
    case 'constant':
      return constant(!operand.value);
    case 'not':
      return operand.operand;
    case 'leaf':
      return operand.negated ?? { kind: 'not', operand: guarded(operand) };
    case 'and':
    case 'or':
      return { kind: 'not', operand: guarded(operand) };
    default:
      return assertNever(operand);
  }
}

function guarded(condition: Condition): Condition {
  switch (condition.kind) {
    case 'leaf':
      return condition.guard === undefined ? condition : all([leaf(condition.guard), leaf(condition.text)]);
    case 'and':
      return all(condition.operands.map(guarded));
    case 'or':
      return any(condition.operands.map(guarded));
    case 'not':
    case 'constant':
      return condition;
    default:
      return assertNever(condition);
  }
}

/** How the language says that all events match, and that none does. */
export interface ConstantWords {
  readonly always: string;
  readonly never: string;
}

/** Chains of the other kind stand in parentheses, also where they need none. */
export function writeCondition(condition: Condition, words: ConstantWords): string {
  switch (condition.kind) {
    case 'leaf':
      return condition.text;
    case 'constant':
      return condition.value ? words.always : words.never;
    case 'not':
      return `not ${inParentheses(condition.operand, words)}`;
    case 'and':
    case 'or':
      return condition.operands.map((operand) => inParentheses(operand, words)).join(` ${condition.kind} `);
    default:
      return assertNever(condition);
  }
}

function inParentheses(condition: Condition, words: ConstantWords): string {
  const text = writeCondition(condition, words);
  return condition.kind === 'and' || condition.kind === 'or' ? `(${text})` : text;
}
