/**
 * The grammar of KQL. One token of look-ahead decides every choice, so the token the parser stops at is the one Kibana's caret
 * points to. Precedence: `not`, then `and`, then `or`; at most one `not` in a row.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { CstParser, type CstNode, type IToken } from 'chevrotain';
import { once } from '../../base/once.js';
import {
  Absent, And, AnyLiteral, Colon, kqlTokens, LBrace, LParen, Not, Or, RangeOperator, RBrace, RParen,
} from './tokens.js'; // prettier-ignore

export class KqlGrammar extends CstParser {
  constructor(recoveryEnabled: boolean, skipValidations: boolean) {
    super([...kqlTokens], { recoveryEnabled, maxLookahead: 3, nodeLocationTracking: 'none', skipValidations });
    this.performSelfAnalysis();
  }

  readonly query = this.RULE('query', () => {
    this.OPTION(() => this.SUBRULE(this.orExpression));
  });

  readonly orExpression = this.RULE('orExpression', () => {
    this.SUBRULE(this.andExpression);
    this.MANY(() => {
      this.CONSUME(Or);
      this.SUBRULE2(this.andExpression);
    });
  });

  readonly andExpression = this.RULE('andExpression', () => {
    this.SUBRULE(this.notExpression);
    this.MANY(() => {
      this.CONSUME(And);
      this.SUBRULE2(this.notExpression);
    });
  });

  readonly notExpression = this.RULE('notExpression', () => {
    this.OPTION(() => this.CONSUME(Not));
    this.OR([{ ALT: () => this.SUBRULE(this.group) }, { ALT: () => this.SUBRULE(this.clause) }, { ALT: () => this.CONSUME(Absent) }]);
  });

  readonly group = this.RULE('group', () => {
    this.CONSUME(LParen);
    this.SUBRULE(this.orExpression);
    this.CONSUME(RParen);
  });

  readonly clause = this.RULE('clause', () => {
    this.CONSUME(AnyLiteral);
    this.OPTION(() => this.OR([{ ALT: () => this.SUBRULE(this.rangeTail) }, { ALT: () => this.SUBRULE(this.colonTail) }]));
  });

  readonly rangeTail = this.RULE('rangeTail', () => {
    this.CONSUME(RangeOperator);
    this.OR([{ ALT: () => this.CONSUME(AnyLiteral) }, { ALT: () => this.CONSUME(Absent) }]);
  });

  readonly colonTail = this.RULE('colonTail', () => {
    this.CONSUME(Colon);
    this.OR([{ ALT: () => this.SUBRULE(this.nestedBody) }, { ALT: () => this.SUBRULE(this.values) }]);
  });

  readonly nestedBody = this.RULE('nestedBody', () => {
    this.CONSUME(LBrace);
    this.SUBRULE(this.orExpression);
    this.CONSUME(RBrace);
  });

  readonly values = this.RULE('values', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.valueList) }, { ALT: () => this.CONSUME(AnyLiteral) }, { ALT: () => this.CONSUME(Absent) }]);
  });

  readonly valueList = this.RULE('valueList', () => {
    this.CONSUME(LParen);
    this.SUBRULE(this.orValues);
    this.CONSUME(RParen);
  });

  readonly orValues = this.RULE('orValues', () => {
    this.SUBRULE(this.andValues);
    this.MANY(() => {
      this.CONSUME(Or);
      this.SUBRULE2(this.andValues);
    });
  });

  readonly andValues = this.RULE('andValues', () => {
    this.SUBRULE(this.notValues);
    this.MANY(() => {
      this.CONSUME(And);
      this.SUBRULE2(this.notValues);
    });
  });

  readonly notValues = this.RULE('notValues', () => {
    this.OPTION(() => this.CONSUME(Not));
    this.SUBRULE(this.values);
  });
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
