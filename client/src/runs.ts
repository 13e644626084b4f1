/** The results of the runs so far, one for each rule, kept true to where their texts now stand while the user edits on. */
import * as vscode from 'vscode';
import type { ExplainedPart, Range, RunExplanation, RunHit, RunResult } from '../../server/src/protocol/protocol.js';
import { clusterScheme } from './names.js';
import { afterReplacement, type Replacement } from './positions.js';

export interface Run {
  readonly result: RunResult;
  /** The rule or the events were edited since. */
  readonly stale: boolean;
  /** Done because of an edit, not because it was asked for. */
  readonly isLive: boolean;
  /** More of its matches are on their way. */
  readonly isComing: boolean;
}

/** A run under way. */
export interface Running {
  readonly rule: string;
  readonly sample: string;
  readonly percentage: number | undefined;
}

/** The rules whose results are kept; older ones are forgotten. */
const keptRuns = 50;

export class Runs implements vscode.Disposable {
  private readonly byRule = new Map<string, Run>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly progressed = new vscode.EventEmitter<void>();
  private readonly ran = new vscode.EventEmitter<RunResult>();
  private readonly edits = vscode.workspace.onDidChangeTextDocument((event) => this.follow(event));
  private now: Running | undefined;

  /** The results to be shown are different: a run ended, found more, became stale, or the results were cleared. */
  readonly onDidChange = this.changed.event;
  /** A run began, advanced or ended. */
  readonly onDidProgress = this.progressed.event;
  /** A run ended. */
  readonly onDidRun = this.ran.event;

  get last(): Run | undefined {
    return [...this.byRule.values()].at(-1);
  }

  get running(): Running | undefined {
    return this.now;
  }

  ofRule(rule: string): Run | undefined {
    return this.byRule.get(rule);
  }

  /** The newest run on an event file. */
  ofSample(sample: string): Run | undefined {
    return [...this.byRule.values()].findLast((run) => run.result.sample === sample);
  }

  /** Says which run is under way and how far it is; undefined when it ended. */
  progress(running: Running | undefined): void {
    this.now = running;
    this.progressed.fire();
  }

  /** Takes a result. `stale` when the texts changed while it was worked out. */
  add(result: RunResult, stale: boolean, isLive = false): void {
    this.keep({ result, stale, isLive, isComing: false });
    this.changed.fire();
    this.ran.fire(result);
  }

  /** Takes what came of a result so far; the whole is added in the end. */
  grow(result: RunResult, stale: boolean): void {
    this.keep({ result, stale, isLive: false, isComing: true });
    this.changed.fire();
  }

  clear(): void {
    this.byRule.clear();
    this.changed.fire();
  }

  dispose(): void {
    for (const part of [this.edits, this.changed, this.progressed, this.ran]) part.dispose();
  }

  private keep(run: Run): void {
    this.byRule.delete(run.result.rule);
    this.byRule.set(run.result.rule, run);
    const [oldest] = this.byRule.keys();
    if (this.byRule.size > keptRuns && oldest !== undefined) this.byRule.delete(oldest);
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    // What came from a cluster is not edited, it only grows.
    if (contentChanges.length === 0 || document.uri.scheme === clusterScheme) return;
    const uri = document.uri.toString();
    let becameStale = false;
    for (const [rule, run] of this.byRule) {
      const touched = { rule: rule === uri, sample: run.result.sample === uri };
      if (!touched.rule && !touched.sample) continue;
      becameStale ||= !run.stale;
      this.byRule.set(rule, {
        ...run,
        result: contentChanges.reduce((result, change) => moved(result, change, touched), run.result),
        stale: true,
      });
    }
    if (becameStale) this.changed.fire();
  }
}

interface Touched {
  readonly rule: boolean;
  readonly sample: boolean;
}

function moved(result: RunResult, change: Replacement, touched: Touched): RunResult {
  const { explanation } = result;
  const queryRange = touched.rule && result.queryRange !== undefined ? afterReplacement(result.queryRange, change) : result.queryRange;
  return {
    ...result,
    queryRange,
    hits: result.hits.map((hit) => movedHit(hit, change, touched)),
    ...(explanation === undefined ? {} : { explanation: movedExplanation(explanation, change, touched) }),
  };
}

function movedHit(hit: RunHit, change: Replacement, touched: Touched): RunHit {
  const matched = hit.matched.map((value) => ({
    ...value,
    range: touched.sample ? afterReplacement(value.range, change) : value.range,
    clauseRange: touched.rule ? afterReplacement(value.clauseRange, change) : value.clauseRange,
  }));
  return { ...hit, range: touched.sample ? afterReplacement(hit.range, change) : hit.range, matched };
}

/** Behind any text of a line. */
const lineEnd = 1_000_000;

function movedExplanation(explanation: RunExplanation, change: Replacement, touched: Touched): RunExplanation {
  const inRule = (range: Range): Range => (touched.rule ? afterReplacement(range, change) : range);
  const inSample = (range: Range): Range => (touched.sample ? afterReplacement(range, change) : range);
  const lines = explanation.lines.map((each) => {
    const end = { line: each.line, character: lineEnd };
    return { ...each, line: inRule({ start: end, end }).start.line };
  });
  const movedPart = (part: ExplainedPart): ExplainedPart => ({
    ...part,
    range: inRule(part.range),
    clauses: part.clauses.map((clause) => ({ ...clause, range: inRule(clause.range) })),
    nearest: part.nearest.map((miss) => ({
      ...miss,
      range: inSample(miss.range),
      rows: miss.rows.map((row) => ({ ...row, range: inRule(row.range) })),
    })),
  });
  return { ...explanation, lines, parts: explanation.parts.map(movedPart) };
}
