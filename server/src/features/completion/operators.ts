/** The operators that suit what stands before the cursor. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { familyOf, type FieldFamily } from '../../schema/fieldType.js';
import type { EqlFunction } from '../../schema/functions.js';
import { eqlOperators, kqlOperators, operatorsFor, type OperatorRow } from '../../schema/operators.js';
import { type Candidate, type Insertion, spaceBefore, spaceAfter, type Surroundings } from './candidate.js';

type OperatorWant = { readonly field: string } | { readonly result: EqlFunction['result'] };

export function eqlOperatorCandidates(surroundings: Surroundings, want: OperatorWant): readonly Candidate[] {
  const family = 'field' in want ? fieldFamily(surroundings, want.field) : resultFamilies[want.result];
  // A text field is compared through its keyword sub-field, where it has one.
  const rows = operatorsFor(eqlOperators, family === 'text' ? 'keyword' : family);
  return rows.map((row, index) => candidateOf(row, index, eqlInsertion(row.operator, surroundings)));
}

export function kqlOperatorCandidates(surroundings: Surroundings, want: OperatorWant): readonly Candidate[] {
  if (!('field' in want) || !isField(surroundings, want.field)) return [];
  const rows = operatorsFor(kqlOperators, fieldFamily(surroundings, want.field));
  return rows.map((row, index) => candidateOf(row, index, kqlInsertion(row.operator, surroundings)));
}

const resultFamilies: Readonly<Record<EqlFunction['result'], FieldFamily>> = {
  string: 'keyword',
  number: 'decimal',
  integer: 'integer',
  boolean: 'boolean',
};

function isField({ catalog }: Surroundings, name: string): boolean {
  return catalog.field(name) !== undefined || catalog.isObject(name);
}

/** Unknown fields are taken for keywords. */
function fieldFamily({ catalog }: Surroundings, name: string): FieldFamily {
  const field = catalog.field(name);
  if (field === undefined) return catalog.isObject(name) ? 'object' : 'keyword';
  return familyOf(field.type);
}

function candidateOf({ operator, summary }: OperatorRow, index: number, insertion: Insertion): Candidate {
  return {
    label: operator,
    kind: CompletionItemKind.Operator,
    insertion,
    rank: index / 100,
    documentation: summary,
    continues: true,
  };
}

function eqlInsertion(operator: string, surroundings: Surroundings): Insertion {
  const before = `${spaceBefore(surroundings)}${operator}`;
  // The list of the operator that stood here stays.
  if (/^\s*\(/.test(surroundings.text.slice(surroundings.end))) return [`${before}${spaceAfter(surroundings)}`];
  return operator.includes('in') && /\bin~?$/.test(operator)
    ? [`${before} (`, { placeholder: '' }, ')']
    : [`${before}${spaceAfter(surroundings)}`];
}

/** `:` stands directly after the field, as most rules write it. */
function kqlInsertion(operator: string, surroundings: Surroundings): Insertion {
  if (operator === ':{') return [':{ ', { placeholder: '' }, ' }'];
  if (operator.startsWith(':')) return [operator];
  return [`${spaceBefore(surroundings)}${operator}${spaceAfter(surroundings)}`];
}
