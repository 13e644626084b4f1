/** Which file holds the tests of a rule, and whose tests a file holds, by their names alone. Works on paths and URIs alike. */

/** The file beside a rule that holds its tests: `a.toml`, `a.eql` and `a.kuery` have theirs in `a.test.toml`. */
export const testFileSuffix = '.test.toml';

/** The endings of rules that such a file may be about, first choice first. */
const ruleEndings = ['toml', 'eql', 'kuery', 'json', 'ndjson'] as const;

/** Whether the name is that of a test file. */
export function isTestFile(file: string): boolean {
  return /[^/\\]\.test\.toml$/i.test(file);
}

/** The file that holds the tests of a rule. */
export function testFileOf(rule: string): string {
  return `${rule.replace(/\.[^./\\]+$/, '')}${testFileSuffix}`;
}

/** The files beside a test file that its rule may stand in, first choice first. */
export function rulesBeside(testFile: string): readonly string[] {
  const stem = testFile.slice(0, -testFileSuffix.length);
  return ruleEndings.map((ending) => `${stem}.${ending}`);
}
