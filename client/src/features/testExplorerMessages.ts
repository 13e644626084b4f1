/** Failures of rule tests as VS Code shows them: what was expected beside what came, and at each event why it did what it did. */
import * as vscode from 'vscode';
import type { ExplainedTestEvent, TestFailure, TestOutcome } from '../../../server/src/protocol/ruleTests.js';
import { partHeading } from '../explanationWords.js';
import { sentence } from '../markdown.js';
import { toRange } from '../rules.js';
import { rowLine } from './explain.js';

/** What menus on messages that can be explained ask for. */
const explainable = 'rulewright.failure';

/** Where there are more, the explanation of the test has the others. */
const mostExplained = 10;

export function failureMessages(item: vscode.TestItem, { failures }: TestOutcome): vscode.TestMessage[] {
  const explained = failures.flatMap((failure) => failure.explained).slice(0, mostExplained);
  return [...failures.map((failure) => failureMessage(item, failure)), ...explained.map(eventMessage)];
}

function failureMessage({ uri }: vscode.TestItem, { message, expected, actual, range }: TestFailure): vscode.TestMessage {
  const isCompared = expected !== undefined && actual !== undefined && !isNumber(expected);
  const shown = isCompared ? vscode.TestMessage.diff(message, expected, actual) : new vscode.TestMessage(message);
  if (uri !== undefined) shown.location = new vscode.Location(uri, toRange(range));
  shown.contextValue = explainable;
  return shown;
}

/** The message says all of a number; side by side VS Code would show nothing but the two. */
function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** At the beginning of the event: the whole of it may be many lines. */
function eventMessage({ events, event }: ExplainedTestEvent): vscode.TestMessage {
  const text = new vscode.MarkdownString(`${sentence(event.text)}\n\n`);
  for (const part of event.parts) {
    if (event.parts.length > 1) text.appendMarkdown(`${sentence(partHeading(part, event.parts))}\n\n`);
    text.appendMarkdown(`${part.rows.map(rowLine).join('')}\n`);
  }
  const message = new vscode.TestMessage(text);
  const { start } = toRange(event.range);
  message.location = new vscode.Location(vscode.Uri.parse(events), new vscode.Range(start, start));
  message.contextValue = explainable;
  return message;
}
