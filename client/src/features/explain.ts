/** Explains why an event matches or not: in a hover on the event, and clause by clause in a read-only text beside it. */
import * as vscode from 'vscode';
import {
  explainRequest,
  type ExplainedEvent,
  type ExplainedRow,
  type ExplainParams,
  type ExplainResult,
  type Position,
  type RunResult,
} from '../../../server/src/protocol/protocol.js';
import { asUri, type Commands, type ExplainedPlace } from '../commands.js';
import type { Context } from '../context.js';
import { explanationText, nearMisses, outcomeMark, rowReasons } from '../explanationWords.js';
import { inlineCode, sentence } from '../markdown.js';
import { refuse } from '../notes.js';
import { afterReplacement } from '../positions.js';
import { fileName, isRule, toRange } from '../rules.js';
import { sampleSource } from '../samples.js';
import { explainLink, placeOf } from './eventLinks.js';
import { registerFollowingTexts, type FollowingTexts } from './readOnlyTexts.js';
import { ruleFor } from './sample.js';

const scheme = 'rulewright-explanation';

/** After the last key stroke; long enough not to flicker, short enough to feel at once. */
const followMilliseconds = 250;

/** Clauses in a hover; the text beside has all. */
const hoveredRows = 20;

interface Shown {
  readonly uri: vscode.Uri;
  readonly rule: string;
  readonly sample: string;
  event: Position;
}

export interface Explanations extends vscode.Disposable {
  readonly explainEvent: Commands['rulewright.explainEvent'];
}

export function registerExplain(context: Context): Explanations {
  const texts = registerFollowingTexts<Shown>({
    scheme,
    followMilliseconds,
    open: shownAt,
    textOf: (shown, token) => contentOf(shown, context, token),
  });
  const parts = vscode.Disposable.from(
    texts,
    vscode.workspace.onDidChangeTextDocument((event) => {
      for (const explanation of texts.all()) follow(explanation, event, texts);
    }),
    registerEventHover(context),
  );
  return {
    explainEvent: async (argument) => {
      const place = await placeFor(context, argument);
      if (place === undefined || !(await context.requireServer())) return undefined;
      if (argument !== undefined) await goTo(place, context);
      const explanation = texts.of(explanationUri(place));
      explanation.event = place.event;
      texts.update(explanation.uri);
      await texts.showBeside(explanation.uri);
      return explanation.uri;
    },
    dispose: () => {
      parts.dispose();
    },
  };
}

/** Of what a link or a menu passes: a place, or a row of the results; without one, the event at the cursor. */
async function placeFor(context: Context, argument: unknown): Promise<ExplainedPlace | undefined> {
  if (isPlace(argument)) return argument;
  const last = context.runs.last?.result;
  const listed = last === undefined ? undefined : listedEvent(last, argument);
  if (last !== undefined && listed !== undefined) return placeOf(last, listed);
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || isRule(editor.document)) {
    return refuse(vscode.l10n.t('Put the cursor on an event of the sample, then explain it.'));
  }
  const { uri } = editor.document;
  const rule = asUri(context.runs.ofSample(uri.toString())?.result.rule) ?? (await ruleFor(context, uri));
  const { line, character } = editor.selection.active;
  return rule === undefined ? undefined : { rule: rule.toString(), sample: uri.toString(), event: { line, character } };
}

/** The event of a row of the results, or of one of its clauses. */
function listedEvent({ hits, explanation }: RunResult, argument: unknown): Position | undefined {
  const row = typeof argument === 'object' && argument !== null ? (argument as Readonly<Record<string, unknown>>) : {};
  const hit = [row['index'], row['hit']].find((each) => typeof each === 'number');
  if (hit !== undefined) return hits[hit]?.range.start ?? positionIn(row['position']);
  if (typeof row['miss'] !== 'number' || explanation === undefined) return undefined;
  return nearMisses(explanation)[row['miss']]?.miss.range.start;
}

/** Of an event beyond those that came with the run. */
function positionIn(value: unknown): Position | undefined {
  if (typeof value !== 'object' || value === null || !('line' in value) || !('character' in value)) return undefined;
  const { line, character } = value;
  return typeof line === 'number' && typeof character === 'number' ? { line, character } : undefined;
}

function isPlace(value: unknown): value is ExplainedPlace {
  if (typeof value !== 'object' || value === null || !('event' in value)) return false;
  return 'rule' in value && typeof value.rule === 'string' && 'sample' in value && typeof value.sample === 'string';
}

async function goTo({ sample, event: { line, character } }: ExplainedPlace, { previews }: Context): Promise<void> {
  const range = new vscode.Range(line, character, line, character);
  await previews.show(vscode.Uri.parse(sample), range, { preview: false });
}

/** The name ends in no extension that a language claims. */
function explanationUri({ rule, sample, event }: ExplainedPlace): vscode.Uri {
  const path = `/${fileName(rule)} on line ${event.line + 1} (explanation)`;
  return vscode.Uri.from({ scheme, path, query: JSON.stringify([rule, sample, event.line, event.character]) });
}

function shownAt(uri: vscode.Uri): Shown {
  const [rule, sample, line, character] = JSON.parse(uri.query) as [string, string, number, number];
  return { uri, rule, sample, event: { line, character } };
}

/** The text follows the rule as it is edited, and its event as it moves. */
function follow(explanation: Shown, { document, contentChanges }: vscode.TextDocumentChangeEvent, texts: FollowingTexts<Shown>): void {
  const uri = document.uri.toString();
  if (contentChanges.length === 0 || (uri !== explanation.rule && uri !== explanation.sample)) return;
  if (uri === explanation.sample) {
    for (const change of contentChanges) {
      explanation.event = afterReplacement({ start: explanation.event, end: explanation.event }, change).start;
    }
  }
  texts.follow(explanation.uri, () => texts.update(explanation.uri));
}

async function contentOf({ rule, sample, event }: Shown, context: Context, token: vscode.CancellationToken): Promise<string> {
  if (!(await context.ready())) return 'The Rulewright language server did not start; its log has the details.\n';
  const result = await explain(context, { rule, sample, event }, token);
  return result.event === undefined ? `${result.message ?? 'The event was not judged'}\n` : explanationText(result.event);
}

/** How the clauses of a rule judge an event. */
export async function explain(context: Context, place: ExplainedPlace, token: vscode.CancellationToken): Promise<ExplainResult> {
  const { uri, text } = await sampleSource(vscode.Uri.parse(place.sample));
  const position = context.runs.ofRule(place.rule)?.result.queryRange?.start;
  const params: ExplainParams = {
    rule: place.rule,
    sample: { uri, ...(text === undefined ? {} : { text }) },
    event: place.event,
    ...(position === undefined ? {} : { position }),
  };
  return context.client.sendRequest<ExplainResult>(explainRequest, params, token);
}

/** On events of the last run that do not match; those that do have a hover of their own. */
function registerEventHover(context: Context): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: '*' },
    {
      provideHover: async (document, position, token) => {
        const run = context.runs.ofSample(document.uri.toString());
        if (run === undefined || document.lineAt(position.line).isEmptyOrWhitespace) return undefined;
        if (run.result.hits.some(({ range }) => toRange(range).contains(position))) return undefined;
        const place = placeOf(run.result, position);
        if (place === undefined) return undefined;
        const { event } = await explain(context, place, token);
        if (event === undefined || !toRange(event.range).contains(position)) return undefined;
        return new vscode.Hover([hoverText(event, place.rule), explainLink({ ...place, event: event.range.start }, 'Open explanation')]);
      },
    },
  );
}

function hoverText({ text, parts }: ExplainedEvent, rule: string): vscode.MarkdownString {
  const rows = parts.flatMap((part) => part.rows);
  // What fails is what is asked for, wherever it stands among many.
  const listed = rows.length <= hoveredRows ? rows : rows.filter(({ outcome }) => outcome !== 'true');
  const lines = listed.slice(0, hoveredRows).map(rowLine);
  const more = rows.length - lines.length;
  const markdown = new vscode.MarkdownString(`**Why not?** ${inlineCode(fileName(rule))}: ${sentence(text)}\n\n`);
  markdown.appendMarkdown(lines.join(''));
  if (more > 0) markdown.appendMarkdown(`- ${vscode.l10n.t('and {0} more', more)}\n`);
  return markdown;
}

/** A clause in a Markdown list. */
export function rowLine(row: ExplainedRow): string {
  const value = row.values === '' ? '' : ` · ${inlineCode(row.values)}`;
  const reasons = rowReasons(row).map((reason) => ` · ${sentence(reason)}`);
  return `${'  '.repeat(row.indent)}- ${outcomeMark(row.outcome)} ${inlineCode(row.clause)}${value}${reasons.join('')}\n`;
}
