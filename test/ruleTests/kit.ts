/** A rule and its tests in memory, for the tests of rule tests. */
import { noCancel } from '../../server/src/base/cancel.js';
import { readTestFile } from '../../server/src/ruleTests/readTestFile.js';
import { runTestFile, type RunTestsOptions } from '../../server/src/ruleTests/runTests.js';
import { memoryHost } from '../kit/memoryHost.js';
import { shippedSchemas } from '../schema/shipped.js';

export const testUri = 'file:///rules/a.test.toml';

const header = `[metadata]
creation_date = "2026/01/05"

[rule]
author = ["Acme"]
from = "now-9m"
index = ["logs-endpoint.events.process-*"]
name = "Shell from web server"
risk_score = 47
rule_id = "0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d"
severity = "medium"
`;

/** A whole rule in TOML. */
export function ruleOf(language: 'eql' | 'kuery', query: string, more = ''): string {
  const type = /^type = /m.test(more) ? '' : `type = "${language === 'eql' ? 'eql' : 'query'}"\n`;
  return `${header}language = "${language}"\n${type}${more}query = '''\n${query}\n'''\n`;
}

/** Files by their names in the folder of the tests. */
export function hostWith(files: Readonly<Record<string, string>>): ReturnType<typeof memoryHost> {
  return memoryHost(Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///rules/${name}`, text])));
}

/** Runs `a.test.toml` of these files. */
export async function runTests(files: Readonly<Record<string, string>>, options: RunTestsOptions = {}) {
  const { file } = readTestFile(testUri, files['a.test.toml'] ?? '');
  return runTestFile(file, { host: hostWith(files), schemas: await shippedSchemas, token: noCancel }, options);
}

/** What came of each test: its status, or the messages of its failures. */
export async function outcomes(files: Readonly<Record<string, string>>): Promise<readonly (string | readonly string[])[]> {
  const { result } = await runTests(files);
  if (result.fault !== undefined) return [result.fault.message];
  return result.cases.map(({ status, failures }) => (failures.length === 0 ? status : failures.map(({ message }) => message)));
}
