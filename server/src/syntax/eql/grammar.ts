/**
 * The grammar of EQL and of everything that looks like it: what is missing is optional here and what is out of place is stepped over,
 * so every stream of tokens has a tree. Which of it is EQL is decided where the tree is read. Brackets come as single tokens, whose
 * content is parsed for itself. One token decides each choice; where it takes two, a gate looks at the second.
 */
import { CstParser, EOF, tokenMatcher, type CstNode, type IToken, type ParserMethod, type TokenType } from 'chevrotain';
import { tokenEnd } from '../recover.js';
import * as t from './tokens.js';

/** Where an expression stands, which says what ends it: alone in its brackets or its text, in a list, in join keys, in a pipe. */
type Place = 'text' | 'list' | 'keys' | 'argument';

const ends: Readonly<Record<Place, ReadonlySet<TokenType>>> = {
  text: new Set([EOF, t.Pipe]),
  list: new Set([EOF, t.Comma]),
  keys: new Set([EOF, t.Comma, t.By, t.With, t.Until, t.ItemGroup, t.Pipe]),
  argument: new Set([EOF, t.Comma, t.Pipe]),
};

const optionEnds: ReadonlySet<TokenType> = new Set([EOF, t.By, t.With, t.Until, t.ItemGroup, t.Pipe]);
const partEnds: ReadonlySet<TokenType> = new Set([EOF, t.Pipe]);
const headBreaks: ReadonlySet<TokenType> = new Set([t.ParenGroup, t.ItemGroup, t.And, t.Or]);
/** More than this before a `where` is a query of its own, not a category. */
const longestHead = 3;

const primaryStarts: ReadonlySet<TokenType> = new Set([
  t.Identifier, t.TildeIdentifier, t.QuotedIdentifier, t.UnclosedName, t.Question, t.ParenGroup,
]); // prettier-ignore
const operandOperators: readonly TokenType[] = [t.Sign, t.ListOperator, t.TextOperator];
const termStarts: readonly TokenType[] = [t.BinaryOperator, t.ListOperator, t.TextOperator];
const reservedNames: ReadonlySet<TokenType> = new Set([
  t.Any, t.By, t.Join, t.Maxspan, t.Of, t.Sample, t.Sequence, t.Until, t.Where, t.With,
]); // prettier-ignore
const reservedFollowers: readonly TokenType[] = [t.BinaryOperator, t.ListOperator, t.TextOperator, t.Dot, t.IndexGroup];
const categoryFollowers: ReadonlySet<TokenType> = new Set([
  t.Identifier, t.TildeIdentifier, t.QuotedIdentifier, t.Question, t.Not, t.True, t.False, t.Null, t.Integer, t.Decimal, t.StringLiteral,
  t.RawString, t.Any,
]); // prettier-ignore

type Rule = ParserMethod<[], CstNode>;
type Placed = ParserMethod<[place?: Place], CstNode>;
type Operand = ParserMethod<[withPredicates?: boolean], CstNode>;

export class EqlParser extends CstParser {
  constructor(recoveryEnabled: boolean, skipValidations: boolean) {
    super([...t.eqlTokens], { recoveryEnabled, maxLookahead: 1, nodeLocationTracking: 'onlyOffset', skipValidations });
    this.performSelfAnalysis();
  }

  /** Query: ( Multi | EventQuery )? Pipe* */
  readonly query: Rule = this.RULE('query', () => {
    this.OR([
      { GATE: () => this.LA(2).tokenType !== t.Where, ALT: () => this.SUBRULE(this.multi) },
      { ALT: () => this.SUBRULE(this.eventQuery), IGNORE_AMBIGUITIES: true },
    ]);
    this.MANY(() => this.SUBRULE(this.pipe));
  });

  /** Multi: ( sequence | sample | join ) Part*. The keyword is missing where the text starts with an item. */
  readonly multi: Rule = this.RULE('multi', () => {
    this.OR([{ ALT: () => this.CONSUME(t.MultiKeyword) }, { ALT: () => this.CONSUME(t.ItemGroup) }]);
    this.MANY({ GATE: () => !partEnds.has(this.LA(1).tokenType), DEF: () => this.SUBRULE(this.part) });
  });

  /** Part: Item | By | With | Until | anything else */
  readonly part: Rule = this.RULE('part', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.ItemGroup) },
      { ALT: () => this.SUBRULE(this.by) },
      { ALT: () => this.SUBRULE(this.withOption) },
      { ALT: () => this.SUBRULE(this.until) },
      { ALT: () => this.CONSUME(t.AnyToken), IGNORE_AMBIGUITIES: true },
    ]);
  });

  /** By: by Expression ( , Expression )* */
  readonly by: Rule = this.RULE('by', () => {
    this.CONSUME(t.By);
    this.MANY({
      GATE: () => this.LA(1).tokenType === t.Comma || !this.stops('keys'),
      DEF: () => {
        this.OR([
          { ALT: () => this.CONSUME(t.Comma) },
          { ALT: () => this.SUBRULE(this.expression, { ARGS: ['keys'] }), IGNORE_AMBIGUITIES: true },
        ]);
      },
    });
  });

  /** With: with maxspan = Number Unit | with runs = Number */
  readonly withOption: Rule = this.RULE('withOption', () => {
    this.CONSUME(t.With);
    this.MANY({ GATE: () => !optionEnds.has(this.LA(1).tokenType), DEF: () => this.CONSUME(t.AnyToken) });
  });

  readonly until: Rule = this.RULE('until', () => {
    this.CONSUME(t.Until);
    this.OPTION(() => this.CONSUME(t.ItemGroup));
  });

  /** EventQuery: Category where Expression. Whatever stands before the `where` is read as the category. */
  readonly eventQuery: Rule = this.RULE('eventQuery', () => {
    let head = 0;
    this.ACTION(() => (head = this.headLength()));
    this.MANY({ GATE: () => head-- > 0, DEF: () => this.CONSUME(t.AnyToken) });
    this.OPTION(() => this.CONSUME(t.Where));
    this.OPTION2({ GATE: () => !this.stops('text'), DEF: () => this.SUBRULE(this.expression, { ARGS: ['text'] }) });
  });

  /** Pipe: | Name ( Expression ( , Expression )* )? */
  readonly pipe: Rule = this.RULE('pipe', () => {
    this.CONSUME(t.Pipe);
    this.OPTION(() => this.CONSUME(t.NamePart));
    this.MANY({
      GATE: () => !partEnds.has(this.LA(1).tokenType),
      DEF: () => {
        this.OR([
          { ALT: () => this.CONSUME(t.Comma) },
          { ALT: () => this.SUBRULE(this.expression, { ARGS: ['argument'] }), IGNORE_AMBIGUITIES: true },
        ]);
      },
    });
  });

  /** Expression: Term ( ( and | or ) Term )*, in any order, and whatever stands between. */
  readonly expression: Placed = this.RULE('expression', (place: Place = 'text') => {
    this.AT_LEAST_ONE({
      GATE: () => !this.stops(place),
      DEF: () => {
        this.OR([
          { ALT: () => this.CONSUME(t.LogicalOperator) },
          { GATE: () => this.startsTerm(), ALT: () => this.SUBRULE(this.term), IGNORE_AMBIGUITIES: true },
          { ALT: () => this.CONSUME(t.AnyToken), IGNORE_AMBIGUITIES: true },
        ]);
      },
    });
  });

  /** Term: not Term | Lineage | Operand ( BinaryOperator Operand )*. Which operator binds tighter is decided where the tree is read. */
  readonly term: Rule = this.RULE('term', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Not);
          this.OPTION({ GATE: () => this.startsTerm(), DEF: () => this.SUBRULE(this.term) });
        },
      },
      { GATE: () => this.LA(2).tokenType === t.Of, ALT: () => this.SUBRULE(this.lineage) },
      {
        ALT: () => {
          this.OR2([
            { GATE: () => this.startsOperand(), ALT: () => this.SUBRULE(this.operand) },
            {
              ALT: () => {
                this.CONSUME(t.BinaryOperator);
                this.OPTION2({ GATE: () => this.startsOperand(), DEF: () => this.SUBRULE2(this.operand) });
              },
              IGNORE_AMBIGUITIES: true,
            },
          ]);
          this.MANY(() => {
            this.CONSUME2(t.BinaryOperator);
            this.OPTION3({ GATE: () => this.startsOperand(), DEF: () => this.SUBRULE3(this.operand) });
          });
        },
        IGNORE_AMBIGUITIES: true,
      },
    ]);
  });

  /** Lineage: Identifier of Item */
  readonly lineage: Rule = this.RULE('lineage', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Of);
    this.OPTION(() => this.CONSUME(t.ItemGroup));
  });

  /** Operand: ( + | - ) Operand | ( Constant | Call | Field | List )? Predicate* */
  readonly operand: Operand = this.RULE('operand', (withPredicates: boolean = true) => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Sign);
          this.OPTION({ GATE: () => this.startsOperand(), DEF: () => this.SUBRULE(this.operand, { ARGS: [withPredicates] }) });
        },
      },
      { GATE: () => this.startsPredicate(), ALT: () => this.SUBRULE(this.predicate) },
      { ALT: () => this.CONSUME(t.Constant) },
      { ALT: () => this.CONSUME(t.ParenGroup) },
      { GATE: () => this.startsCall(), ALT: () => this.SUBRULE(this.call) },
      { ALT: () => this.SUBRULE(this.field), IGNORE_AMBIGUITIES: true },
    ]);
    this.MANY({ GATE: () => withPredicates && this.startsPredicate(), DEF: () => this.SUBRULE2(this.predicate) });
  });

  /** Predicate: not? ( in | in~ ) List | ( : | like | like~ | regex | regex~ ) ( Constant | List ) */
  readonly predicate: Rule = this.RULE('predicate', () => {
    this.OPTION(() => this.CONSUME(t.Not));
    this.OR([{ ALT: () => this.CONSUME(t.ListOperator) }, { ALT: () => this.CONSUME(t.TextOperator) }]);
    this.OPTION2({
      GATE: () => this.startsPrimary() || tokenMatcher(this.LA(1), t.Sign),
      DEF: () => {
        this.OR2([
          { ALT: () => this.CONSUME(t.Constant) },
          { ALT: () => this.CONSUME(t.ParenGroup) },
          { ALT: () => this.SUBRULE(this.operand, { ARGS: [false] }), IGNORE_AMBIGUITIES: true },
        ]);
      },
    });
  });

  /** Call: ( Identifier | TildeIdentifier ) List */
  readonly call: Rule = this.RULE('call', () => {
    this.CONSUME(t.NamePart);
    this.CONSUME(t.ParenGroup);
  });

  /** The content of parentheses: Expression ( , Expression )*. A constant that is a whole element needs no rules of its own. */
  readonly list: Rule = this.RULE('list', () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.Comma) },
        { GATE: () => ends.list.has(this.LA(2).tokenType), ALT: () => this.CONSUME(t.Constant) },
        { ALT: () => this.SUBRULE(this.expression, { ARGS: ['list'] }), IGNORE_AMBIGUITIES: true },
      ]);
    });
  });

  /** Field: ?? Name ( . Name | [ Integer ] )* */
  readonly field: Rule = this.RULE('field', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Question);
          this.OPTION({ GATE: () => this.startsName(), DEF: () => this.CONSUME(t.NamePart) });
        },
      },
      { ALT: () => this.CONSUME2(t.NamePart) },
    ]);
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.Decimal || isDigitName(this.LA(0), this.LA(1)),
      DEF: () => {
        this.OR2([
          {
            ALT: () => {
              this.CONSUME(t.Dot);
              this.OPTION2({ GATE: () => this.startsName(), DEF: () => this.CONSUME3(t.NamePart) });
            },
          },
          { ALT: () => this.CONSUME(t.IndexGroup) },
          { ALT: () => this.SUBRULE(this.digits) },
        ]);
      },
    });
  });

  /** The `.1st` of `process.1st`, which has to be quoted. */
  readonly digits: Rule = this.RULE('digits', () => {
    this.CONSUME(t.Decimal);
    this.OPTION({ GATE: () => touches(this.LA(0), this.LA(1)), DEF: () => this.CONSUME(t.Identifier) });
  });

  private stops(place: Place): boolean {
    return ends[place].has(this.LA(1).tokenType);
  }

  /** How many tokens stand for the category: those before a `where` that is near, else a word that a condition follows. */
  private headLength(): number {
    for (let at = 1; at <= longestHead + 1; at++) {
      const { tokenType } = this.LA(at);
      if (tokenType === t.Where) return at - 1;
      if (headBreaks.has(tokenType) || ends.text.has(tokenType)) break;
    }
    return isCategory(this.LA(1)) && (ends.text.has(this.LA(2).tokenType) || startsCondition(this.LA(1), this.LA(2))) ? 1 : 0;
  }

  private startsTerm(): boolean {
    const token = this.LA(1);
    return token.tokenType === t.Not || termStarts.some((type) => tokenMatcher(token, type)) || this.startsPrimary();
  }

  private startsOperand(): boolean {
    const token = this.LA(1);
    return this.startsPrimary() || operandOperators.some((type) => tokenMatcher(token, type));
  }

  private startsPrimary(): boolean {
    const token = this.LA(1);
    return primaryStarts.has(token.tokenType) || tokenMatcher(token, t.Constant) || this.startsReservedName();
  }

  /** A reserved word that can only be meant as a field: `sample == 1`. */
  private startsReservedName(): boolean {
    return reservedNames.has(this.LA(1).tokenType) && reservedFollowers.some((type) => tokenMatcher(this.LA(2), type));
  }

  /** A name, or a reserved word in its place: directly after its `.` or `?`. */
  private startsName(): boolean {
    const token = this.LA(1);
    return !tokenMatcher(token, t.Keyword) || touches(this.LA(0), token) || this.startsReservedName();
  }

  private startsCall(): boolean {
    const { tokenType } = this.LA(1);
    return this.LA(2).tokenType === t.ParenGroup && (tokenType === t.Identifier || tokenType === t.TildeIdentifier);
  }

  private startsPredicate(): boolean {
    const token = this.LA(1).tokenType === t.Not ? this.LA(2) : this.LA(1);
    return tokenMatcher(token, t.ListOperator) || tokenMatcher(token, t.TextOperator);
  }
}

function isCategory({ tokenType }: IToken): boolean {
  return tokenType === t.Identifier || tokenType === t.Any || tokenType === t.StringLiteral || tokenType === t.RawString;
}

/** Whether a category with its `where` left out stands before `next`: `process process.pid == 1`, but not `length(x) == 1`. */
function startsCondition(category: IToken, next: IToken): boolean {
  return categoryFollowers.has(next.tokenType) || (next.tokenType === t.ParenGroup && !touches(category, next));
}

/** Whether a number is a part of the name before it. */
function isDigitName(previous: IToken, token: IToken): boolean {
  return token.image.startsWith('.') && touches(previous, token);
}

function touches(left: IToken, right: IToken): boolean {
  return tokenEnd(left) === right.startOffset;
}
