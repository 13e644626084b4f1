/**
 * The functions of EQL, one row each: the checker reads the signatures, the evaluator's implementations are keyed by these names,
 * completion, hover and signature help show the texts.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref
 */
import type { NumberOperator } from './numbers/arithmetic.js';

/** What an argument accepts. `any` takes every type; an `integer` is a number without fraction. */
export type ArgumentType = 'string' | 'number' | 'integer' | 'boolean' | 'ip' | 'any';

export interface Parameter {
  readonly name: string;
  readonly type: ArgumentType;
  readonly optional?: boolean;
  /** May be given any number of times, but at least once; last parameter only. */
  readonly repeated?: boolean;
  /** Elasticsearch wants a constant here. */
  readonly constant?: boolean;
}

export interface EqlFunction {
  /** Canonical spelling; matched in any case. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly result: 'string' | 'number' | 'integer' | 'boolean';
  /** Of a function that does what an operator does. */
  readonly operator?: NumberOperator;
  /** Whether the `~` form exists. */
  readonly caseInsensitiveForm: boolean;
  /** One or two sentences in plain words. */
  readonly summary: string;
  /** A short query fragment and its value. */
  readonly example: string;
}

const text: Parameter = { name: 'source', type: 'string' };
const needle: Parameter = { name: 'substring', type: 'string' };
const twoNumbers: readonly Parameter[] = [
  { name: 'left', type: 'number' },
  { name: 'right', type: 'number' },
];

export const eqlFunctions: readonly EqlFunction[] = [
  {
    name: 'add',
    parameters: twoNumbers,
    result: 'number',
    operator: '+',
    caseInsensitiveForm: false,
    summary: 'The sum of two numbers, as `left + right`.',
    example: 'add(4, 0.5) is 4.5',
  },
  {
    name: 'between',
    parameters: [
      text,
      { name: 'left', type: 'string' },
      { name: 'right', type: 'string' },
      { name: 'greedy', type: 'boolean', optional: true },
    ],
    result: 'string',
    caseInsensitiveForm: true,
    summary:
      'The text between the first `left` and the next `right` after it; with `greedy` true, up to the last `right`. Empty when one of them does not occur; the whole source when one of them is empty.',
    example: 'between("svc --port=8443 --tls", "--port=", " ") is "8443"',
  },
  {
    name: 'cidrMatch',
    parameters: [
      { name: 'address', type: 'ip' },
      { name: 'network', type: 'string', repeated: true, constant: true },
    ],
    result: 'boolean',
    caseInsensitiveForm: false,
    summary: 'True if the IP address lies in one of the networks, written in CIDR notation. IPv4 and IPv6.',
    example: 'cidrMatch(source.ip, "10.0.0.0/8", "fc00::/7") is true for 10.1.2.3',
  },
  {
    name: 'concat',
    parameters: [{ name: 'value', type: 'any', repeated: true }],
    result: 'string',
    caseInsensitiveForm: false,
    summary: 'The values written one after the other as text; null if one of them is null.',
    example: 'concat(user.domain, "\\\\", user.name) is "CORP\\\\ada"',
  },
  {
    name: 'divide',
    parameters: twoNumbers,
    result: 'number',
    operator: '/',
    caseInsensitiveForm: false,
    summary: 'The quotient of two numbers, as `left / right`. Two integers give an integer: the fraction is cut off.',
    example: 'divide(7, 2) is 3, divide(7, 2.0) is 3.5',
  },
  {
    name: 'endsWith',
    parameters: [text, needle],
    result: 'boolean',
    caseInsensitiveForm: true,
    summary: 'True if the source ends with the substring. `endsWith~` ignores case.',
    example: 'endsWith(file.name, ".lnk") is true for "Invoice.lnk"',
  },
  {
    name: 'indexOf',
    parameters: [text, needle, { name: 'start', type: 'integer', optional: true }],
    result: 'integer',
    caseInsensitiveForm: true,
    summary: 'The first place of the substring in the source at or after `start`, counted from 0; null when it does not occur.',
    example: 'indexOf("rundll32.exe", ".") is 8',
  },
  {
    name: 'length',
    parameters: [text],
    result: 'integer',
    caseInsensitiveForm: false,
    summary: 'The number of characters, counted in UTF-16 units as Java does.',
    example: 'length("cmd.exe") is 7',
  },
  {
    name: 'modulo',
    parameters: twoNumbers,
    result: 'number',
    operator: '%',
    caseInsensitiveForm: false,
    summary: 'The remainder of a division, as `left % right`. It has the sign of `left`.',
    example: 'modulo(-7, 3) is -1',
  },
  {
    name: 'multiply',
    parameters: twoNumbers,
    result: 'number',
    operator: '*',
    caseInsensitiveForm: false,
    summary: 'The product of two numbers, as `left * right`.',
    example: 'multiply(3, 4) is 12',
  },
  {
    name: 'number',
    parameters: [text, { name: 'base', type: 'integer', optional: true, constant: true }],
    result: 'number',
    caseInsensitiveForm: false,
    summary:
      'The text read as a number, in base 10 unless `base` says otherwise; `0x` means base 16. Text that is no number fails the search.',
    example: 'number("0x1f4") is 500',
  },
  {
    name: 'startsWith',
    parameters: [text, needle],
    result: 'boolean',
    caseInsensitiveForm: true,
    summary: 'True if the source starts with the substring. `startsWith~` ignores case.',
    example: 'startsWith~(process.name, "POWER") is true for "powershell.exe"',
  },
  {
    name: 'string',
    parameters: [{ name: 'value', type: 'any' }],
    result: 'string',
    caseInsensitiveForm: false,
    summary: 'The value written as text.',
    example: 'string(process.pid) is "4211" for the number 4211',
  },
  {
    name: 'stringContains',
    parameters: [text, needle],
    result: 'boolean',
    caseInsensitiveForm: true,
    summary: 'True if the source contains the substring. `stringContains~` ignores case.',
    example: 'stringContains(process.command_line, " -enc ") is true for "powershell -enc aQBl"',
  },
  {
    name: 'substring',
    parameters: [text, { name: 'start', type: 'integer' }, { name: 'end', type: 'integer', optional: true }],
    result: 'string',
    caseInsensitiveForm: false,
    summary: 'The part of the source from `start` up to, but not including, `end`, counted from 0. Negative places count from the end.',
    example: 'substring("explorer.exe", -4) is ".exe"',
  },
  {
    name: 'subtract',
    parameters: twoNumbers,
    result: 'number',
    operator: '-',
    caseInsensitiveForm: false,
    summary: 'The difference of two numbers, as `left - right`.',
    example: 'subtract(10, 4) is 6',
  },
  {
    name: 'wildcard',
    parameters: [text, { name: 'pattern', type: 'string', repeated: true, constant: true }],
    result: 'boolean',
    caseInsensitiveForm: true,
    summary:
      'True if the whole source matches one of the patterns: `*` is any run of characters, `?` any one. `like` says the same and is shorter.',
    example: 'wildcard(file.path, "/tmp/*", "/var/tmp/*") is true for "/tmp/x"',
  },
];

/** How a call of a legacy function can be rewritten: `f op (rest…)`, or the argument alone. */
export type LegacyRewrite = { readonly kind: 'operator'; readonly operator: 'regex~' | ':' } | { readonly kind: 'argument' };

/** A function of Endgame's dialect of EQL that Elasticsearch does not have. */
export interface LegacyFunction {
  readonly name: string;
  /** What to write instead, as the end of a sentence. */
  readonly advice: string;
  readonly rewrite: LegacyRewrite | undefined;
}

export const legacyFunctions: readonly LegacyFunction[] = [
  {
    name: 'arrayContains',
    advice: 'a comparison is true when any element matches, so write field : ("a", "b")',
    rewrite: { kind: 'operator', operator: ':' },
  },
  { name: 'arrayCount', advice: 'elements of arrays cannot be counted in a query', rewrite: undefined },
  { name: 'arraySearch', advice: 'elements of arrays cannot be tested one by one in a query', rewrite: undefined },
  { name: 'match', advice: 'write field regex~ ("a", "b")', rewrite: { kind: 'operator', operator: 'regex~' } },
  { name: 'matchLite', advice: 'write field regex~ ("a", "b")', rewrite: { kind: 'operator', operator: 'regex~' } },
  { name: 'safe', advice: 'its argument alone says the same', rewrite: { kind: 'argument' } },
];

const functionsByName = new Map(eqlFunctions.map((row) => [row.name.toLowerCase(), row]));
const legacyByName = new Map(legacyFunctions.map((row) => [row.name.toLowerCase(), row]));

/** The function of this name in any case, without its `~`. */
export function findFunction(name: string): EqlFunction | undefined {
  return functionsByName.get(name.toLowerCase());
}

/** A function that EQL had before it came to Elasticsearch, by its name in any letter case. */
export function findLegacyFunction(name: string): LegacyFunction | undefined {
  return legacyByName.get(name.toLowerCase());
}

/** How many arguments the function takes; `most` is undefined where there is no upper limit. */
export function arityOf(row: EqlFunction): { readonly least: number; readonly most: number | undefined } {
  const last = row.parameters[row.parameters.length - 1];
  return {
    least: row.parameters.filter((parameter) => parameter.optional !== true).length,
    most: last?.repeated === true ? undefined : row.parameters.length,
  };
}

/** `between(source, left, right[, greedy])`, for hover and messages. */
export function signatureOf(row: EqlFunction): string {
  const parts = row.parameters.map(({ name, optional, repeated }, i) => {
    const written = `${i === 0 ? '' : ', '}${name}${repeated === true ? '…' : ''}`;
    return optional === true ? `[${written}]` : written;
  });
  return `${row.name}(${parts.join('')})`;
}
