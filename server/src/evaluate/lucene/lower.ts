/**
 * A Lucene query string as a predicate. Values of one kind of field find the same as in KQL, so they are lowered by the same code; only
 * patterns, regular expressions and the rules for clauses are Lucene's own.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query
 */
import { assertNever } from '../../base/invariant.js';
import { analyseText } from '../../schema/textAnalysis.js';
import type { Clauses, FieldName, LuceneLeaf, LuceneNode, LuceneRange, RangeBound, Word } from '../../syntax/lucene/ast.js';
import type { ParsedLucene } from '../../syntax/lucene/parse.js';
import type { Literal } from '../../syntax/kql/ast.js';
import { fieldCalled, nestedAbove, searchedFields, wildcardFields, type FieldPattern, type KqlField } from '../kql/fields.js';
import { rangeLeaf, testPredicate, valueTest } from '../kql/leaves.js';
import { createScope, fidelityOf, report, withoutNotes, type KqlScope, type Refusal } from '../kql/scope.js';
import { anyTerm, termPattern, textLeaf, type TermTest, type Words } from '../kql/textLeaves.js';
import { fieldFamily, type LowerContext, type Lowered } from '../lowering.js';
import { compileLuceneRegex } from '../luceneRegex.js';
import type { Predicate } from '../predicate.js';
import { patternText } from '../wildcard.js';

/** A query with syntax problems has no predicate, and neither has one for which Elasticsearch would fail the search. */
export function lowerLucene({ tree, problems, text }: ParsedLucene, context: LowerContext): Lowered {
  if (problems.length > 0) return { predicate: undefined, problems, fidelity: [] };
  const scope = createScope(context);
  const predicate: Predicate =
    tree === undefined ? { kind: 'fixed', value: true, span: { start: 0, end: text.length } } : lowerNode(tree, scope);
  const fidelity = fidelityOf(scope);
  return { predicate: scope.problems.length === 0 ? predicate : undefined, problems: scope.problems, fidelity };
}

function lowerNode(node: LuceneNode, scope: KqlScope): Predicate {
  return node.kind === 'clauses' ? lowerClauses(node, scope) : lowerLeaf(node, scope);
}

/** Optional clauses count only where none is required; clauses that are all prohibited leave every other event. */
function lowerClauses({ clauses, span }: Clauses, scope: KqlScope): Predicate {
  const of = (occur: string): readonly Predicate[] =>
    clauses.filter((clause) => clause.occur === occur).map(({ node }) => lowerNode(node, scope));
  const [required, optional, prohibited] = [of('required'), of('optional'), of('prohibited')];
  const wanted: readonly Predicate[] = required.length > 0 || optional.length === 0 ? required : [joined('or', optional, span)];
  const unwanted = prohibited.map((operand): Predicate => ({ kind: 'not', operand, span: operand.span }));
  return joined('and', [...wanted, ...unwanted], span);
}

function joined(kind: 'and' | 'or', operands: readonly Predicate[], span: Predicate['span']): Predicate {
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { kind, operands, span };
}

function lowerLeaf(leaf: LuceneLeaf, scope: KqlScope): Predicate {
  const { field, span } = leaf;
  if (leaf.kind === 'word' && leaf.fuzzy) return unsupported('words that are like another (`~`)', leaf, scope);
  if (leaf.kind === 'phrase' && leaf.slop > 0) return unsupported('phrases with other words between (`~`)', leaf, scope);
  if (isEvery(leaf)) return { kind: 'fixed', value: true, span };
  if (field === undefined) {
    scope.notes.add(
      "Text without a field is searched in all fields here; a cluster searches the index's default fields, which may be fewer.",
    );
    return onFields(leaf, searchedFields(scope), scope);
  }
  if (field.name.includes('*')) return onFields(leaf, wildcardFields(literal(field.name.split('*'), field), scope), scope);
  if (field.name === '_exists_') return existence(leaf, scope);
  const lowered = onField(leaf, namedField(field, scope), scope);
  return lowered.kind === 'refused' ? report(lowered, span, scope) : lowered;
}

function unsupported(what: string, { span }: LuceneLeaf, scope: KqlScope): Predicate {
  scope.problems.push({ code: 'RUN001', severity: 'error', span, message: `${what} cannot be looked for here` });
  return { kind: 'fixed', value: false, span };
}

/** `*` and `*:*`. */
function isEvery(leaf: LuceneLeaf): boolean {
  return isRun(leaf) && (leaf.field === undefined || leaf.field.name === '*');
}

function isRun(leaf: LuceneLeaf): leaf is Word {
  return leaf.kind === 'word' && leaf.pieces.length === 1 && leaf.pieces[0]?.kind === 'run';
}

function existence(leaf: LuceneLeaf, scope: KqlScope): Predicate {
  const name = leaf.kind === 'word' ? patternText(leaf.pieces) : leaf.kind === 'phrase' ? leaf.text : '';
  return { kind: 'exists', field: namedField({ name, span: leaf.span }, scope).ref, span: leaf.span };
}

function namedField({ name }: FieldName, scope: KqlScope): KqlField {
  const field = fieldCalled(name, scope);
  const nested = nestedAbove(name, scope);
  if (field.info === undefined && !scope.context.catalog.isObject(name)) scope.unknownFields.add(name);
  if (nested !== '') scope.notes.add(`\`${nested}\` is a nested field, whose objects a query string does not see on a cluster.`);
  return field;
}

/** On any of several fields; a field that cannot take the value is passed over. */
function onFields(leaf: LuceneLeaf, pattern: FieldPattern, scope: KqlScope): Predicate {
  const quiet = withoutNotes(scope);
  const { span } = leaf;
  return {
    kind: 'anyField',
    accepts: pattern.accepts,
    below: pattern.below,
    leaf: (name) => {
      const leaves = pattern.fieldsFor(name).map((field) => onField(leaf, field, quiet));
      return joined(
        'or',
        leaves.filter((one) => one.kind !== 'refused'),
        span,
      );
    },
    span,
  };
}

function onField(leaf: LuceneLeaf, field: KqlField, scope: KqlScope): Predicate | Refusal {
  switch (leaf.kind) {
    case 'word':
      return lowerWord(leaf, field, scope);
    case 'phrase':
      return lowerValue(literal([leaf.text], leaf, true), field, scope);
    case 'regex':
      return lowerRegex(leaf, field, scope);
    case 'range':
      return lowerRange(leaf, field, scope);
    default:
      return assertNever(leaf);
  }
}

function literal(pieces: readonly string[], { span }: { readonly span: Literal['span'] }, quoted = false): Literal {
  return { kind: 'literal', pieces, quoted, span };
}

function lowerValue(value: Literal, field: KqlField, scope: KqlScope): Predicate | Refusal {
  const test = valueTest(field, value, scope);
  return test.kind === 'refused' ? test : testPredicate(test, field, value.span);
}

function lowerWord(leaf: Word, field: KqlField, scope: KqlScope): Predicate | Refusal {
  const { pieces, span } = leaf;
  const family = fieldFamily(field.ref.type);
  if (isRun(leaf)) return lowerValue(literal(['', ''], leaf), field, scope);
  // A word is never `null`; only in analysed text it matters that it stands without quotes.
  if (pieces.every(({ kind }) => kind === 'text')) return lowerValue(literal([patternText(pieces)], leaf, family !== 'text'), field, scope);
  if (family === 'text') return textLeaf(field.ref, termTests(leaf), span);
  if (takesPatterns(family)) return { kind: 'wildcard', field: field.ref, patterns: [pieces], caseInsensitive: field.lowercased, span };
  return lowerValue(literal([patternText(pieces), ''], leaf), field, scope);
}

/** The text before a last `*` is analysed in rules: of several words only the last is a beginning, and any of them may occur. */
function termTests({ pieces }: Word): readonly TermTest[] {
  const [first, second, ...rest] = pieces;
  if (first?.kind !== 'text' || second?.kind !== 'run' || rest.length > 0) return [termPattern(pieces)];
  const words = analyseText(first.text);
  const last = words.at(-1);
  if (last === undefined || words.length === 1) return [termPattern(pieces)];
  return [anyTerm(words.slice(0, -1).join(' ')), termPattern([{ kind: 'text', text: last }, second])];
}

function takesPatterns(family: ReturnType<typeof fieldFamily>): boolean {
  return family === undefined || family === 'keyword' || family === 'flattened' || family === 'version';
}

function lowerRegex(leaf: LuceneLeaf & { readonly kind: 'regex' }, field: KqlField, scope: KqlScope): Predicate | Refusal {
  const { pattern, span } = leaf;
  const compiled = compileLuceneRegex(pattern, false);
  if (!compiled.ok) {
    const isInvalid = compiled.reason === 'invalid';
    scope.problems.push({ code: isInvalid ? 'QRY017' : 'RUN001', severity: 'error', span, message: compiled.message });
    return { kind: 'fixed', value: false, span };
  }
  const family = fieldFamily(field.ref.type);
  if (family === 'text') {
    const accepts = ({ inOrder }: Words): boolean => inOrder.some(compiled.test);
    return textLeaf(field.ref, [{ worthwhile: () => true, accepts, literals: undefined }], span);
  }
  if (takesPatterns(family)) return { kind: 'regex', field: field.ref, patterns: [pattern], caseInsensitive: field.lowercased, span };
  return { kind: 'refused', code: 'QRY003', message: `\`${field.ref.name}\` takes no regular expressions, for its values are no text` };
}

/** Both bounds are of the same value. */
function lowerRange({ lower, upper, span }: LuceneRange, field: KqlField, scope: KqlScope): Predicate | Refusal {
  if (lower === undefined && upper === undefined) return { kind: 'exists', field: field.ref, span };
  const side = (bound: RangeBound | undefined, sign: '<' | '>'): readonly (Predicate | Refusal)[] =>
    bound === undefined ? [] : [rangeLeaf(field, bound.inclusive ? `${sign}=` : sign, literal([bound.text], { span }, true), span, scope)];
  const sides = [...side(lower, '>'), ...side(upper, '<')];
  const refused = sides.find((one) => one.kind === 'refused');
  if (refused !== undefined) return refused;
  const bounds = sides.filter((one) => one.kind !== 'refused');
  const [low, high] = bounds;
  if (low?.kind === 'range' && high?.kind === 'range') return { ...low, upper: high.upper };
  return joined('and', bounds, span);
}
