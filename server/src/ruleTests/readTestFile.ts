/** The text of a test file to its cases. Never throws: a case that cannot be read is left out, with a problem that says why. */
import { namedFile } from '../base/fileUri.js';
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import { isJsonObject, parseJson, type JsonObject } from '../events/json.js';
import { readWantedMapping } from '../events/mapper.js';
import { rulesBeside } from '../rule/testNames.js';
import { entryOf, type TomlString, type TomlTable, type TomlValue } from '../toml/node.js';
import { readToml } from '../toml/read.js';
import { stringMapOf } from '../toml/stringMap.js';
import { checkInline, isInline, isTooDeep } from './inlineEvents.js';
import { readExpectation } from './readExpectation.js';
import { reportType, reportUnknownKeys, stringAt, type TableReader } from './readTable.js';
import type { CaseEvents, RuleTestCase, RuleTestFile } from './testFile.js';

export interface TestFileReading {
  readonly file: RuleTestFile;
  /** Where the rule is named; undefined where it is the one beside the tests. */
  readonly ruleSpan: Span | undefined;
  readonly comments: readonly Span[];
  /** With codes `TST…`, and those of TOML itself; spans are in the file. */
  readonly problems: readonly Problem[];
}

export const testFileKeys = ['rule', 'rule_name', 'mapping', 'defaults', 'events', 'history', 'indicators', 'now', 'test'] as const;
export const testKeys = ['name', 'events', 'history', 'indicators', 'now', 'expect'] as const;

const eventsAre = "JSON events between ''' and ''', or the name of a file that has some; or a list of these";

/** Reads a file of tests. `uri` is what files named in it are found from. */
export function readTestFile(uri: string, text: string): TestFileReading {
  const { root, comments, problems: damage } = readToml(text);
  const problems: Problem[] = [...damage];
  const reader: FileReader = { uri, text, table: root, problems };
  reportUnknownKeys(reader, testFileKeys, 'A test file');
  const shared = sharedOf(reader);
  const cases: RuleTestCase[] = [];
  for (const table of testsIn(reader)) {
    const read = readCase(table, shared, { ...reader, table });
    if (read === undefined) continue;
    if (cases.some(({ name }) => name === read.name)) problems.push(sameName(read));
    else cases.push(read);
  }
  const rule = stringAt(reader, 'rule', 'the file name of the rule');
  const ruleName = stringAt(reader, 'rule_name', 'the rule_id or name of the rule in its file');
  const file = {
    uri,
    text,
    rule: rule === undefined ? (rulesBeside(uri)[0] ?? uri) : fileBeside(uri, rule.value),
    ruleName: ruleName?.value,
    mapping: mappingOf(reader),
    cases,
  };
  const sorted = problems.sort((a, b) => a.span.start - b.span.start);
  return { file, ruleSpan: rule?.span, comments: comments.map(({ span }) => span), problems: sorted };
}

interface FileReader extends TableReader {
  readonly uri: string;
  readonly text: string;
}

/** What cases have that do not say otherwise. */
interface Shared {
  readonly defaults: JsonObject | undefined;
  readonly events: readonly CaseEvents[] | undefined;
  readonly history: readonly CaseEvents[] | undefined;
  readonly indicators: readonly CaseEvents[] | undefined;
  readonly now: string | undefined;
}

function sharedOf(reader: FileReader): Shared {
  const defaults = defaultsOf(reader);
  return {
    defaults,
    events: eventsAt(reader, 'events', defaults),
    history: eventsAt(reader, 'history', defaults),
    indicators: eventsAt(reader, 'indicators', undefined),
    now: nowAt(reader),
  };
}

function defaultsOf(reader: FileReader): JsonObject | undefined {
  const written = stringAt(reader, 'defaults', "a JSON object between ''' and '''");
  if (written === undefined) return undefined;
  const parsed = isTooDeep(written.value) ? undefined : parseJson(written.value);
  if (isJsonObject(parsed)) return parsed;
  const isObject = written.value.trimStart().startsWith('{');
  const [mistake] = isObject ? checkInline(written.value).mistakes : [];
  const message = 'The defaults are one JSON object, `{ … }`, whose fields all inline events have';
  if (mistake === undefined) reader.problems.push({ code: 'TST006', span: written.span, message });
  else reportMistake(reader, written, mistake);
  return undefined;
}

function mappingOf(reader: FileReader): RuleTestFile['mapping'] {
  const written = stringAt(reader, 'mapping', 'the name of a mapping, a mapping file, or "none"');
  if (written === undefined) return undefined;
  return { value: readWantedMapping(written.value, (file) => fileBeside(reader.uri, file)), span: written.span };
}

function testsIn(reader: FileReader): readonly TomlTable[] {
  const entry = entryOf(reader.table, 'test');
  if (entry === undefined) {
    if (reader.problems.length > 0) return [];
    const message = 'The file has no tests; a test begins with [[test]] on a line of its own';
    reader.problems.push({ code: 'TST007', span: { start: 0, end: Math.min(1, reader.text.length) }, message });
    return [];
  }
  if (entry.value.kind === 'array')
    return entry.value.elements.flatMap((each) => (each.kind === 'table' ? [each] : notATest(reader, each)));
  if (entry.value.kind === 'table') {
    const { start, end } = entry.span;
    const isHeader = /^\[[^[\]]*\]$/.test(reader.text.slice(start, end));
    reader.problems.push({
      code: 'TST002',
      span: entry.span,
      message: 'A file has several tests, so the header of each is [[test]]',
      ...(isHeader ? { fixes: [{ title: 'Write [[test]]', edits: [{ span: entry.span, newText: '[[test]]' }], preferred: true }] } : {}),
    });
    return [entry.value];
  }
  return notATest(reader, entry.value);
}

function notATest(reader: FileReader, value: TomlValue): readonly [] {
  reportType(reader, { key: 'test', value }, 'a table that begins with [[test]]');
  return [];
}

/** Undefined, with problems, for a case that cannot be run or asks nothing. */
function readCase(table: TomlTable, shared: Shared, reader: FileReader): RuleTestCase | undefined {
  reportUnknownKeys(reader, testKeys, 'A test');
  const name = stringAt(reader, 'name', 'text that says what is tested');
  const label = name?.value ?? 'without a name';
  const nameSpan = name?.span ?? headerOf(table, reader.text);
  if (entryOf(table, 'name') === undefined || name?.value.trim() === '') {
    reader.problems.push({ code: 'TST005', span: nameSpan, message: 'The test has no name; write `name = "…"`, saying what is tested' });
  }
  const events = eventsAt(reader, 'events', shared.defaults) ?? (entryOf(table, 'events') === undefined ? shared.events : []);
  if (events === undefined) {
    const message = `The test "${label}" has no events; write them as JSON between ''' and ''', or name a file`;
    reader.problems.push({ code: 'TST005', span: nameSpan, message });
  }
  const more = {
    history: eventsAt(reader, 'history', shared.defaults) ?? shared.history ?? [],
    indicators: eventsAt(reader, 'indicators', undefined) ?? shared.indicators ?? [],
    now: nowAt(reader) ?? shared.now,
  };
  const expect = readExpectation(table, { name: label, nameSpan }, reader.problems);
  if (name === undefined || name.value.trim() === '' || events === undefined || events.length === 0 || expect === undefined)
    return undefined;
  return { name: name.value, span: spanOf(table), nameSpan, events, ...more, expect };
}

/** `[[test]]`, or the first line of what stands in its place. */
function headerOf({ span: { start, end } }: TomlTable, text: string): Span {
  const line = /^[^\r\n]*/.exec(text.slice(start, end))?.[0].trimEnd() ?? '';
  return { start, end: start + Math.max(1, line.length) };
}

/** With all that stands below its header. */
function spanOf({ span, entries }: TomlTable): Span {
  const ends = entries.map((entry) => (entry.value.kind === 'table' ? spanOf(entry.value).end : entry.value.span.end));
  return { start: span.start, end: Math.max(span.end, ...ends) };
}

function sameName({ name, nameSpan }: RuleTestCase): Problem {
  return { code: 'TST004', span: nameSpan, message: `There is a test "${name}" already; give this one a name of its own` };
}

function nowAt(reader: FileReader): string | undefined {
  const value = entryOf(reader.table, 'now')?.value;
  return value?.kind === 'date' ? value.value : stringAt(reader, 'now', 'a time, such as "2026-01-05T12:00:00Z"')?.value;
}

/** Undefined where there are none; those that cannot be read are left out, with a problem. */
function eventsAt(reader: FileReader, key: string, defaults: JsonObject | undefined): readonly CaseEvents[] | undefined {
  const entry = entryOf(reader.table, key);
  if (entry === undefined) return undefined;
  const values = entry.value.kind === 'array' ? entry.value.elements : [entry.value];
  return values.flatMap((value) => {
    if (value.kind === 'string') return caseEvents(reader, value, defaults);
    reportType(reader, { key, value }, eventsAre);
    return [];
  });
}

function caseEvents(reader: FileReader, written: TomlString, defaults: JsonObject | undefined): readonly CaseEvents[] {
  const { value, span } = written;
  if (!isInline(value)) return eventFile(reader, written);
  const { events, mistakes } = checkInline(value);
  for (const mistake of mistakes) reportMistake(reader, written, mistake);
  if (mistakes.length > 0) return [];
  if (events.length === 0) {
    reader.problems.push({ code: 'TST006', span, message: 'The list has no events; an event is a JSON object, `{ … }`' });
    return [];
  }
  return [{ kind: 'inline', text: value, span, toFile: lazyMap(reader.text, written), defaults }];
}

function eventFile({ uri, problems }: FileReader, { value, span }: TomlString): readonly CaseEvents[] {
  if (value.trim() !== '' && !/[\r\n]/.test(value)) return [{ kind: 'file', uri: fileBeside(uri, value), span }];
  const message = 'This is neither JSON events, which begin with { or [, nor the name of a file';
  problems.push({ code: 'TST006', span, message });
  return [];
}

function reportMistake(
  { text, problems }: FileReader,
  written: TomlString,
  { span, message }: { readonly span: Span; readonly message: string },
): void {
  problems.push({ code: 'TST006', span: stringMapOf(text, written).spanToFile(span), message });
}

/** Only few events are ever asked for their place. */
function lazyMap(text: string, written: TomlString): (offset: number) => number {
  let map: ReturnType<typeof stringMapOf> | undefined;
  return (offset) => (map ??= stringMapOf(text, written)).toFile(offset);
}

/** The URI of a file that is named in another one: from that one's folder on, with slashes or backslashes. */
function fileBeside(uri: string, name: string): string {
  return /^[A-Za-z]:[\\/]/.test(name) ? new URL(`file:///${name.replaceAll('\\', '/')}`, uri).href : namedFile(uri, name);
}
