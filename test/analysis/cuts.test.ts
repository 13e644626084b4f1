/**
 * Rules that are being written: cut off at any line, or without any one of their lines. Nothing throws, what is said of the parts that
 * were not touched stays, no error is made up there, and every repair that is offered can be made.
 *
 * A finding has to stay when it lies outside the damaged entry and does not go by it. Whether it goes by it is seen in the same rule
 * without the whole entry: what is found there and in the undamaged rule is to be found in the damaged one too.
 */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.js';
import { applyEdits } from '../../server/src/base/edit.js';
import type { Diagnostic } from '../../server/src/base/problem.js';
import type { Span } from '../../server/src/base/span.js';
import { newRuleText } from '../../server/src/rule/newRule.js';
import { openRule } from '../../server/src/rule/openText.js';
import { ruleTypes, type RuleDocument } from '../../server/src/rule/ruleDocument.js';
import type { RuleTable } from '../../server/src/rule/value.js';
import { corpusRules, reference } from '../kit/reference.js';
import { shippedSchemas } from '../schema/shipped.js';
import { eqlRuleWith, ruleWith } from './cases/kit.js';

const schemas = await shippedSchemas;
const uri = 'file:///rules/rule.toml';

interface Analysed {
  readonly text: string;
  readonly document: RuleDocument;
  readonly found: readonly Diagnostic[];
}

function analysed(text: string): Analysed {
  const document = openRule(text, { uri, languageId: 'toml' });
  const catalog = schemas.catalogFor(document.index?.value.map(({ value }) => value) ?? []);
  return { text, document, found: analyze(document, { catalog, schemas }, { profile: 'elastic', today: '2026-02-03' }) };
}

interface Damage {
  readonly what: string;
  readonly text: string;
  /** The lines of the rule that are gone. */
  readonly gone: Span;
  /** The entry or the table they belong to, with all its lines. */
  readonly part: Span;
  /** The rule without the whole of that part. */
  readonly without: string;
}

function lineSpans(text: string): readonly Span[] {
  let start = 0;
  return text.split(/(?<=\n)/).map((line) => ({ start, end: (start += line.length) }));
}

/** Every entry of a rule with all its lines, and every table that has a header with its lines and those of the tables below it. */
function partsOf({ document, text }: Analysed): readonly Span[] {
  const lines = lineSpans(text);
  const whole = (span: Span): Span => ({
    start: lines.findLast(({ start }) => start <= span.start)?.start ?? 0,
    end: lines.find(({ end }) => end >= span.end)?.end ?? text.length,
  });
  return document.tree === undefined ? [] : [...entriesOf(document.tree.root).map(whole), ...sectionsOf(text)];
}

function entriesOf(table: RuleTable): readonly Span[] {
  return table.entries.flatMap(({ span, value }) => {
    if (value.kind === 'table') return [span, ...entriesOf(value)];
    if (value.kind === 'array') return [span, ...value.elements.flatMap((each) => (each.kind === 'table' ? entriesOf(each) : []))];
    return [span];
  });
}

/** From each header to the next that is not of a table below it. */
function sectionsOf(text: string): readonly Span[] {
  const headers = [...text.matchAll(/^\[+([\w.]+)\]+ *\r?\n/gm)].map(({ index, 1: name = '' }) => ({ index, name }));
  return headers.map(({ index, name }, i) => {
    const next = headers.slice(i + 1).find((other) => !other.name.startsWith(`${name}.`));
    return { start: index, end: next?.index ?? text.length };
  });
}

function damagesOf(rule: Analysed): readonly Damage[] {
  const { text } = rule;
  const parts = partsOf(rule);
  return lineSpans(text).flatMap((line, number): readonly Damage[] => {
    const touched = parts.filter(({ start, end }) => start <= line.start && line.end <= end);
    // A line of an entry damages the entry; the line of a header the whole table.
    const part = touched.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0] ?? line;
    const gone = { start: line.start, end: text.length };
    return [
      {
        what: `cut before line ${number + 1}`,
        text: text.slice(0, line.start),
        gone,
        part: { ...gone, start: part.start },
        without: text.slice(0, part.start),
      },
      {
        what: `without line ${number + 1}`,
        text: text.slice(0, line.start) + text.slice(line.end),
        gone: line,
        part,
        without: text.slice(0, part.start) + text.slice(part.end),
      },
    ];
  });
}

const keyOf = ({ code, message, span }: Diagnostic, shift: (offset: number) => number): string =>
  `${shift(span.start)}-${shift(span.end)} ${code} ${message}`;

const same = (offset: number): number => offset;
const after = (span: Span) => (offset: number) => (offset >= span.end ? offset - (span.end - span.start) : offset);

/** They say that something is not there. Where a part cannot be read it may be that one, so nothing is said. */
const absences: readonly string[] = ['ATK008', 'DOC006', 'IDX001'];

/** What is said of the other parts in the whole rule and without the damaged part, but not in the damaged rule. */
function lost(rule: Analysed, damage: Damage, damaged: Analysed, without: Analysed): readonly string[] {
  const { part, gone } = damage;
  const kept = new Set(damaged.found.map((found) => keyOf(found, same)));
  const independent = new Set(without.found.map((found) => keyOf(found, same)));
  return rule.found
    .filter(({ code, span }) => !absences.includes(code) && (span.end <= part.start || span.start >= part.end))
    .filter((found) => independent.has(keyOf(found, after(part))) && !kept.has(keyOf(found, after(gone))))
    .map((found) => `${damage.what}: ${found.code} ${found.message}`);
}

/** They say that something cannot be read, or cannot be without what is gone. */
const ofDamage: readonly string[] = ['TOM001', 'QRY001', 'QRY004'];

/** Errors in the other parts that neither the whole rule nor the one without the damaged part has. */
function gained(rule: Analysed, { what, part, gone }: Damage, damaged: Analysed, without: Analysed): readonly string[] {
  const rest = { start: part.start, end: part.end - (gone.end - gone.start) };
  const before = (offset: number): number => (offset >= gone.start ? offset + (gone.end - gone.start) : offset);
  const inRule = new Set(rule.found.map((found) => keyOf(found, same)));
  const independent = new Set(without.found.map((found) => keyOf(found, same)));
  return damaged.found
    .filter(({ code, severity }) => severity === 'error' && !ofDamage.includes(code))
    .filter(({ span }) => span.end <= rest.start || span.start >= rest.end)
    .filter((found) => !inRule.has(keyOf(found, before)) && !independent.has(keyOf(found, after(rest))))
    .map(({ code, message }) => `${what}: ${code} ${message} (new)`);
}

const syntaxErrors = (text: string): number =>
  openRule(text, { uri, languageId: 'toml' }).problems.filter(({ code }) => code === 'TOM001').length;

/** Repairs that cannot be made, or after which the file can be read less. Alike ones are tried once for each rule. */
function badFixes({ text, found }: Analysed, { what }: Damage, tried: Set<string>): readonly string[] {
  const before = found.filter(({ code }) => code === 'TOM001').length;
  return found.flatMap(({ code, fixes = [] }) =>
    fixes.flatMap(({ title, edits }) => {
      const key = `${before} ${code} ${title}`;
      if (tried.has(key)) return [];
      tried.add(key);
      const now = syntaxErrors(applyEdits(text, edits));
      return now > before ? [`${what}: ${code} ${title}: ${now} syntax errors instead of ${before}`] : [];
    }),
  );
}

function complaints(text: string): readonly string[] {
  const known = new Map<string, Analysed>();
  const once = (variant: string): Analysed => {
    const result = known.get(variant) ?? analysed(variant);
    known.set(variant, result);
    return result;
  };
  const rule = once(text);
  const tried = new Set<string>();
  return damagesOf(rule).flatMap((damage) => {
    const damaged = once(damage.text);
    const without = once(damage.without);
    return [...lost(rule, damage, damaged, without), ...gained(rule, damage, damaged, without), ...badFixes(damaged, damage, tried)];
  });
}

/** With something to say about everywhere. */
const flawed = `${ruleWith({
  metadata: { creation_date: '"2026-01-05"', maturity: '"prodution"' },
  rule: {
    description: "'''\nFinds a shell.\n'''",
    note: "'''\n## Setup\n\n### Investigating Shell from mail server\n\n[no address]()\n'''",
    severity: '"hihg"',
    query: "'''\nhost.os.type: linux and event.category: process and\n  process.nmae: (sh or sh or\n  bash)\n'''",
    tags: '[\n  "OS: LINUX",\n  "Tactic: Executon",\n  "OS: LINUX",\n]',
    references: '[\n  "http://example.org/a",\n  "nothing",\n]',
  },
})}
[[rule.threat]]
framework = "MITRE ATTACK"

[rule.threat.tactic]
id = "TA0003"
name = "Persistance"
reference = "https://attack.mitre.org/tactics/TA0004/"
`;

const sequence = eqlRuleWith({
  rule: {
    query: `'''\nsequence by host.id\n  [process where process.nmae == "a*"]\n  [file where file.name == "b*" and process.pid == "5"]\n'''`,
    severity_mapping: '[{field = "event.severty", operator = "equal", severity = "low", value = "3"}]',
  },
});

const fresh = (type: (typeof ruleTypes)[number]): string =>
  newRuleText({ type, name: 'My rule', id: '0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d', today: '2026-02-03' });

describe('a rule that is cut off or lacks a line', () => {
  it.each([
    ['the usual rule', ruleWith()],
    ['a rule with much wrong', flawed],
    ['a sequence', sequence],
    ['a rule with line breaks of Windows', flawed.replaceAll('\n', '\r\n')],
    ...ruleTypes.map((type) => [`a new ${type} rule`, fresh(type)]),
  ])('keeps what is said of the rest: %s', (_, text) => {
    expect(complaints(text)).toEqual([]);
  });
});

/** Short ones first, as many of each type as there are, up to a number. */
function sample(perType: number): readonly { readonly path: string; readonly text: string }[] {
  const taken = new Map<string, number>();
  return corpusRules()
    .toSorted((a, b) => a.text.length - b.text.length)
    .filter(({ text }) => {
      const type = /^type = "(\w+)"/m.exec(text)?.[1] ?? 'none';
      taken.set(type, (taken.get(type) ?? 0) + 1);
      return (taken.get(type) ?? 0) <= perType;
    });
}

it('rules in production, cut off or without a line, keep what is said of the rest', () => {
  if (reference === undefined) {
    console.log('not run: no reference data');
    return;
  }
  const rules = sample(7);
  expect(rules.flatMap(({ path, text }) => complaints(text).map((complaint) => `${path}: ${complaint}`))).toEqual([]);
  console.log(`${rules.length} rules`);
});
