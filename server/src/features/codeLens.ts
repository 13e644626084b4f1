/** The line above each query: run it, and choose what it runs on. */
import type { CodeLens } from 'vscode-languageserver-types';
import { pickSampleCommand, runRuleCommand } from '../protocol/protocol.js';
import { runRuleTestsCommand } from '../protocol/ruleTests.js';
import { toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';

/** What the tests of a rule came to: how many there are, how many ran with the texts as they are now, and how many of those failed. */
export interface RuleTestsSummary {
  readonly tests: number;
  readonly ran: number;
  readonly failed: number;
}

/** `sample`: the URI of the event file the rule would run on, where it has one; `tests`: of a file of rules those of all of them. */
export function codeLenses(model: RuleModel, sample: string | undefined, tests?: RuleTestsSummary): readonly CodeLens[] {
  // Queries in prose are there to be read.
  return model.document.format === 'markdown' ? [] : model.rules.flatMap((rule) => ruleLenses(rule, sample, tests));
}

function ruleLenses(model: RuleModel, sample: string | undefined, tests: RuleTestsSummary | undefined): readonly CodeLens[] {
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
    ...(tests === undefined
      ? []
      : [{ range, command: { title: testsTitle(tests), command: runRuleTestsCommand, arguments: [model.uri] } }]),
  ];
}

/** `3 tests ✓`, `1 of 3 tests ✘`, and before they ran `Run 3 tests`. */
function testsTitle({ tests, ran, failed }: RuleTestsSummary): string {
  const all = tests === 1 ? '1 test' : `${tests} tests`;
  if (failed > 0) return `${failed} of ${all} ✘`;
  return ran === tests ? `${all} ✓` : `$(beaker) Run ${all}`;
}

function fileName(uri: string): string {
  // Of `untitled:Untitled-1` what follows the colon; in the names of files it is encoded.
  const name = uri.slice(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf(':')) + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    // A URI that is not encoded properly is shown as it is.
    return name;
  }
}
