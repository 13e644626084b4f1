/** What the tests of rules exercise, as VS Code shows coverage: each clause, and each member of a list, is a statement. */
import * as vscode from 'vscode';
import type { RuleCoverage } from '../../../server/src/protocol/ruleTests.js';
import { toRange } from '../rules.js';
import { mergedCoverage } from '../tests.js';

export interface ShownCoverage {
  readonly coverage: RuleCoverage;
  readonly shown: RuleFileCoverage | undefined;
}

/** The coverage of one rule, with its clauses at hand. */
class RuleFileCoverage extends vscode.FileCoverage {
  constructor(
    rule: vscode.Uri,
    readonly clauses: readonly vscode.StatementCoverage[],
  ) {
    super(rule, new vscode.TestCoverageCount(clauses.filter(({ executed }) => executed === true).length, clauses.length));
  }
}

/** By rule; what has no clauses is not shown. */
export function coverageShown(coverages: readonly RuleCoverage[]): readonly ShownCoverage[] {
  return mergedCoverage(coverages).map((coverage) => {
    const statements = coverage.clauses.map(({ covered, range }) => new vscode.StatementCoverage(covered, toRange(range)));
    return { coverage, shown: statements.length === 0 ? undefined : new RuleFileCoverage(vscode.Uri.parse(coverage.rule), statements) };
  });
}

export function detailsOf(coverage: vscode.FileCoverage): vscode.FileCoverageDetail[] {
  return coverage instanceof RuleFileCoverage ? [...coverage.clauses] : [];
}
