/** The options of sequences: `with maxspan=30s` and `with runs=3`. */
import type { CstNode, IToken } from 'chevrotain';
import { span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { Maxspan, Runs } from './ast.js';
import { tokenOf, tokensOf } from './cst.js';
import { quotedText } from './groups.js';
import { coverTokens, formatSpan, spanUnits } from './literals.js';
import { fix, type Reporter } from './report.js';
import * as t from './tokens.js';

/** `with name = value`, as far as it is there. */
export interface Option {
  readonly span: Span;
  readonly name: IToken | undefined;
  readonly value: readonly IToken[];
  readonly valueSpan: Span;
}

export function readOption(node: CstNode, wanted: 'maxspan' | 'runs', reporter: Reporter): Option {
  const withToken = tokenOf(node, 'With');
  const tokens = tokensOf(node, 'AnyToken');
  const start = withToken?.startOffset ?? 0;
  const at = withToken === undefined ? 0 : tokenEnd(withToken);
  const [first, second] = tokens;
  const name = first?.tokenType === t.Identifier || first?.tokenType === t.Maxspan ? first : undefined;
  if (name === undefined) reporter.expected(at, `\`${wanted}\` is missing after \`with\``);
  const assign = name === undefined ? first : second;
  const hasAssign = assign?.tokenType === t.Assign || assign?.tokenType === t.Equal;
  const before = (name === undefined ? 0 : 1) + (hasAssign ? 1 : 0);
  if (name !== undefined) checkAssign(name, hasAssign ? assign : undefined, reporter);
  const value = tokens.slice(before);
  const [firstValue] = value;
  const end = lastEnd(tokens, at);
  const valueSpan = firstValue === undefined ? span(end, end) : span(firstValue.startOffset, end);
  return { span: span(start, end), name, value, valueSpan };
}

function checkAssign(name: IToken, assign: IToken | undefined, reporter: Reporter): void {
  if (assign === undefined) {
    reporter.expected(tokenEnd(name), `\`=\` and a value are missing after \`${name.image}\``);
  } else if (assign.tokenType === t.Equal) {
    reporter.syntax(tokenSpan(assign), `\`${name.image}\` takes a single \`=\``, fix('Change to `=`', tokenSpan(assign), '=', 'preferred'));
  }
}

function lastEnd(tokens: readonly IToken[], fallback: number): number {
  const last = tokens.at(-1);
  return last === undefined ? fallback : tokenEnd(last);
}

export function buildMaxspan(option: Option, reporter: Reporter): Maxspan {
  return { kind: 'maxspan', span: option.span, valueSpan: option.valueSpan, milliseconds: readInterval(option, reporter) };
}

function readInterval({ value, valueSpan, name }: Option, reporter: Reporter): number | undefined {
  const [number, unit] = value;
  if (number === undefined) {
    if (name !== undefined) reporter.expected(valueSpan.end, 'A time is missing, such as `maxspan=30s`');
    return undefined;
  }
  if (number.tokenType !== t.Integer && number.tokenType !== t.Decimal) {
    reporter.syntax(valueSpan, 'The time is a whole number and a unit, such as `maxspan=30s`', ...quotedTime(number, value));
    return undefined;
  }
  reportRest(value.slice(2), reporter);
  if (number.tokenType === t.Decimal) return decimalInterval(number, unit, reporter);
  const place = tokenSpan(number);
  if (BigInt(number.image) === 0n) {
    reporter.syntax(place, 'The time must be more than zero');
    return undefined;
  }
  if (unit === undefined) {
    const withUnit = `${number.image}s`;
    reporter.syntax(place, `The time has no unit; did you mean \`${withUnit}\`?`, fix(`Change to \`${withUnit}\``, place, withUnit));
    return undefined;
  }
  return intervalOf(Number(number.image), unit, reporter);
}

function intervalOf(count: number, unit: IToken, reporter: Reporter): number | undefined {
  const size = Object.hasOwn(spanUnits, unit.image) ? spanUnits[unit.image] : undefined;
  if (size !== undefined) return count * size;
  const place = tokenSpan(unit);
  const meant = meantUnit(unit.image);
  const fixes = meant === undefined ? [] : [fix(`Change to \`${meant}\``, place, meant)];
  reporter.syntax(place, `\`${unit.image}\` is not a unit of time; use \`ms\`, \`s\`, \`m\`, \`h\` or \`d\``, ...fixes);
  return undefined;
}

/** `min` and `Minutes` mean `m`. */
function meantUnit(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (/^(?:ms|millis|milliseconds?)$/.test(lower)) return 'ms';
  return /^(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)$/.test(lower) ? lower[0] : undefined;
}

function decimalInterval(number: IToken, unit: IToken | undefined, reporter: Reporter): undefined {
  const size = unit === undefined ? undefined : spanUnits[unit.image];
  const exact = size === undefined ? NaN : Number(number.image) * size;
  const message = 'The time must be a whole number of its unit';
  if (unit === undefined || !Number.isSafeInteger(exact) || exact === 0) {
    reporter.syntax(tokenSpan(number), message);
  } else {
    const whole = formatSpan(exact);
    reporter.syntax(tokenSpan(number), `${message}; write \`${whole}\``, fix(`Change to \`${whole}\``, coverTokens(number, unit), whole));
  }
  return undefined;
}

function quotedTime(token: IToken, value: readonly IToken[]): readonly ReturnType<typeof fix>[] {
  const time = /^["'](\d+(?:ms|[smhd]))["']$/.exec(token.image)?.[1];
  return time === undefined || value.length > 1 ? [] : [fix('Remove the quotes', tokenSpan(token), time, 'preferred')];
}

function reportRest(tokens: readonly IToken[], reporter: Reporter): void {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return;
  const text = quotedText(tokens);
  reporter.syntax(coverTokens(first, last), `\`${text}\` is not expected here`);
}

const mostRuns = 100;

export function buildRuns(option: Option, reporter: Reporter): Runs {
  return { kind: 'runs', span: option.span, valueSpan: option.valueSpan, count: readRuns(option, reporter) };
}

function readRuns({ value, valueSpan, name }: Option, reporter: Reporter): number | undefined {
  const [number] = value;
  if (number === undefined) {
    if (name !== undefined) reporter.expected(valueSpan.end, 'A number is missing, such as `runs=3`');
    return undefined;
  }
  reportRest(number.tokenType === t.Integer || number.tokenType === t.Decimal ? value.slice(1) : [], reporter);
  const count = number.tokenType === t.Integer ? Number(number.image) : NaN;
  if (count >= 1 && count <= mostRuns) return count;
  const place = Number.isNaN(count) && number.tokenType !== t.Decimal ? valueSpan : tokenSpan(number);
  reporter.report({ code: 'EQL107', span: place, message: `\`runs\` takes a whole number from 1 to ${mostRuns}` });
  return undefined;
}
