/** Reads a rule file that the user named or that a search came across. */
import { openRule } from '../rule/openText.js';
import { uriOf } from './files.js';
import type { RuleFile } from './report.js';
import type { Terminal } from './terminal.js';

/** `other` is a file that can be read but is no rule. Messages say what to do next. */
export type RuleReading =
  | { readonly kind: 'rule'; readonly rule: RuleFile }
  | { readonly kind: 'other'; readonly message: string }
  | { readonly kind: 'unread'; readonly message: string };

export async function readRule(terminal: Terminal, path: string): Promise<RuleReading> {
  const uri = uriOf(terminal.folder, path);
  const text = await terminal.host.readText(uri);
  if (!text.ok) return { kind: 'unread', message: text.failure.message };
  const document = openRule(text.value, { uri });
  if (document.format !== 'other') return { kind: 'rule', rule: { path, document } };
  return { kind: 'other', message: `${path} is no rule; name a detection rule in TOML, or a query in a .eql or .kuery file.` };
}
