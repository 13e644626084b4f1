/** The line above each query: run it, and choose what it runs on. */
import type { CodeLens } from 'vscode-languageserver-types';
import { pickSampleCommand, runRuleCommand } from '../protocol/protocol.js';
import { toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';

/** `sample`: the URI of the event file the rule would run on, where it has one. */
export function codeLenses(model: RuleModel, sample: string | undefined): readonly CodeLens[] {
  return model.rules.flatMap((rule) => ruleLenses(rule, sample));
}

function ruleLenses(model: RuleModel, sample: string | undefined): readonly CodeLens[] {
  const query = model.document.queries.find(({ key, parsed, lucene }) => key === 'query' && (parsed ?? lucene) !== undefined);
  if (query === undefined) return [];
  const { start } = toRange(model.lines, query.span);
  const range = { start, end: start };
  // Of several rules the place says which one; the sample is the rule's own.
  const runArguments = model.rules.length > 1 ? [model.uri, null, start] : [model.uri];
  const title = sample === undefined ? 'Run on sample events' : `Run on ${fileName(sample)}`;
  return [
    { range, command: { title: `$(play) ${title}`, command: runRuleCommand, arguments: runArguments } },
    { range, command: { title: 'Pick sample…', command: pickSampleCommand, arguments: [model.uri] } },
  ];
}

function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    // A URI that is not encoded properly is shown as it is.
    return name;
  }
}
