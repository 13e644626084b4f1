/** Tells, over a matching event, which value satisfied which clause of the rule: the one under the pointer first. */
import * as vscode from 'vscode';
import type { MatchedValue, RunHit } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { inlineCode as code } from '../markdown.js';
import { fileName, toRange } from '../rules.js';
import { explainLink, placeOf } from './eventLinks.js';

/** Clauses listed when the pointer is on the event but on none of its values. */
const listedClauses = 30;

export function registerHover({ runs }: Context): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: '*' },
    {
      provideHover: (document, position) => {
        const run = runs.ofSample(document.uri.toString());
        const index = run?.result.hits.findIndex(({ range }) => toRange(range).contains(position));
        const hit = index === undefined ? undefined : run?.result.hits[index];
        if (run === undefined || index === undefined || hit === undefined) return undefined;
        const hover = hoverOn(hit, position, run.result.rule, run.stale);
        const value = hit.matched.findIndex(({ range }) => toRange(range).contains(position));
        if (value >= 0) hover.contents.push(tuneLinks({ rule: run.result.rule, hit: index, value }));
        hover.contents.push(explainLink(placeOf(run.result, hit.range.start), 'Why? Open explanation'));
        return hover;
      },
    },
  );
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

/** What can be done about the value under the pointer. */
function tuneLinks(match: { readonly rule: string; readonly hit: number; readonly value: number }): vscode.MarkdownString {
  const argument = encodeURIComponent(JSON.stringify([match]));
  const text = new vscode.MarkdownString(
    `[Exclude This Value](command:rulewright.excludeValue?${argument}) · [Keep Only This Value](command:rulewright.keepValue?${argument})`,
  );
  text.isTrusted = { enabledCommands: ['rulewright.excludeValue', 'rulewright.keepValue'] };
  return text;
}

function line({ field, value, clause }: MatchedValue): string {
  return `${code(field)} is ${code(value)}, which satisfies ${code(clause.replace(/\s+/g, ' '))}`;
}
