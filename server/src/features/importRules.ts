/** Rules in another notation as files in TOML: the text of a documentation page, rule objects of Kibana's, or an export. */
import type { ImportRulesParams, ImportRulesResult } from '../protocol/ruleFiles.js';
import { freeName, ruleFileName } from '../rule/import/fileName.js';
import { isPage } from '../rule/import/page.js';
import { readRules } from '../rule/import/readRules.js';
import { jsonStart } from '../rule/jsonRead.js';

/** `today`: `YYYY-MM-DD`. */
export function importRules({ text, name, from, id }: ImportRulesParams, today: string): ImportRulesResult {
  const refuse = (message: string): ImportRulesResult => ({ rules: [], notes: [], message });
  if (from === 'page' && !isPage(text)) {
    return refuse(`${name} is not the text of a rule's documentation page, which has lines such as "Rule type: eql" and "Severity: low"`);
  }
  if (from === 'kibana' && !/^(?:\{|\[\s*[{\]])/.test(text.slice(jsonStart(text))))
    return refuse(`${name} has no rule objects of Kibana's: they are JSON`);
  const options = { name, keepMetadata: false, today: today.replaceAll('-', '/'), newId: () => id };
  const { rules, fault, nothing, notes } = readRules(text, { uri: 'import.json' }, options);
  const [message] = [fault, nothing].filter((sentence) => sentence !== undefined);
  if (message !== undefined) return refuse(message);
  const taken = new Set<string>();
  const files = rules.map(({ kibana, toml }) => {
    const fileName = `${freeName(ruleFileName(kibana), taken)}.toml`;
    return { name: typeof kibana['name'] === 'string' ? kibana['name'] : fileName, fileName, text: toml.value, notes: toml.lost };
  });
  return { rules: files, notes, message: files.length === 0 ? `There are no rules in ${name}` : undefined };
}
