/** Reads a rule file that the user named or that a search came across. */
import { openRules } from '../rule/openText.js';
import { isTestFile } from '../rule/testNames.js';
import { uriOf } from './files.js';
import type { RuleFile } from './report.js';
import type { Terminal } from './terminal.js';

/** `other` is a file that can be read but is no rule. Messages say what to do next. */
export type RuleReading =
  | { readonly kind: 'rule'; readonly rule: RuleFile }
  | { readonly kind: 'other'; readonly message: string }
  | { readonly kind: 'unread'; readonly message: string };

/** The rule or rules of a file that someone named; why there is none is a sentence to print. */
export async function readRule(
  terminal: Pick<Terminal, 'host' | 'folder'>,
  path: string,
  uri = uriOf(terminal.folder, path),
): Promise<RuleReading> {
  const text = await terminal.host.readText(uri);
  if (!text.ok) return { kind: 'unread', message: text.failure.message };
  const documents = openRules(text.value, { uri });
  const [document] = documents;
  if (document.format !== 'other') return { kind: 'rule', rule: { path, document, documents } };
  const message = isTestFile(path)
    ? `${path} has tests, not a rule; name the rule, or run the tests with rulewright test.`
    : `${path} is no rule; name a detection rule in TOML or JSON, or a query in a .eql or .kuery file.`;
  return { kind: 'other', message };
}

/** The rule that is meant, or a sentence that says why it is not known. */
export function pickRule(file: RuleFile, wanted: string | undefined): RuleFile | string {
  const { path, documents } = file;
  const names = documents.map(({ ruleId, name }) => ruleId?.value ?? name?.value ?? 'a rule without a name');
  const some = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
  if (wanted === undefined) {
    return documents.length === 1
      ? file
      : `${path} has ${documents.length} rules; name one with --rule, by its rule_id or its name: ${some}`;
  }
  const document = documents.find(({ ruleId, name }) => ruleId?.value === wanted || name?.value === wanted);
  return document === undefined ? `${path} has no rule with the rule_id or name ${wanted}; it has ${some}` : { ...file, document };
}
