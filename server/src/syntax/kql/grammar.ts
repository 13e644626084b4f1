/**
 * The grammar of KQL. One token of look-ahead decides every choice, so the token the parser stops at is the one Kibana's caret
 * points to. At most one `not` in a row; that `and` binds tighter than `or` is seen to where the tree is read.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { CstParser, type CstNode, type IOrAlt, type IToken } from 'chevrotain';
import { once } from '../../base/once.js';
import {
  Absent, AnyLiteral, Colon, kqlTokens, LBrace, LogicalOperator, LParen, Not, RangeOperator, RBrace, RParen,
} from './tokens.js'; // prettier-ignore

/** Operands and what joins them under one name, in the order of the text. */
const piece = { LABEL: 'piece' } as const;
/** Names what stands for a value apart from the field. */
const value = { LABEL: 'value' } as const;

export class KqlGrammar extends CstParser {
  constructor(recoveryEnabled: boolean, skipValidations: boolean) {
    super([...kqlTokens], { recoveryEnabled, maxLookahead: 1, nodeLocationTracking: 'none', skipValidations });
    this.performSelfAnalysis();
  }

  private readonly values: IOrAlt<unknown>[] = [
    { ALT: () => this.SUBRULE(this.valueList) },
    { ALT: () => this.CONSUME3(AnyLiteral, value) },
    { ALT: () => this.CONSUME3(Absent, value) },
  ];
  private readonly nestedOrValues: IOrAlt<unknown>[] = [{ ALT: () => this.SUBRULE(this.nestedBody) }, ...this.values];

  readonly query = this.RULE('query', () => {
    this.OPTION(() => this.SUBRULE(this.expression));
  });

  readonly expression = this.RULE('expression', () => {
    this.SUBRULE(this.condition, piece);
    this.MANY(() => {
      this.CONSUME(LogicalOperator, piece);
      this.SUBRULE2(this.condition, piece);
    });
  });

  /** One rule for all its parts: a rule of its own for each would take several times as long. */
  readonly condition = this.RULE('condition', () => {
    this.OPTION(() => this.CONSUME(Not));
    this.OR([{ ALT: () => this.SUBRULE(this.group) }, { ALT: () => this.clause() }, { ALT: () => this.CONSUME(Absent) }]);
  });

  readonly group = this.RULE('group', () => {
    this.CONSUME(LParen);
    this.SUBRULE(this.expression);
    this.CONSUME(RParen);
  });

  readonly nestedBody = this.RULE('nestedBody', () => {
    this.CONSUME(LBrace);
    this.SUBRULE(this.expression);
    this.CONSUME(RBrace);
  });

  readonly valueList = this.RULE('valueList', () => {
    this.CONSUME(LParen);
    this.SUBRULE(this.valueExpression);
    this.CONSUME(RParen);
  });

  readonly valueExpression = this.RULE('valueExpression', () => {
    this.SUBRULE(this.operand, piece);
    this.MANY(() => {
      this.CONSUME(LogicalOperator, piece);
      this.SUBRULE2(this.operand, piece);
    });
  });

  readonly operand = this.RULE('operand', () => {
    this.OPTION(() => this.CONSUME(Not));
    this.OR(this.values);
  });

  private clause(): void {
    this.CONSUME(AnyLiteral);
    this.OPTION2(() => this.OR2([{ ALT: () => this.rangeTail() }, { ALT: () => this.colonTail() }]));
  }

  private rangeTail(): void {
    this.CONSUME(RangeOperator);
    this.OR3([{ ALT: () => this.CONSUME2(AnyLiteral, value) }, { ALT: () => this.CONSUME2(Absent, value) }]);
  }

  private colonTail(): void {
    this.CONSUME(Colon);
    this.OR4(this.nestedOrValues);
  }
}

const strict = once(() => new KqlGrammar(false, true));
const tolerant = once(() => new KqlGrammar(true, true));

/** The tree of the tokens, or the first error: `token` is the one that does not fit, past the last one at the end of the text. */
export type StrictParse = { readonly root: CstNode; readonly error: undefined } | { readonly root: undefined; readonly error: IToken };

/** Parses tokens up to the first error. */
export function parseStrictly(tokens: readonly IToken[]): StrictParse {
  const parser = strict();
  parser.input = [...tokens];
  const root = parser.query();
  const error = parser.errors[0];
  return error === undefined ? { root, error } : { root: undefined, error: error.token };
}

/** Parses tokens with Chevrotain's own recovery: parts of the text may be skipped. */
export function parseTolerantly(tokens: readonly IToken[]): CstNode {
  const parser = tolerant();
  parser.input = [...tokens];
  return parser.query();
}
