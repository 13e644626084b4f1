/** Rules in files that need not be open: which files are looked at, and what is read of them. */
import { readFacts, type RuleFacts } from '../analysis/repository/facts.js';
import type { Host } from '../base/host.js';
import { mayHoldRules } from '../rule/jsonRule.js';
import { fileKey } from './uris.js';

export interface RuleFile {
  readonly uri: string;
  /** Empty for a file that is nothing but a query. */
  readonly rules: readonly RuleFacts[];
}

/** Undefined for what holds no rule. */
export async function readRules(uri: string, host: Host): Promise<RuleFile | undefined> {
  if (/\.(?:json|ndjson)$/i.test(uri) && !(await mayHold(uri, host))) return undefined;
  const text = await host.readText(uri);
  if (!text.ok) return undefined;
  if (/\.(?:eql|kuery)$/i.test(uri)) return { uri, rules: [] };
  const rules = readFacts(text.value, uri);
  return rules.length === 0 ? undefined : { uri, rules };
}

/** Files of events can be huge: their beginning is enough to tell. */
async function mayHold(uri: string, host: Host): Promise<boolean> {
  const stream = await host.openStream(uri);
  if (!stream.ok) return false;
  for await (const chunk of stream.value.chunks) return mayHoldRules(new TextDecoder().decode(chunk));
  return false;
}

/** The folder below which the search for rules comes across the file; undefined for other files, such as earlier versions of one. */
export function folderOf(uri: string, folders: readonly string[]): string | undefined {
  if (!/\.(?:toml|json|ndjson|eql|kuery)$/i.test(uri)) return undefined;
  const key = fileKey(uri);
  return folders.map(withSlash).find((base) => key.startsWith(base) && !/(?:^|\/)(?:node_modules|\.[^/]*)\//.test(key.slice(base.length)));
}

function withSlash(folder: string): string {
  return fileKey(folder).replace(/\/?$/, '/');
}
