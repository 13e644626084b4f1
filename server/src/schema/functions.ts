/**
 * The functions of EQL, one row each: the checker reads the signatures, the evaluator's implementations are keyed by these names,
 * completion, hover and signature help show the texts.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref
 */

/** What an argument accepts. `any` takes every type, `field` must be a plain field. */
export type ArgumentType = 'string' | 'number' | 'integer' | 'boolean' | 'ip' | 'any';

export interface Parameter {
  readonly name: string;
  readonly type: ArgumentType;
  readonly optional?: boolean;
  /** May be given any number of times; last parameter only. */
  readonly repeated?: boolean;
  /** Elasticsearch wants a constant here. */
  readonly constant?: boolean;
}

export interface EqlFunction {
  /** Canonical spelling; matched in any case. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly result: 'string' | 'number' | 'integer' | 'boolean';
  /** Whether the `~` form exists. */
  readonly caseInsensitiveForm: boolean;
  /** One or two sentences in plain words. */
  readonly summary: string;
  /** A short query fragment and its value. */
  readonly example: string;
}
