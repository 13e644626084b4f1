/** TOM005 and TOM007: values of another kind than their key takes, and values that are not among those allowed. */
import type { Fix, Problem } from '../../base/problem.js';
import { enumProblem } from '../../rule/enumProblem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { plainOf, type Plain, type RuleEntry, type RuleValue } from '../../rule/value.js';
import { shapeName } from '../../schema/ruleKeys.js';
import type { KeyShape } from '../../schema/ruleKeysRow.js';
import { replacing, safely } from './repairs.js';

/** What is wrong with the value of a key and with the elements of a list; the tables in it are looked at by themselves. */
export function valueProblems(tree: RuleTree, { key, value }: RuleEntry, shape: KeyShape): readonly Problem[] {
  return shapeProblems(tree, value, shape, `\`${key}\``);
}

/** Whether there is surely nothing to say of the value, as of most. */
export function isFine(value: RuleValue, shape: KeyShape): boolean {
  switch (shape.kind) {
    case 'list':
      return value.kind === 'array' && areFine(value.elements, shape.of);
    case 'enum':
      return value.kind === 'string' && shape.values.some((each) => each.value === value.value);
    case 'oneOf':
      return shape.shapes.some((each) => isFine(value, each));
    default:
      return fits(value, shape);
  }
}

function areFine(values: readonly RuleValue[], shape: KeyShape): boolean {
  return values.every((value) => isFine(value, shape));
}

function shapeProblems(tree: RuleTree, value: RuleValue, shape: KeyShape, name: string): readonly Problem[] {
  if (value.kind === 'null') return [];
  if (!fits(value, shape)) return [wrongKind(tree, value, shape, name)];
  if (shape.kind === 'oneOf') {
    const chosen = shape.shapes.find((each) => fits(value, each));
    return chosen === undefined ? [] : shapeProblems(tree, value, chosen, name);
  }
  if (shape.kind === 'enum' && value.kind === 'string') return shape.checkedApart === true ? [] : enumProblem(value, shape, tree.writer);
  if (shape.kind !== 'list' || value.kind !== 'array') return [];
  return value.elements.flatMap((element) => shapeProblems(tree, element, shape.of, `An element of ${name}`));
}

/** Whether the value is of the kind; what a list holds is not looked at. */
function fits(value: RuleValue, shape: KeyShape): boolean {
  switch (shape.kind) {
    case 'string':
    case 'enum':
      return value.kind === 'string';
    case 'integer':
      return value.kind === 'integer';
    case 'boolean':
      return value.kind === 'boolean';
    case 'list':
      return value.kind === 'array';
    case 'table':
      return value.kind === 'table';
    case 'oneOf':
      return shape.shapes.some((each) => fits(value, each));
    case 'any':
      return true;
  }
}

const kinds: Readonly<Record<RuleValue['kind'], string>> = {
  string: 'text',
  integer: 'a number',
  float: 'a number with a fraction',
  boolean: 'true or false',
  date: 'a date',
  null: 'null',
  array: 'a list',
  table: 'a table',
};

function wrongKind(tree: RuleTree, value: RuleValue, shape: KeyShape, name: string): Problem {
  const message = `${name} is ${shapeName(shape)}, not ${kinds[value.kind]}`;
  return { code: 'TOM005', span: value.span, message, fixes: conversion(tree, value, shape) };
}

/** The value as it was surely meant. */
function conversion(tree: RuleTree, value: RuleValue, shape: KeyShape): readonly Fix[] {
  const converted = convert(value, shape);
  return converted === undefined ? [] : safely(replacing(tree, value, converted, `Write it as \`${tree.writer.literal(converted)}\``));
}

function convert(value: RuleValue, shape: KeyShape): Plain | undefined {
  if (shape.kind === 'oneOf') return shape.shapes.map((each) => convert(value, each)).find((each) => each !== undefined);
  const plain = plainOf(value);
  if (shape.kind === 'list' && value.kind !== 'array') {
    const element = fits(value, shape.of) ? plain : convert(value, shape.of);
    return element === undefined ? undefined : [element];
  }
  if (value.kind === 'array') {
    const [only] = value.elements;
    return value.elements.length === 1 && only !== undefined && fits(only, shape) ? plainOf(only) : undefined;
  }
  return convertScalar(plain, shape);
}

function convertScalar(plain: Plain, shape: KeyShape): Plain | undefined {
  if (shape.kind === 'integer' && typeof plain === 'string' && /^\s*-?\d{1,15}\s*$/.test(plain)) return Number(plain);
  if (shape.kind === 'integer' && typeof plain === 'number' && Number.isInteger(plain)) return plain;
  if (shape.kind === 'boolean' && (plain === 'true' || plain === 'false')) return plain === 'true';
  if (
    (shape.kind === 'string' || shape.kind === 'enum') &&
    (typeof plain === 'number' || typeof plain === 'bigint' || typeof plain === 'boolean')
  )
    return String(plain);
  return undefined;
}
