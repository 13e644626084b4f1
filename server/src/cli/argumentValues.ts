/** The texts of arguments to values, with what is wrong with them in a sentence. */
import { InvalidArgumentError } from 'commander';
import { parseInstant } from '../events/time.js';

export function countOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number, such as 20.');
  return Number(text);
}

export function percentOf(text: string): number {
  if (!/^(?:\d\d?|100)$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0 to 100, such as 90.');
  return Number(text);
}

export function lineOf(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be the number of a line, counted from 1.');
  return Number(text);
}

export function filledIn(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must have a letter at least.');
  return text;
}

export function timeOf(text: string): string {
  if (parseInstant(text) === undefined)
    throw new InvalidArgumentError('It must be ISO 8601, such as 2026-03-02T10:00:00Z, or epoch milliseconds.');
  return text;
}
