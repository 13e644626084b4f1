/** Tells, over a matching event, which value satisfied which clause of the rule: the one under the pointer first. */
import * as vscode from 'vscode';
import type { MatchedValue, RunHit } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { inlineCode as code } from '../markdown.js';
import { fileName, toRange } from '../rules.js';
import type { Run } from '../runs.js';
import type { ShownEvents } from '../samplePreview.js';
import { explainLink, placeOf } from './eventLinks.js';

/** Clauses listed when the pointer is on the event but on none of its values. */
const listedClauses = 30;

export function registerHover({ runs, previews }: Context): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: '*' },
    {
      provideHover: (document, position) => {
        const { sample, toSample, toDocument } = previews.shownIn(document);
        const run = runs.ofSample(sample);
        const place = run === undefined ? undefined : toSample(position);
        const at = place === undefined ? undefined : new vscode.Position(place.line, place.character);
        if (at === undefined) return undefined;
        const index = run?.result.hits.findIndex(({ range }) => toRange(range).contains(at));
        const hit = index === undefined ? undefined : run?.result.hits[index];
        if (run === undefined || index === undefined || hit === undefined) return undefined;
        const hover = hoverOn(hit, at, run, toDocument);
        const value = hit.matched.findIndex(({ range }) => toRange(range).contains(at));
        if (value >= 0) hover.contents.push(tuneLinks({ rule: run.result.rule, hit: index, value }));
        hover.contents.push(explainLink(placeOf(run.result, hit.range.start), 'Why? Open explanation'));
        return hover;
      },
    },
  );
}

function hoverOn(hit: RunHit, position: vscode.Position, { result, stale }: Run, toDocument: ShownEvents['toDocument']): vscode.Hover {
  const here = hit.matched.filter(({ range }) => toRange(range).contains(position));
  const listed = (here.length > 0 ? here : hit.matched).slice(0, listedClauses);
  const text = new vscode.MarkdownString();
  const rule = code(fileName(result.rule));
  text.appendMarkdown(
    `${stale ? vscode.l10n.t('**Matches** {0} (before the last edit)', rule) : vscode.l10n.t('**Matches** {0}', rule)}\n\n`,
  );
  for (const match of listed) text.appendMarkdown(`- ${line(match)}\n`);
  if (here.length === 0 && hit.matched.length > listed.length)
    text.appendMarkdown(`- ${vscode.l10n.t('and {0} more', hit.matched.length - listed.length)}\n`);
  const first = here[0];
  return first === undefined ? new vscode.Hover(text) : new vscode.Hover(text, toDocument(first.range));
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
