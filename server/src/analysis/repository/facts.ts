/** What other rules need to know of a rule: enough to find it, to compare it, and to complete from it, without its query being parsed. */
import { LineIndex, type LinePosition } from '../../base/lines.js';
import { sliceSpan, type Span } from '../../base/span.js';
import { ruleTablesOf } from '../../rule/jsonRule.js';
import { openRules } from '../../rule/openText.js';
import type { Located, RuleDocument } from '../../rule/ruleDocument.js';
import { isTomlRule } from '../../rule/tomlRule.js';
import { stringAt, stringsAt, type RuleString, type RuleTable } from '../../rule/value.js';
import { tableOf } from '../../toml/node.js';
import { readToml } from '../../toml/read.js';
import { fingerprintOf } from './fingerprint.js';

export interface RuleFacts {
  readonly uri: string;
  readonly format: 'toml' | 'json';
  readonly ruleId: Placed | undefined;
  readonly name: Placed | undefined;
  readonly query: Placed | undefined;
  readonly type: string | undefined;
  readonly typeSpan: Span | undefined;
  readonly maturity: Located<string> | undefined;
  readonly tags: readonly string[];
  /** One for each of the tags. */
  readonly tagSpans: readonly Span[];
  readonly index: readonly string[];
  readonly isDeprecated: boolean;
  /** The same for rules that find the same events in the same way; undefined for rules without a query. */
  readonly fingerprint: string | undefined;
  /** UUIDs that stand anywhere in the file, but for the rule's own: one may be the id of another rule. TOML only. */
  readonly mentions: readonly Located<string>[];
}

/** A value, with its place also as lines and characters: the text of the file is not at hand where it is shown. */
export interface Placed extends Located<string> {
  readonly range: { readonly start: LinePosition; readonly end: LinePosition };
}

/** Of an opened rule; undefined for files that are nothing but a query. `lines` are those of its file, which may have many rules. */
export function factsOf({ tree, format, uri, text }: RuleDocument, lines: LineIndex): RuleFacts | undefined {
  if (tree?.rule === undefined || (format !== 'toml' && format !== 'json')) return undefined;
  return factsFrom({ uri, format, text, lines, rule: tree.rule, metadata: tree.metadata });
}

/** Of all rules of a file. Never throws; empty for files that are something else. */
export function readFacts(text: string, uri: string): readonly RuleFacts[] {
  const lines = new LineIndex(text);
  if (/\.toml$/i.test(uri)) {
    // Most TOML files of a repository that are no rules can be told without reading them.
    if (!/\b(?:rule|metadata)\b/.test(text)) return [];
    const toml = readToml(text);
    const rule = tableOf(toml.root, 'rule');
    const metadata = tableOf(toml.root, 'metadata');
    return rule !== undefined && isTomlRule(toml, text) ? [factsFrom({ uri, format: 'toml', text, lines, rule, metadata })] : [];
  }
  if (!/\.(?:json|ndjson)$/i.test(uri)) return openRules(text, { uri }).flatMap((document) => factsOf(document, lines) ?? []);
  return ruleTablesOf(text).map((rule) => factsFrom({ uri, format: 'json', text, lines, rule, metadata: undefined }));
}

interface Parts {
  readonly uri: string;
  readonly format: RuleFacts['format'];
  readonly text: string;
  readonly lines: LineIndex;
  readonly rule: RuleTable;
  readonly metadata: RuleTable | undefined;
}

function factsFrom(parts: Parts): RuleFacts {
  const { uri, format, text, lines, rule, metadata } = parts;
  const place = (value: RuleString | undefined): Placed | undefined => value && placed(value, lines);
  const ruleId = stringAt(rule, 'rule_id');
  const type = stringAt(rule, 'type');
  const maturity = stringAt(metadata, 'maturity');
  const tags = stringsAt(rule, 'tags');
  return {
    uri,
    format,
    ruleId: place(ruleId),
    name: place(stringAt(rule, 'name')),
    query: place(stringAt(rule, 'query')),
    type: type?.value,
    typeSpan: type?.span,
    maturity: maturity && { value: maturity.value, span: maturity.span },
    tags: tags.map(({ value }) => value),
    tagSpans: tags.map(({ span }) => span),
    index: stringsAt(rule, 'index').map(({ value }) => value),
    isDeprecated: maturity?.value === 'deprecated',
    fingerprint: fingerprintOf(rule),
    mentions: format === 'toml' ? idsIn(text, ruleId?.span) : [],
  };
}

function placed({ value, span }: RuleString, lines: LineIndex): Placed {
  return { value, span, range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) } };
}

/** From the first hyphen on, which is found much faster than a digit, and than what stands before it. */
const uuids = /-(?<=\b[0-9a-f]{8}-)[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const uuidLength = 36;

function idsIn(text: string, own: Span | undefined): readonly Located<string>[] {
  const ids: Located<string>[] = [];
  uuids.lastIndex = 0;
  while (uuids.test(text)) {
    const span = { start: uuids.lastIndex - uuidLength, end: uuids.lastIndex };
    const isOwn = own !== undefined && own.start <= span.start && span.start < own.end;
    if (!isOwn) ids.push({ value: sliceSpan(text, span), span });
  }
  return ids;
}
