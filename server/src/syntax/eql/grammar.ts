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
const headBreaks: ReadonlySet<TokenType> = new Set([t.ParenGroup, t.ItemGroup, t.FieldName, t.And, t.Or]);
/** More than this before a `where` is a query of its own, not a category. */
const longestHead = 3;

const primaryStarts: ReadonlySet<TokenType> = new Set([
  t.Identifier, t.Relation, t.TildeIdentifier, t.QuotedIdentifier, t.UnclosedName, t.Question, t.ParenGroup, t.FieldName,
]); // prettier-ignore
const operandOperators: readonly TokenType[] = [t.Sign, t.TestOperator];
const reservedFollowers: readonly TokenType[] = [t.BinaryOperator, t.TestOperator, t.Dot, t.IndexGroup];
const categoryFollowers: ReadonlySet<TokenType> = new Set([
  t.Identifier, t.Relation, t.TildeIdentifier, t.QuotedIdentifier, t.Question, t.Not, t.True, t.False, t.Null, t.Integer, t.Decimal, t.StringLiteral,
  t.RawString, t.Any,
]); // prettier-ignore

/** All children of a node under one name, in the order of the text. */
const piece = { LABEL: 'piece' } as const;

type Rule = ParserMethod<[], CstNode>;
type Placed = ParserMethod<[place?: Place], CstNode>;
type Operand = ParserMethod<[withTests?: boolean], CstNode>;

export class EqlParser extends CstParser {
  constructor(recoveryEnabled: boolean, skipValidations: boolean) {
    super([...t.eqlTokens], { recoveryEnabled, maxLookahead: 1, nodeLocationTracking: 'none', skipValidations });
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

  /** Expression: not* Term ( ( and | or ) not* Term )*, in any order, and whatever stands between. */
  readonly expression: Placed = this.RULE('expression', (place: Place = 'text') => {
    this.AT_LEAST_ONE({
      GATE: () => !this.stops(place),
      DEF: () => {
        this.OR([
          { ALT: () => this.CONSUME(t.LogicalOperator, piece) },
          { ALT: () => this.CONSUME(t.Not, piece) },
          { ALT: () => this.SUBRULE(this.lineage, piece) },
          { ALT: () => this.SUBRULE(this.reserved, piece) },
          { ALT: () => this.SUBRULE(this.term, piece), IGNORE_AMBIGUITIES: true },
          { ALT: () => this.CONSUME(t.AnyToken, piece), IGNORE_AMBIGUITIES: true },
        ]);
      },
    });
  });

  /** Term: Operand Operation* | Operation+. Which operator binds tighter is decided where the tree is read. */
  readonly term: Rule = this.RULE('term', () => {
    this.OR([{ ALT: () => this.testedValue(10) }, { ALT: () => this.operation(20), IGNORE_AMBIGUITIES: true }]);
    this.MANY(() => this.operation(30));
  });

  /** A term that starts with a reserved word, where that can only be meant as a field; else the word alone. */
  readonly reserved: Rule = this.RULE('reserved', () => {
    this.OR([
      {
        GATE: () => this.startsReservedName(),
        ALT: () => {
          this.SUBRULE(this.reservedField, piece);
          this.tests(10);
          this.MANY(() => this.operation(20));
        },
      },
      { ALT: () => this.CONSUME(t.Reserved, { LABEL: 'stray' }), IGNORE_AMBIGUITIES: true },
    ]);
  });

  /** Lineage: Identifier of Item */
  readonly lineage: Rule = this.RULE('lineage', () => {
    this.CONSUME(t.Relation);
    this.CONSUME(t.Of);
    this.OPTION(() => this.CONSUME(t.ItemGroup));
  });

  /** Operand: ( + | - ) Operand | ( Atom | Call | Field )? Test* */
  readonly operand: Operand = this.RULE('operand', (withTests: boolean = true) => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Sign);
          this.OPTION({ GATE: () => this.startsOperand(), DEF: () => this.SUBRULE(this.operand, { ARGS: [withTests] }) });
        },
      },
      { ALT: () => this.test(10) },
      { ALT: () => this.CONSUME(t.Atom, piece) },
      {
        ALT: () =>
          this.OR2([
            { GATE: () => this.startsCall(), ALT: () => this.SUBRULE(this.call, piece) },
            { ALT: () => this.SUBRULE(this.field, piece), IGNORE_AMBIGUITIES: true },
          ]),
        IGNORE_AMBIGUITIES: true,
      },
    ]);
    if (withTests) this.tests(20);
  });

  /** Call: ( Identifier | TildeIdentifier ) List */
  readonly call: Rule = this.RULE('call', () => {
    this.CONSUME(t.NamePart);
    this.CONSUME(t.ParenGroup);
  });

  /** The content of parentheses: Expression ( , Expression )* */
  readonly list: Rule = this.RULE('list', () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.Comma, piece) },
        { ALT: () => this.SUBRULE(this.expression, { ARGS: ['list'], ...piece }), IGNORE_AMBIGUITIES: true },
      ]);
    });
  });

  /** Field: ?? Name ( . Name | [ Integer ] )*. Most are one token, which is an atom. */
  readonly field: Rule = this.RULE('field', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Question);
          this.OPTION({ GATE: () => this.startsName(), DEF: () => this.CONSUME(t.NamePart, piece) });
        },
      },
      { ALT: () => this.CONSUME2(t.NamePart, piece) },
    ]);
    this.fieldParts();
  });

  readonly reservedField: Rule = this.RULE('reservedField', () => {
    this.CONSUME(t.Reserved, piece);
    this.fieldParts();
  });

  /** The `.1st` of `process.1st`, which has to be quoted. */
  readonly digits: Rule = this.RULE('digits', () => {
    this.CONSUME(t.Decimal);
    this.OPTION({ GATE: () => touches(this.LA(0), this.LA(1)), DEF: () => this.CONSUME(t.Identifier) });
  });

  // What several rules have in common. `index` tells its calls within one rule apart, as the numbers at the ends of Chevrotain's own do.

  /** BinaryOperator Operand */
  private operation(index: number): void {
    this.consume(index, t.BinaryOperator, piece);
    this.option(index, { GATE: () => this.startsOperand(), DEF: () => this.testedValue(index) });
  }

  private testedValue(index: number): void {
    this.value(index, true);
    this.tests(index + 1);
  }

  private value(index: number, withTests: boolean): void {
    this.or(index, [
      { ALT: () => this.consume(index, t.Atom, piece) },
      { ALT: () => this.subrule(index, this.operand, { ARGS: [withTests], ...piece }), IGNORE_AMBIGUITIES: true },
    ]);
  }

  private tests(index: number): void {
    this.many(index, { GATE: () => this.startsTest(), DEF: () => this.test(index) });
  }

  /** Test: not? ( in | in~ ) List | ( : | like | like~ | regex | regex~ ) ( Constant | List ) */
  private test(index: number): void {
    this.option(index, () => this.consume(index, t.Not, piece));
    this.consume(index, t.TestOperator, piece);
    this.option(index + 1, {
      GATE: () => this.startsPrimary() || tokenMatcher(this.LA(1), t.Sign),
      DEF: () => this.value(index, false),
    });
  }

  private fieldParts(): void {
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.Decimal || isDigitName(this.LA(0), this.LA(1)),
      DEF: () => {
        this.OR2([
          {
            ALT: () => {
              this.CONSUME(t.Dot, piece);
              this.OPTION2({ GATE: () => this.startsName(), DEF: () => this.CONSUME3(t.NamePart, piece) });
            },
          },
          { ALT: () => this.CONSUME(t.IndexGroup, piece) },
          { ALT: () => this.SUBRULE(this.digits, piece) },
        ]);
      },
    });
  }

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
    return tokenMatcher(this.LA(1), t.Reserved) && reservedFollowers.some((type) => tokenMatcher(this.LA(2), type));
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

  private startsTest(): boolean {
    const token = this.LA(1).tokenType === t.Not ? this.LA(2) : this.LA(1);
    return tokenMatcher(token, t.TestOperator);
  }
}

function isCategory({ tokenType }: IToken): boolean {
  return (
    tokenType === t.Identifier ||
    tokenType === t.Relation ||
    tokenType === t.Any ||
    tokenType === t.StringLiteral ||
    tokenType === t.RawString
  );
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
