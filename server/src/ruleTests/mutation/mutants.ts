/** The changed forms of a rule, each ready to be run in place of the rule itself. */
import { applyEdits } from '../../base/edit.js';
import { shifted, type Span } from '../../base/span.js';
import { lowerQuery, type LoweredQuery } from '../../evaluate/lowerQuery.js';
import type { LowerContext } from '../../evaluate/lowering.js';
import { pickQuery } from '../../evaluate/ruleQuery.js';
import { nameOf } from '../../base/fileName.js';
import type { Prepared } from '../../evaluate/runRule.js';
import { openRule } from '../../rule/openText.js';
import type { ParsedQuery, QueryRegion, RuleDocument } from '../../rule/ruleDocument.js';
import { parseEql } from '../../syntax/eql/parse.js';
import { parseKql } from '../../syntax/kql/parse.js';
import { clauseText } from '../coverage/wanted.js';
import { eqlMutations } from './eqlMutations.js';
import { createMeanings, type ValuesOf } from './equivalence.js';
import { kqlMutations } from './kqlMutations.js';
import type { Mutation } from './mutation.js';
import { settingMutations } from './settingMutations.js';

export interface Mutant {
  readonly mutation: Mutation;
  /** In the rule's file. */
  readonly span: Span;
  readonly text: string;
  readonly becomes: string | undefined;
  readonly from: string | undefined;
  readonly rule: RuleDocument;
  /** Undefined where the query is what it was. */
  readonly query: LoweredQuery | undefined;
}

export interface Mutants {
  readonly mutants: readonly Mutant[];
  /** How many more say the same as the rule. */
  readonly equivalent: number;
}

/** All changes of the rule that can be run and mean something else; in written order. */
export function mutantsOf(prepared: Prepared): Mutants {
  const { rule } = prepared;
  const region = rule.queries.find(({ key }) => key === 'query');
  const ofQuery = region?.parsed === undefined ? undefined : queryMutants(prepared, region, region.parsed);
  const ofSettings = settingMutations(rule).flatMap((mutation) => settingMutant(rule, mutation) ?? []);
  const mutants = [...(ofQuery?.mutants ?? []), ...ofSettings].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return { mutants, equivalent: ofQuery?.equivalent ?? 0 };
}

function queryMutants(prepared: Prepared, region: QueryRegion, parsed: ParsedQuery): Mutants {
  const mutations = parsed.language === 'eql' ? eqlMutations(parsed.tree) : kqlMutations(parsed.tree);
  const { text } = region.map;
  // Where it stands for `now`, any time does: the forms are only compared.
  const context: LowerContext = { catalog: prepared.catalog, fields: prepared.fields, now: { milliseconds: 0, nanoseconds: 0 } };
  const original = lowered(prepared.rule, context);
  const valuesOf: ValuesOf = (field) => {
    const values = prepared.catalog.field(field)?.values;
    return values?.closed === true ? values.list.map(({ name }) => name) : undefined;
  };
  const meaningOf = createMeanings(valuesOf);
  const meaning = original === undefined ? undefined : meaningOf(original.query, text);
  let equivalent = 0;
  const mutants = mutations.flatMap((mutation): readonly Mutant[] => {
    const changed = applyEdits(text, mutation.edits);
    const rule = withQuery(prepared.rule, region, parse(parsed.language, changed));
    const query = lowered(rule, context);
    if (query === undefined) return [];
    if (meaningOf(query.query, changed) === meaning) {
      equivalent++;
      return [];
    }
    return [{ mutation, span: region.map.spanToFile(mutation.span), ...told(mutation, text), rule, query }];
  });
  return { mutants, equivalent };
}

function parse(language: ParsedQuery['language'], text: string): ParsedQuery {
  return language === 'eql' ? parseEql(text) : { language, ...parseKql(text) };
}

function withQuery(rule: RuleDocument, region: QueryRegion, parsed: ParsedQuery): RuleDocument {
  return { ...rule, queries: rule.queries.map((each) => (each === region ? { ...each, parsed } : each)) };
}

/** Undefined where the change makes no query of it: it is no mutant then. */
function lowered(rule: RuleDocument, context: LowerContext): LoweredQuery | undefined {
  const picked = pickQuery(rule, nameOf(rule.uri));
  const query = picked.ok ? lowerQuery(rule, picked, context) : picked;
  return query.ok ? query : undefined;
}

function settingMutant(rule: RuleDocument, mutation: Mutation): Mutant | undefined {
  const offset = rule.tree?.root.span.start ?? 0;
  const changed = openRule(applyEdits(rule.text, mutation.edits), { uri: rule.uri, offset });
  if (!pickQuery(changed, nameOf(rule.uri)).ok) return undefined;
  return { mutation, span: mutation.span, ...told(mutation, rule.text), rule: changed, query: undefined };
}

/** What is changed and what it becomes, as they are written. */
function told({ span, edits, list }: Mutation, source: string): Pick<Mutant, 'text' | 'becomes' | 'from'> {
  const text = source.slice(span.start, span.end);
  const from = list === undefined ? undefined : clauseText(source.slice(list.start, list.end));
  const isWithin = edits.every((edit) => edit.span.start >= span.start && edit.span.end <= span.end);
  const becomes = isWithin
    ? clauseText(
        applyEdits(
          text,
          edits.map((edit) => ({ ...edit, span: shifted(edit.span, -span.start) })),
        ),
      )
    : '';
  return { text: clauseText(text), becomes: becomes === '' ? undefined : becomes, from };
}
