/** What the features need of each query language, side by side: composition instead of a common base. */
import { writeField } from '../syntax/eql/write.js';
import { eqlKeywordHelp, kqlKeywordHelp, type KeywordRow } from '../schema/keywords.js';
import { eqlChildren, type EqlNode } from '../syntax/eql/ast.js';
import type { ParsedEql } from '../syntax/eql/parse.js';
import { kqlChildren, literalText, type Expr, type KqlNode } from '../syntax/kql/ast.js';
import { escapeKql, quoteKql } from '../syntax/kql/literals.js';
import type { ParsedKql } from '../syntax/kql/parse.js';
import { walk } from '../syntax/tree.js';
import { type Candidate, type Surroundings } from './completion/candidate.js';
import { eqlOperatorCandidates, kqlOperatorCandidates } from './completion/operators.js';
import type { CursorContext, Want } from './context/cursor.js';
import { eqlContextAt } from './context/eql.js';
import { kqlContextAt } from './context/kql.js';
import { eqlHoverAt, kqlHoverAt, type HoverSubject } from './hover/subject.js';

type OperatorWant = Extract<Want, { kind: 'operator' }>;

/** One language, seen from completion and hover. */
export interface LanguageFeatures<Parsed> {
  readonly contextAt: (parsed: Parsed, offset: number) => CursorContext;
  readonly hoverAt: (parsed: Parsed, offset: number) => HoverSubject | undefined;
  readonly writeField: (name: string) => string;
  /** Whether the fields of a nested one are named in braces after it. */
  readonly nestedInBraces: boolean;
  /** Whether analysed text is compared that has no keyword beside it. */
  readonly comparesText: boolean;
  readonly keywords: readonly KeywordRow[];
  readonly operators: (surroundings: Surroundings, want: OperatorWant) => readonly Candidate[];
  /** The fields that the query uses, and the one event category that it asks for at the place, where there is one. */
  readonly uses: (parsed: Parsed, offset: number) => { readonly fields: ReadonlySet<string>; readonly category: string | undefined };
}

export const languages: { readonly eql: LanguageFeatures<ParsedEql>; readonly kuery: LanguageFeatures<ParsedKql> } = {
  eql: {
    contextAt: eqlContextAt,
    hoverAt: eqlHoverAt,
    writeField,
    nestedInBraces: false,
    comparesText: false,
    keywords: eqlKeywordHelp,
    operators: eqlOperatorCandidates,
    uses: ({ tree }, offset) => {
      const fields = new Set<string>();
      let category: string | undefined;
      walk<EqlNode>(tree, eqlChildren, (node) => {
        if (node.kind === 'field') fields.add(node.name);
        // What is being typed may not yet belong to the clause, so the last one that begins before it counts.
        if (node.kind === 'eventQuery' && node.span.start <= offset)
          category = node.category.kind === 'category' ? node.category.name : undefined;
      });
      return { fields, category };
    },
  },
  kuery: {
    contextAt: kqlContextAt,
    hoverAt: kqlHoverAt,
    writeField: (name) => escapeKql([name]) ?? quoteKql(name),
    nestedInBraces: true,
    comparesText: true,
    keywords: kqlKeywordHelp,
    operators: kqlOperatorCandidates,
    uses: ({ tree }) => {
      const fields = new Set<string>();
      walk<KqlNode>(tree, kqlChildren, (node) => {
        if (node.kind === 'match' && node.field !== undefined) fields.add(literalText(node.field));
        if (node.kind === 'range') fields.add(literalText(node.field));
      });
      return { fields, category: tree.body === undefined ? undefined : categoryOf(tree.body) };
    },
  },
};

/** The event category that each event of the query has, as `event.category: process` at its top says. */
function categoryOf(expression: Expr): string | undefined {
  switch (expression.kind) {
    case 'and':
      return expression.operands.map(categoryOf).find((category) => category !== undefined);
    case 'group':
      return categoryOf(expression.inner);
    case 'match': {
      const { field, value } = expression;
      const isOne = field !== undefined && literalText(field) === 'event.category' && value.kind === 'literal' && value.pieces.length === 1;
      return isOne ? literalText(value) : undefined;
    }
    default:
      return undefined;
  }
}
