/** Hover in queries: what a field holds, what a function, operator or keyword does, what ECS says of a value. */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver-types';
import { assertNever } from '../base/invariant.js';
import { touches } from '../base/span.js';
import type { EventSample } from '../events/sample.js';
import type { RunExclusion } from '../protocol/protocol.js';
import { isTestFile } from '../rule/testNames.js';
import type { FieldInfo, Schemas, ValueSet } from '../schema/catalog.js';
import { findFunction, signatureOf } from '../schema/functions.js';
import type { KeywordRow } from '../schema/keywords.js';
import { eqlOperators, kqlOperators, type OperatorRow } from '../schema/operators.js';
import { describeField } from './completion.js';
import { describeType } from './completion/fields.js';
import { describeFunction } from './completion/functions.js';
import { describeKeyword } from './completion/keywords.js';
import { testFileHover } from './completion/ruleTestFile.js';
import { describeSampled, sampledIn, type SampledFields } from './completion/sampled.js';
import { queryAt } from './context/toml.js';
import { toOffset, toRange } from './convert.js';
import { attackHoverAt } from './hover/attack.js';
import { ruleHoverAt } from './hover/ruleKey.js';
import type { HoverSubject } from './hover/subject.js';
import { languages } from './language.js';
import type { RuleModel } from './ruleModel.js';
import { exclusionHelp } from './tune/exclusionHelp.js';

/** `ran`: what the exclusions of the text took out in its last run. `sample`: what the rule's sample events hold. */
export async function hoverAt(
  model: RuleModel,
  position: Position,
  schemas: Schemas,
  ran: readonly RunExclusion[] = [],
  sample?: EventSample,
): Promise<Hover | undefined> {
  const offset = toOffset(model.lines, position);
  if (isTestFile(model.uri)) return testFileHover(model, offset);
  const place = queryAt(model.document, offset);
  if (place === undefined) return ruleKeyHover(model, offset);
  const parsed = place.region.parsed;
  if (parsed === undefined) return undefined;
  const isEql = parsed.language === 'eql';
  const subject = isEql ? languages.eql.hoverAt(parsed, place.offset) : languages.kuery.hoverAt(parsed, place.offset);
  if (subject === undefined) return undefined;
  const span = place.region.map.spanToFile(subject.span);
  if (!touches(span, offset) || (subject.kind === 'field' && subject.name === '')) return undefined;
  const help: Help = isEql
    ? { keywords: languages.eql.keywords, operators: eqlOperators }
    : { keywords: languages.kuery.keywords, operators: kqlOperators };
  const { category } = isEql ? languages.eql.uses(parsed, place.offset) : languages.kuery.uses(parsed, place.offset);
  const described = await describe(subject, help, { model, schemas, sampled: sampledIn(sample, category, model) });
  if (described === undefined) return undefined;
  const word = subject.kind === 'keyword' || subject.kind === 'operator' ? subject : undefined;
  const exclusion = word === undefined ? undefined : exclusionHelp(place.region, word, ran, model);
  const value = exclusion === undefined ? described : `${described}\n\n${exclusion}`;
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(model.lines, span) };
}

function ruleKeyHover(model: RuleModel, offset: number): Hover | undefined {
  const found = attackHoverAt(model, offset) ?? ruleHoverAt(model, offset);
  if (found === undefined) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: found.value }, range: toRange(model.lines, found.span) };
}

interface Help {
  readonly keywords: readonly KeywordRow[];
  readonly operators: readonly OperatorRow[];
}

interface Known {
  readonly model: RuleModel;
  readonly schemas: Schemas;
  readonly sampled: SampledFields | undefined;
}

async function describe(subject: HoverSubject, help: Help, known: Known): Promise<string | undefined> {
  switch (subject.kind) {
    case 'field':
      return fieldHelp(subject.name, known);
    case 'value':
      return valueHelp(subject.field, subject.value, known.model);
    case 'function': {
      const row = findFunction(subject.name);
      return row === undefined ? undefined : `**\`${signatureOf(row)}\`** → ${row.result}\n\n${describeFunction(row)}`;
    }
    case 'keyword': {
      const row = help.keywords.find(({ word }) => word === subject.name);
      return row === undefined ? undefined : `**\`${row.word}\`**\n\n${describeKeyword(row)}`;
    }
    case 'operator': {
      const row = help.operators.find(({ operator }) => operator === subject.name);
      return row === undefined ? undefined : `**\`${row.operator}\`**\n\n${row.summary}`;
    }
    default:
      return assertNever(subject);
  }
}

async function fieldHelp(name: string, { model: { catalog }, schemas, sampled }: Known): Promise<string> {
  const field = catalog.field(name);
  const counted = sampled === undefined ? '' : ` · ${describeSampled(name, sampled)}`;
  if (field === undefined) {
    if (catalog.isObject(name)) return `**\`${name}\`**\n\nNot a field itself: an object that holds fields.`;
    return `**\`${name}\`**${counted}\n\nNot a field of ${catalog.description}.`;
  }
  const docs = await schemas.docs(name);
  const parts = [
    heading(field) + counted,
    ...(docs === undefined ? [] : [describeField(docs)]),
    ...(field.values === undefined ? [] : [listValues(field.values)]),
  ];
  return parts.join('\n\n');
}

function heading(field: FieldInfo): string {
  return `**\`${field.name}\`** · ${describeType(field)}`;
}

const mostValues = 30;

function listValues({ closed, list }: ValueSet): string {
  const names = list.slice(0, mostValues).map(({ name }) => `\`${name}\``);
  const more = list.length > mostValues ? `, and ${list.length - mostValues} more` : '';
  return `${closed ? 'Values ECS allows' : 'Usual values'}: ${names.join(', ')}${more}`;
}

/** Only values that ECS lists have anything to tell. */
function valueHelp(fieldName: string, value: string, { catalog }: RuleModel): string | undefined {
  const field = catalog.field(fieldName);
  const row = field?.values?.list.find(({ name }) => name === value);
  if (field === undefined || row?.description === undefined) return undefined;
  const types = row.expectedTypes ?? [];
  const expected = types.length === 0 ? '' : `\n\nGoes with \`event.type\`: ${types.map((type) => `\`${type}\``).join(', ')}`;
  return `**\`${row.name}\`** · value of \`${field.name}\` · ${field.source}\n\n${row.description}${expected}`;
}
