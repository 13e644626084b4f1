/** What tests exercise of their rule, for people: how much of it, and each clause that none of them does with what a case would need. */
import { LineIndex } from '../../base/lines.js';
import type { Diagnostic } from '../../base/problem.js';
import { percentCovered, type ClauseCoverage } from '../../ruleTests/coverage/report.js';
import { counted, printable } from '../printable.js';
import type { TestedFile } from '../testReport.js';
import type { Colours } from './colours.js';
import { formatDiagnostic } from './excerpt.js';

/** Empty where coverage was not measured. */
export function formatCoverage({ coverage, rulePath, ruleText = '' }: TestedFile, colours: Colours): string {
  if (coverage === undefined) return '';
  if (coverage.fault !== undefined) return `\n${colours.bold(printable(rulePath))}  coverage not measured: ${printable(coverage.fault)}\n`;
  const { clauses, covered } = coverage;
  const isWhole = covered === clauses.length;
  const facts = `${covered} of ${counted(clauses.length, 'clause')} covered, ${percentCovered(coverage)} %`;
  const head = `\n${colours.bold(printable(rulePath))}  ${(isWhole ? colours.green : colours.yellow)(facts)}\n`;
  const lines = new LineIndex(ruleText);
  const uncovered = withoutMembersOfUncovered(clauses).map((each) => formatDiagnostic(rulePath, lines, findingOf(each), colours));
  return head + uncovered.join('');
}

/** Where nothing exercises a clause, its members need not be told one by one. */
function withoutMembersOfUncovered(clauses: readonly ClauseCoverage[]): readonly ClauseCoverage[] {
  let clause: ClauseCoverage | undefined;
  return clauses.filter((each) => {
    if (each.kind === 'clause') clause = each;
    return !each.covered && (each.kind === 'clause' || clause?.covered === true);
  });
}

function findingOf({ span, text, wanted }: ClauseCoverage): Diagnostic {
  return finding('uncovered', span, `No test exercises \`${text}\``, wanted);
}

/** As a diagnostic, so that it is printed like one; with what would settle it as its help. */
export function finding(code: string, span: Diagnostic['span'], message: string, wanted: string | undefined): Diagnostic {
  const fixes = wanted === undefined ? [] : [{ title: `add ${wanted}`, edits: [] }];
  return { code, severity: 'warning', span, message, fixes };
}
