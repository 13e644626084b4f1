/** Tells, over a matching event, which value satisfied which clause of the rule: the one under the pointer first. */
import * as vscode from 'vscode';
import type { MatchedValue, RunHit } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { fileName, toRange } from '../rules.js';

/** Clauses listed when the pointer is on the event but on none of its values. */
const listedClauses = 30;

export function registerHover({ runs }: Context): vscode.Disposable {
  const selector = [{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-vfs' }, { scheme: 'vscode-remote' }];
  return vscode.languages.registerHoverProvider(selector, {
    provideHover: (document, position) => {
      const run = runs.ofSample(document.uri.toString());
      const hit = run?.result.hits.find(({ range }) => toRange(range).contains(position));
      return run === undefined || hit === undefined ? undefined : hoverOn(hit, position, run.result.rule, run.stale);
    },
  });
}

function hoverOn(hit: RunHit, position: vscode.Position, rule: string, stale: boolean): vscode.Hover {
  const here = hit.matched.filter(({ range }) => toRange(range).contains(position));
  const listed = (here.length > 0 ? here : hit.matched).slice(0, listedClauses);
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**Matches** ${code(fileName(rule))}${stale ? ' (before the last edit)' : ''}\n\n`);
  for (const match of listed) text.appendMarkdown(`- ${line(match)}\n`);
  if (here.length === 0 && hit.matched.length > listed.length) text.appendMarkdown(`- and ${hit.matched.length - listed.length} more\n`);
  const first = here[0];
  return first === undefined ? new vscode.Hover(text) : new vscode.Hover(text, toRange(first.range));
}

function line({ field, value, clause }: MatchedValue): string {
  return `${code(field)} is ${code(value)}, which satisfies ${code(clause.replace(/\s+/g, ' '))}`;
}

/** Inline code that holds any text: the fence is longer than the longest run of backquotes inside. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}
