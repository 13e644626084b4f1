/** Where the rule of a test file is. */
import type { Host } from '../base/host.js';
import { rulesBeside } from '../rule/testNames.js';
import type { RuleTestFile } from './testFile.js';

/** The file of the rule that the tests are about: the one that is named, or the first that stands beside them. */
export async function findRule(file: Pick<RuleTestFile, 'uri' | 'rule'>, host: Pick<Host, 'exists'>): Promise<string> {
  const candidates = rulesBeside(file.uri);
  if (!candidates.includes(file.rule)) return file.rule;
  for (const uri of [file.rule, ...candidates]) if (await host.exists(uri)) return uri;
  return file.rule;
}
