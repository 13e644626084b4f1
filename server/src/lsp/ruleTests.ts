/** Answers which tests a file has and how they went, and knows for each rule what its tests came to. */
import type { CancellationToken, Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isCancelled } from '../base/cancel.js';
import { succeed, type Host } from '../base/host.js';
import type { RuleTestsSummary } from '../features/codeLens.js';
import { listTests, titleOf, type ListedTests } from '../features/ruleTestList.js';
import type { TestsJob } from '../features/ruleTests.js';
import {
  listTestsRequest,
  runTestsRequest,
  type ListTestsParams,
  type ListTestsResult,
  type RunTestsParams,
  type RunTestsResult,
} from '../protocol/ruleTests.js';
import { testFileOf } from '../rule/testNames.js';
import type { Guard } from './guard.js';
import type { Runner } from './runner.js';
import { fileKey } from './uris.js';

export interface RuleTestsParts {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly host: Host;
  readonly runner: Runner;
  readonly guard: Guard;
}

export interface TestedRules {
  /** What the tests of a rule came to in the texts as they stand now; undefined for a rule without tests. */
  of(rule: string): Promise<RuleTestsSummary | undefined>;
}

/** How tests went, and the texts that they went so with. */
interface Ran {
  readonly texts: string;
  readonly statuses: ReadonlyMap<string, 'passed' | 'failed' | 'error'>;
}

/** `onRan` is called after each run. Unsaved text counts. Every outcome is a result; only bugs throw. */
export function answerRuleTests(parts: RuleTestsParts, onRan: () => void): TestedRules {
  const { connection, documents, host, guard } = parts;
  const open = hostWithOpen(documents, host);
  const { list, filesOf } = createTestLists(open);
  const ran = new Map<string, Ran>();

  /** Both texts: an edit of either makes another pair of them. */
  async function textsOf(file: string, rule: string): Promise<string> {
    const texts = await Promise.all([open.readText(file), open.readText(rule)]);
    return JSON.stringify(texts.map((text) => (text.ok ? text.value : null)));
  }

  async function run(params: RunTestsParams, token: CancellationToken): Promise<RunTestsResult> {
    const { file } = params;
    const listed = await list(file);
    const texts = await textsOf(file, listed.rule);
    const result = await runTests(params, listed, open, parts, token);
    const before = ran.get(file);
    const kept = before?.texts === texts ? before.statuses : [];
    ran.set(file, { texts, statuses: new Map([...kept, ...result.tests.map(({ name, status }) => [name, status] as const)]) });
    onRan();
    return result;
  }

  connection.onRequest(listTestsRequest, ({ file }: ListTestsParams) =>
    guard.attempt({ what: 'tests', uri: file }, untitled(noTests('The tests could not be read; the Rulewright log says why')), async () => {
      const listed = await list(file);
      return { ...untitled(listed), title: await titleOf(listed, open) };
    }),
  );
  connection.onRequest(runTestsRequest, (params: RunTestsParams, token: CancellationToken) =>
    guard.attempt({ what: 'run of tests', uri: params.file }, notRun('', 'The tests ended unexpectedly; the Rulewright log says why'), () =>
      run(params, token),
    ),
  );

  async function summaryOf(file: string): Promise<RuleTestsSummary> {
    const { tests, rule } = await list(file);
    const last = ran.get(file);
    const isCurrent = last !== undefined && last.texts === (await textsOf(file, rule));
    const statuses = isCurrent ? tests.flatMap(({ name }) => last.statuses.get(name) ?? []) : [];
    return { tests: tests.length, ran: statuses.length, failed: statuses.filter((status) => status !== 'passed').length };
  }

  return {
    async of(rule) {
      const files = await filesOf(rule);
      const summaries = await Promise.all(files.map(summaryOf));
      const sum = (key: keyof RuleTestsSummary): number => summaries.reduce((total, summary) => total + summary[key], 0);
      return sum('tests') === 0 ? undefined : { tests: sum('tests'), ran: sum('ran'), failed: sum('failed') };
    },
  };
}

interface TestLists {
  readonly list: (file: string) => Promise<ListedTests>;
  /** The file beside the rule where it is about the rule, and those that were listed and are. */
  readonly filesOf: (rule: string) => Promise<readonly string[]>;
}

function createTestLists(open: Host): TestLists {
  const known = new Map<string, { readonly text: string; readonly listed: ListedTests }>();

  /** Read again only where the file is another one: a code lens asks with every edit of its rule. */
  async function list(file: string): Promise<ListedTests> {
    const read = await open.readText(file);
    if (!read.ok) return noTests(read.failure.message);
    const before = known.get(file);
    if (before?.text === read.value && (await open.exists(before.listed.rule))) return before.listed;
    const listed = await listTests(file, read.value, open);
    known.set(file, { text: read.value, listed });
    return listed;
  }

  return {
    list,
    async filesOf(rule) {
      const beside = testFileOf(rule);
      const isKnown = [...known.keys()].some((file) => fileKey(file) === fileKey(beside));
      if (!isKnown && (await open.exists(beside))) await list(beside);
      return [...known].filter(([, { listed }]) => fileKey(listed.rule) === fileKey(rule)).map(([file]) => file);
    },
  };
}

async function runTests(
  params: RunTestsParams,
  { rule, files }: ListedTests,
  open: Host,
  parts: RuleTestsParts,
  token: CancellationToken,
): Promise<RunTestsResult> {
  const { file, names, coverage, explain } = params;
  const text = await open.readText(file);
  if (!text.ok) return notRun(rule, text.failure.message);
  const job: TestsJob = {
    file: { uri: file, text: text.value },
    open: openTexts([rule, ...files], parts.documents),
    ...(names === undefined ? {} : { names }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(explain === undefined ? {} : { explain }),
  };
  try {
    return await parts.runner.tests(job, token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return notRun(rule, 'The tests were cancelled');
  }
}

function noTests(message: string): ListedTests {
  return { rule: '', ruleName: undefined, tests: [], files: [], message };
}

function untitled({ rule, tests, files, message }: ListedTests): ListTestsResult {
  return { rule, title: '', tests, files, message };
}

function notRun(rule: string, message: string): RunTestsResult {
  return { rule, fault: { message, range: undefined }, tests: [] };
}

/** The texts of those of the files that are open, under the URIs that are given. */
function openTexts(files: readonly string[], documents: TextDocuments<TextDocument>): Readonly<Record<string, string>> {
  const texts = new Map(documents.all().map((document) => [fileKey(document.uri), document] as const));
  return Object.fromEntries(
    files.flatMap((file) => {
      const document = texts.get(fileKey(file));
      return document === undefined ? [] : [[file, document.getText()] as const];
    }),
  );
}

/** Files as they stand in the editor where they are open there. */
function hostWithOpen(documents: TextDocuments<TextDocument>, host: Host): Host {
  const textOf = (uri: string): string | undefined => openTexts([uri], documents)[uri];
  return {
    ...host,
    readText: async (uri) => {
      const text = textOf(uri);
      return text === undefined ? host.readText(uri) : succeed(text);
    },
    exists: async (uri) => textOf(uri) !== undefined || (await host.exists(uri)),
  };
}
