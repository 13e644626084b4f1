/** Which tests a file has, as the editor lists them before any is run. */
import { nameOf } from '../base/fileName.js';
import type { Host } from '../base/host.js';
import { LineIndex } from '../base/lines.js';
import type { ListTestsResult } from '../protocol/ruleTests.js';
import { openRules } from '../rule/openText.js';
import { findRule } from '../ruleTests/findRule.js';
import { readTestFile } from '../ruleTests/readTestFile.js';
import type { RuleTestCase } from '../ruleTests/testFile.js';
import { toRange } from './convert.js';

/** The tests of a file and the rule that they are about, without a look into the rule. */
export type ListedTests = Omit<ListTestsResult, 'title'> & { readonly ruleName: string | undefined };

/** `host` reads what is open in the editor as it stands there. */
export async function listTests(uri: string, text: string, host: Pick<Host, 'exists'>): Promise<ListedTests> {
  const { file, problems } = readTestFile(uri, text);
  const lines = new LineIndex(text);
  const rule = await findRule(file, host);
  const [first] = problems;
  const place = first === undefined ? undefined : lines.positionAt(first.span.start).line + 1;
  return {
    rule,
    ruleName: file.ruleName,
    tests: file.cases.map(({ name, nameSpan }) => ({ name, range: toRange(lines, nameSpan) })),
    files: [...new Set([...(file.mapping?.value.kind === 'file' ? [file.mapping.value.uri] : []), ...file.cases.flatMap(filesOf)])],
    message: first === undefined ? undefined : `Line ${place}: ${first.message}`,
  };
}

/** The rule's name, or its file's where it has none. */
export async function titleOf({ rule, ruleName }: ListedTests, host: Pick<Host, 'readText'>): Promise<string> {
  if (ruleName !== undefined) return ruleName;
  const read = await host.readText(rule);
  const [first] = read.ok ? openRules(read.value, { uri: rule }) : [];
  return first?.name?.value ?? nameOf(rule);
}

function filesOf({ events, history, indicators }: RuleTestCase): readonly string[] {
  return [...events, ...history, ...indicators].flatMap((each) => (each.kind === 'file' ? [each.uri] : []));
}
